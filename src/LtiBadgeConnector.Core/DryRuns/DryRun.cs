using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.DryRuns;

/// <summary>A rule tried over a whole class. Nothing is sent.</summary>
/// <param name="Rule">As it was when somebody asked.</param>
/// <param name="Done">How many learners were tried, of <paramref name="Total"/>; zero of zero while the course is read.</param>
/// <param name="Problem">Why the LMS could not be read, and the numbers are the last known ones; or why it failed.</param>
/// <param name="Counts">Null until it is done.</param>
public sealed record DryRun(
    DryRunId Id, TenantId Tenant, MappingId Mapping, Criterion Rule, DryRunState State, int Done, int Total, string? Problem, DryRunCounts? Counts,
    DateTimeOffset AskedAt, DateTimeOffset? FinishedAt)
{
    public bool IsDone => State == DryRunState.Done;

    /// <summary>Done or failed: nobody works on it any more.</summary>
    public bool IsOver => State >= DryRunState.Done;
}

/// <summary>Stored by number: append only.</summary>
public enum DryRunState
{
    Asked = 1,
    Running = 2,
    Done = 3,
    Failed = 4,
}

/// <summary>What a dry run found, over those who can earn.</summary>
/// <param name="Gains">Would earn by this rule and not by the one in force; null when nothing is in force.</param>
/// <param name="Loses">Meet the rule in force and would not meet this one.</param>
/// <param name="Changed">Stand elsewhere than in the last dry run; null when there was none.</param>
/// <param name="Criteria">How many meet each criterion that is not a group, by its id.</param>
public sealed record DryRunCounts(
    int Learners, int Earned, int WouldEarn, int Near, int WaitForGrade, int NotYet, int Unknown, int? Gains, int? Loses, int? Changed,
    IReadOnlyDictionary<string, int> Criteria);

/// <summary>One learner under a rule that is tried.</summary>
/// <param name="Before">Where the last dry run saw them; null when it did not.</param>
/// <param name="InForce">What the rule in force finds; null when none is.</param>
public sealed record TriedLearner(LearnerId Learner, Standing Standing, bool HasAward, Evaluation Evaluation, Standing? Before, Verdict? InForce)
{
    public bool Gains => InForce is { } verdict && verdict != Verdict.Met && Evaluation.IsMet;

    public bool Loses => InForce == Verdict.Met && !Evaluation.IsMet;

    public bool HasChanged => Before is { } before && before != Standing;
}

/// <summary>Somebody who can earn, with everything known of them.</summary>
public sealed record ClassMember(LearnerId Learner, bool HasAward, Progress Progress);

/// <summary>Port: dry runs on their way.</summary>
public interface IDryRuns
{
    /// <summary>Takes the run that waits longest, or one whose worker died; null when there is none.</summary>
    Task<DryRun?> Claim(DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>Those who can earn in the course of the mapping, a piece at a time, with what the rules look at.</summary>
    IAsyncEnumerable<IReadOnlyList<ClassMember>> Class(TenantId tenant, MappingId mapping, IReadOnlyList<CriterionInput> inputs, CancellationToken ct);

    Task<int> ClassSize(TenantId tenant, MappingId mapping, CancellationToken ct);

    /// <summary>Where the last finished run before this one saw these learners.</summary>
    Task<IReadOnlyDictionary<LearnerId, Standing>> Before(DryRun run, IReadOnlyList<LearnerId> learners, CancellationToken ct);

    /// <summary>Whether there was a finished run before this one.</summary>
    Task<bool> HasFormer(DryRun run, CancellationToken ct);

    /// <summary>Keeps a piece, and holds the run for its worker.</summary>
    Task Keep(DryRun run, IReadOnlyList<TriedLearner> tried, int done, int total, DateTimeOffset until, CancellationToken ct);

    /// <summary>Ends the run, and forgets what only older ones needed.</summary>
    Task Finish(DryRun run, DryRunCounts counts, string? problem, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends the run without numbers. Whoever asked is told, and asks again.</summary>
    Task Fail(DryRun run, string problem, DateTimeOffset now, CancellationToken ct);

    /// <summary>Lets another worker take it at once.</summary>
    Task Release(DryRun run, CancellationToken ct);
}

/// <summary>Says that a dry run waits.</summary>
public interface IDryRunSignal
{
    void Wake();
}
