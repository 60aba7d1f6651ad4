using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Lms;

/// <summary>One event or reading of an LMS in the product's own words, before course and learner are resolved.</summary>
/// <param name="Type">The sender's own name of the event, for counters.</param>
/// <param name="CourseId">The LMS's id of the course.</param>
/// <param name="Learner">All ids the event gives for the one learner; they are vouched for together.</param>
/// <param name="IsComplete">
/// Whether it says everything a fact needs: learner, course, item, value, maximum, released, final, the LMS's own time.
/// Anything less is a hint and is confirmed by a read.
/// </param>
public sealed record LmsEvent(
    LmsEventKind Kind,
    string Type,
    string? CourseId,
    IReadOnlyList<LearnerKey> Learner,
    ItemKey? Item,
    string? ItemName,
    Score? Score,
    CompletionState? Completion,
    bool IsFinal,
    bool IsReleased,
    DateTimeOffset? OccurredAt,
    bool IsComplete)
{
    public ResultDetails Details { get; init; } = ResultDetails.None;

    /// <summary>With <see cref="LmsEventKind.Retraction"/>: the sender's own id of the message that is taken back.</summary>
    public string? Retracts { get; init; }

    /// <summary>With <see cref="LmsEventKind.CourseCopied"/>: the LMS's id of the course that <see cref="CourseId"/> was made from.</summary>
    public string? CopiedFrom { get; init; }

    /// <summary>Whether every number of it can be kept without rounding.</summary>
    public bool CanBeKept => Score is not { CanBeKept: false } && Details.CanBeKept;

    /// <summary>The same without its values, as of a later time.</summary>
    public LmsEvent TakenBack(DateTimeOffset? at) => this with
    {
        Score = Score is null ? null : Score with { Given = null },
        Completion = Completion is null ? null : CompletionState.Incomplete,
        OccurredAt = at,
        IsComplete = IsComplete && at is not null,
    };

    public static LmsEvent Unused(string type) =>
        new(LmsEventKind.Unused, type, null, [], null, null, null, null, false, false, null, false);
}

public enum LmsEventKind
{
    Grade = 1,
    ActivityCompletion = 2,
    CourseCompletion = 3,

    /// <summary>Somebody joined or left: the roster is read again.</summary>
    Enrolment = 4,

    /// <summary>"Send test" of an administrator.</summary>
    Test = 5,

    /// <summary>Genuine, but nothing we use: counted per type, body not kept.</summary>
    Unused = 6,

    /// <summary>As <see cref="ResultKind.Outcome"/>; likewise the others below.</summary>
    Outcome = 7,
    Group = 8,
    Attendance = 9,
    EnrolmentStart = 10,
    Attempt = 11,

    /// <summary>What the course assesses changed, or something for which no learner is named: the course is read again soon.</summary>
    CourseChanged = 12,

    /// <summary>The sender takes an earlier message back (<see cref="LmsEvent.Retracts"/>).</summary>
    Retraction = 13,

    /// <summary>A course was made from another: what the other awards is offered there.</summary>
    CourseCopied = 14,
}
