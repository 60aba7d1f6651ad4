using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Evaluations;

/// <summary>Names one evaluation: a learner under a mapping.</summary>
public readonly record struct EvaluationKey(TenantId Tenant, MappingId Mapping, LearnerId Learner);

/// <summary>A due evaluation with all it needs to be decided.</summary>
/// <param name="DueVersion">Counts requests for this evaluation; a decision counts only while it is unchanged.</param>
/// <param name="CanEarn">Whether the course's roster has the learner as one who earns.</param>
/// <param name="Held">The award of the newest cycle; null while there is none.</param>
public sealed record DueEvaluation(
    EvaluationKey Key, CourseMapping Mapping, int DueVersion, Progress Progress, bool CanEarn, HeldAward? Held)
{
    public bool HasAward => Held is not null;

    /// <summary>The last verdict as it is stored; null before the first.</summary>
    public string? Before { get; init; }

    /// <summary>The version of the rule by which it was reached; zero before the first.</summary>
    public int DecidedBy { get; init; }

    /// <summary>Why the credential, earned by the last verdict, waits; null when it does not.</summary>
    public Hold? Hold { get; init; }

    public IssuingGate Gate { get; init; } = IssuingGate.Open;

    /// <summary>Who has left the course keeps what they have and is evaluated no more.</summary>
    public bool HasLeft { get; init; }
}

/// <summary>A verdict to be recorded, and with it the award that follows from it.</summary>
/// <param name="Award">Null when nothing is to be awarded.</param>
/// <param name="NeedsDecision">A person has to look: the learner holds the award, but the rule is no longer met.</param>
/// <param name="DueAt">When time alone can change the verdict; null when only new facts can.</param>
public sealed record Decision(
    EvaluationKey Key, int DueVersion, int RuleVersion, Evaluation Evaluation, Award? Award, bool NeedsDecision, DateTimeOffset DecidedAt, DateTimeOffset? DueAt)
{
    /// <summary>What it does to the award that is held; null when it stays as it is.</summary>
    public AwardChange? Change { get; init; }

    /// <summary>Why the credential, earned by this verdict, waits; null when it does not.</summary>
    public Hold? Hold { get; init; }

    public DecisionOutcome Followed { get; init; }

    /// <summary>Whether its award counts for the brake of the mapping, which has the last word when it is recorded.</summary>
    public bool IsBraked { get; init; }

    /// <summary>What it was decided on, for the ledger; null when it says nothing new.</summary>
    public DecisionInputs? Inputs { get; init; }
}

/// <summary>What was recorded.</summary>
/// <param name="Awarded">The awards that are new.</param>
/// <param name="Stopped">Runs that the brake stopped now.</param>
public sealed record Recorded(IReadOnlyList<AwardId> Awarded, IReadOnlyList<StoppedRun> Stopped)
{
    public static Recorded Nothing { get; } = new([], []);
}

/// <summary>A run that would have awarded far more than is usual.</summary>
public sealed record StoppedRun(MappingId Mapping, int Awards, int Usual);

/// <summary>The newest verdict per mapping and learner; pages read this.</summary>
public interface IEvaluations
{
    /// <summary>Loads what is still due of the given keys; keys whose mapping is not active are left out.</summary>
    Task<IReadOnlyList<DueEvaluation>> Load(IReadOnlyList<EvaluationKey> keys, CancellationToken ct);

    /// <summary>Due evaluations of every tenant, the longest waiting first: what a crash left behind and what waits for a time.</summary>
    Task<IReadOnlyList<EvaluationKey>> FindDue(int most, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// In one transaction, records verdicts and awards. The unique key of awards decides, not a prior look; an evaluation
    /// that was asked for again meanwhile stays due. Whoever records under one mapping with a brake waits for the other, so
    /// that together they stay within it.
    /// </summary>
    Task<Recorded> Record(IReadOnlyList<Decision> decisions, CancellationToken ct);

    /// <summary>Leaves evaluations as they are, with nothing waiting, unless they were asked for again meanwhile.</summary>
    Task Rest(IReadOnlyList<DueEvaluation> due, CancellationToken ct);

    /// <summary>Makes every learner of the mapping's course due, for example when it is switched on; returns how many.</summary>
    Task<int> MakeAllDue(TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct);

    /// <summary>The evaluations that ask for what was awarded: they were made due together with the awards.</summary>
    Task<IReadOnlyList<EvaluationKey>> FindFollowing(IReadOnlyList<AwardId> awarded, CancellationToken ct);

    /// <summary>After a failure: tries again at the given time, the reason kept for an administrator.</summary>
    Task Postpone(IReadOnlyList<EvaluationKey> keys, DateTimeOffset until, string problem, CancellationToken ct);
}
