using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Results;

/// <summary>Everything known about one learner in one course at one moment. A value: rules ask it and nothing else.</summary>
public sealed class Progress
{
    private readonly Dictionary<(ResultKind, ItemKey?, int?), Result> results;

    public Progress(IEnumerable<Result> results) => this.results = results.ToDictionary(result => (result.Kind, result.Item, result.Details.Attempt));

    private Progress(Progress same) => results = same.results;

    public static Progress Nothing { get; } = new([]);

    /// <summary>The moment the rule is asked at.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>In which the dates of rules are meant.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Items that were in the course and are no longer.</summary>
    public IReadOnlySet<ItemKey> Gone { get; init; } = new HashSet<ItemKey>();

    /// <summary>What the learner holds of our micro-credentials; withdrawn and suspended ones are not held, and each only until its end.</summary>
    public ILookup<MicroCredentialId, Holding> Held { get; init; } = Array.Empty<Holding>().ToLookup(one => one.MicroCredential);

    /// <summary>What people confirmed, by the criterion's id.</summary>
    public ILookup<string, Confirmation> Confirmations { get; init; } = Array.Empty<Confirmation>().ToLookup(one => one.Criterion);

    /// <summary>What was recognised, by the criterion's id.</summary>
    public ILookup<string, Recognition> Recognised { get; init; } = Array.Empty<Recognition>().ToLookup(one => one.Criterion);

    /// <summary>The same learner in other courses.</summary>
    public IReadOnlyDictionary<CourseId, Progress> Elsewhere { get; init; } = new Dictionary<CourseId, Progress>();

    /// <summary>Only what was done in it counts; null bounds are open.</summary>
    public TimeWindow Window { get; private init; } = TimeWindow.Open;

    public IReadOnlyCollection<Result> All => results.Values;

    /// <summary>Without what happened before; for renewals, where old work does not count again.</summary>
    public Progress Since(DateTimeOffset from) => new(results.Values.Where(result => result.OccurredAt >= from))
    {
        Now = Now, Zone = Zone, Gone = Gone, Window = Window,
        Held = Held.SelectMany(same => same).Where(one => one.At >= from).ToLookup(one => one.MicroCredential),
        Confirmations = Confirmations.SelectMany(same => same).Where(one => one.At >= from).ToLookup(one => one.Criterion),
        Recognised = Recognised.SelectMany(same => same).Where(one => one.At >= from).ToLookup(one => one.Criterion),
        Elsewhere = Elsewhere.ToDictionary(other => other.Key, other => other.Value.Since(from)),
    };

    public Result? GradeOf(ItemKey item) => Find(ResultKind.Grade, item);

    public Result? CompletionOf(ItemKey activity) => Find(ResultKind.ActivityCompletion, activity);

    public Result? CourseCompletion => Find(ResultKind.CourseCompletion, null);

    /// <summary>Groups, attendance and enrolment have no moment at which they were done: no window leaves them out.</summary>
    public Result? Find(ResultKind kind, ItemKey? item) =>
        results.GetValueOrDefault((kind, item, null)) is { } found && (kind is ResultKind.Group or ResultKind.Attendance or ResultKind.Enrolment || Window.Holds(found.DoneAt))
            ? found
            : null;

    public IEnumerable<Result> AttemptsAt(ItemKey item) =>
        results.Values.Where(result => result.Kind == ResultKind.Attempt && result.Item == item && Window.Holds(result.DoneAt));

    public DateTimeOffset? EnrolledAt => Find(ResultKind.Enrolment, null)?.Details.DoneAt;

    /// <summary>The same at another moment.</summary>
    public Progress At(DateTimeOffset now) => Copy(Window, now);

    public Progress Within(TimeWindow window) => Copy(Window.And(window));

    /// <summary>The window goes along, and so do the moment and what the learner holds.</summary>
    public Progress In(CourseId course) => Elsewhere.TryGetValue(course, out var there)
        ? new(there) { Now = Now, Zone = there.Zone, Gone = there.Gone, Held = Held, Confirmations = Confirmations, Recognised = Recognised, Window = Window }
        : new([]) { Now = Now, Zone = Zone, Held = Held, Confirmations = Confirmations, Recognised = Recognised, Window = Window };

    /// <summary>Of those that were recognised for what the criterion asks, the one that lasts; null when there is none, or it has ended.</summary>
    public Recognition? RecognitionOf(Criterion criterion) =>
        Recognised[criterion.Id].Where(one => !(one.Until < Now) && one.IsFor(criterion)).OrderByDescending(one => one.Until ?? DateTimeOffset.MaxValue).ThenBy(one => one.At).FirstOrDefault();

    /// <summary>When recognitions cease to count, a moment after each end.</summary>
    public IEnumerable<DateTimeOffset> RecognitionEnds => Recognised.SelectMany(same => same).Select(one => one.Until).OfType<DateTimeOffset>().Where(until => until < DateTimeOffset.MaxValue).Select(until => until.AddMilliseconds(1));

    public bool IsGone(ItemKey item) => Gone.Contains(item);

    private Progress Copy(TimeWindow window, DateTimeOffset? now = null) => new(this)
    {
        Now = now ?? Now, Zone = Zone, Gone = Gone, Held = Held, Confirmations = Confirmations, Recognised = Recognised, Elsewhere = Elsewhere, Window = window,
    };
}

/// <summary>One award of a micro-credential, from when it was earned until its end; a null end never comes.</summary>
public sealed record Holding(MicroCredentialId MicroCredential, DateTimeOffset At, DateTimeOffset? Until)
{
    public bool IsInForce(DateTimeOffset now) => !(Until < now);
}

/// <summary>A person said that the learner has shown a criterion.</summary>
/// <param name="By">Two confirmations of one person are one.</param>
public sealed record Confirmation(string Criterion, LearnerId By, DateTimeOffset At);

/// <summary>Something else was taken for a criterion: a badge of another issuer, or earlier learning.</summary>
/// <param name="Until">When the badge ends; null when it does not.</param>
/// <param name="Asked">What the criterion asked when it was taken, in the stored form; null where it was not kept.</param>
public sealed record Recognition(string Criterion, DateTimeOffset At, DateTimeOffset? Until, string? Asked = null)
{
    public bool IsFor(Criterion criterion) => Asked is null || CriterionJson.AsksTheSame(CriterionJson.Read(Asked), criterion);
}

/// <summary>From one instant to another, both included; null is open.</summary>
public readonly record struct TimeWindow(DateTimeOffset? From, DateTimeOffset? Until)
{
    public static TimeWindow Open => default;

    public bool Holds(DateTimeOffset at) => !(at < From) && !(at > Until);

    public TimeWindow And(TimeWindow other) => new(Later(From, other.From), Earlier(Until, other.Until));

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
