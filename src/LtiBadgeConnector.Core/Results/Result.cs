using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Results;

/// <summary>What a result speaks about; together with course, learner and item it names one row.</summary>
public enum ResultKind
{
    Grade = 1,
    ActivityCompletion = 2,
    CourseCompletion = 3,

    /// <summary>An outcome or competency as the LMS rates it: <see cref="ResultDetails.Holds"/> says mastered, the score the rating on its scale, the pass mark what masters it.</summary>
    Outcome = 4,

    /// <summary>Whether the learner is in a group (<see cref="ResultDetails.Holds"/>).</summary>
    Group = 5,

    /// <summary>The score counts sessions, attended of held; <see cref="ResultDetails.Hours"/> the hours. The item is null for the course as a whole.</summary>
    Attendance = 6,

    /// <summary>When the learner's time in the course began (<see cref="ResultDetails.DoneAt"/>).</summary>
    Enrolment = 7,

    /// <summary>One try at an item (<see cref="ResultDetails.Attempt"/>); the grade of the item is what the LMS makes of all of them.</summary>
    Attempt = 8,

    /// <summary>Another micro-credential of ours that the learner holds. Never stored: awards are the truth.</summary>
    Award = 9,

    /// <summary>What a person confirmed here. Never stored as a result.</summary>
    Confirmation = 10,

    /// <summary>What was recognised here. Never stored as a result.</summary>
    Recognition = 11,
}

/// <summary>Completion as LMSs report it. Moodle's "completed with a fail" is <see cref="Failed"/>, which is not a success.</summary>
public enum CompletionState
{
    Incomplete = 0,
    Complete = 1,
    Passed = 2,
    Failed = 3,
}

/// <summary>Points as the LMS states them; decimal because a double would turn 0.7 of 10 into a near miss.</summary>
/// <param name="Given">Null means no grade, which is never zero.</param>
/// <param name="Maximum">Null when the LMS did not say; a share cannot be computed then.</param>
public sealed record Score(decimal? Given, decimal Minimum, decimal? Maximum)
{
    /// <summary>The code of a score that would have to be rounded to be kept.</summary>
    public const string TooLong = "number-too-long";

    private const int DigitsAfterPoint = 10;
    private const decimal Limit = 1_000_000_000_000_000_000m;

    /// <summary>Whether every number of it has at most 18 digits before the point and 10 after it.</summary>
    public bool CanBeKept => Fits(Given ?? 0) && Fits(Minimum) && Fits(Maximum ?? 0);

    /// <summary>Unrounded share of the range, 0 to 1 and beyond for a bonus; null when it cannot be known.</summary>
    public decimal? Share => Given is { } given && Maximum is { } maximum && maximum > Minimum
        ? (given - Minimum) / (maximum - Minimum)
        : null;

    private static bool Fits(decimal number) => decimal.Round(number, DigitsAfterPoint) == number && Math.Abs(number) < Limit;
}

/// <summary>The newest fact about one learner and one item, with the LMS's own time.</summary>
/// <param name="Item">Null for what concerns the course itself.</param>
/// <param name="IsReleased">Whether the learner can see it; a badge must not tell a grade that the LMS still hides.</param>
public sealed record Result(
    ResultKind Kind,
    ItemKey? Item,
    Score? Score,
    CompletionState? Completion,
    bool IsFinal,
    bool IsReleased,
    DateTimeOffset OccurredAt,
    ResultSource Source)
{
    public ResultDetails Details { get; init; } = ResultDetails.None;

    public bool IsSuccess => Completion is CompletionState.Complete or CompletionState.Passed;

    /// <summary>When the learner did it, as far as the LMS tells: handed in or completed, rather than graded.</summary>
    public DateTimeOffset DoneAt => Details.DoneAt ?? OccurredAt;

    /// <summary>Whether rules find the same in both. Where nothing is there yet, or it is a state without a time, it does not matter when somebody looked.</summary>
    public bool SaysTheSameAs(Result other) => this with { Source = other.Source, OccurredAt = IsNothing || IsTimeless ? other.OccurredAt : OccurredAt } == other;

    private bool IsNothing => Score?.Given is null && Completion is null or CompletionState.Incomplete && Details == ResultDetails.None;

    private bool IsTimeless => Kind is ResultKind.Group or ResultKind.Attendance or ResultKind.Enrolment || Item?.Scheme is ItemSchemes.CanvasTotal;

    /// <summary>Whether this one takes the place of what is known: it is later, or at equal times not outranked.</summary>
    public bool Supersedes(Result known) =>
        OccurredAt != known.OccurredAt ? OccurredAt > known.OccurredAt : Source >= known.Source;
}

/// <summary>How we came to know a result. At equal times a read outranks an event.</summary>
public enum ResultSource
{
    Event = 1,
    Read = 2,
}

/// <summary>A result, placed: whose it is and in which course.</summary>
/// <param name="ArrivedAt">When it reached us: of two of the same kind and time, the later arrival counts. Null means now.</param>
public sealed record PlacedResult(TenantId Tenant, CourseId Course, LearnerId Learner, Result Result, DateTimeOffset? ArrivedAt = null);
