using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Evaluates the rule (pure) and records verdict and award together: the unique key decides, not a prior look.</summary>
public sealed partial class AwardStep(IEvaluations evaluations, PublicAddresses addresses, TimeProvider time, ILogger<AwardStep> logger)
{
    /// <returns>The awards that are new.</returns>
    public async Task<IReadOnlyList<AwardId>> Run(IReadOnlyList<EvaluationKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return [];

        var due = await evaluations.Load(keys, ct);
        var awarded = await evaluations.Record([.. due.Select(Decide)], ct);
        if (awarded.Count > 0) LogAwarded(awarded.Count, due.Count);
        return awarded;
    }

    private Decision Decide(DueEvaluation due)
    {
        var evaluation = due.Mapping.Rule.Evaluate(due.Progress);
        var earns = evaluation.IsMet && due.CanEarn && !due.HasAward && due.Mapping.Version is not null;
        return new(
            due.Key, due.DueVersion, due.Mapping.RuleVersion, evaluation,
            earns ? AwardOf(due) : null,
            NeedsDecision: due.HasAward && !evaluation.IsMet,
            time.Now(), DueAt: null);
    }

    private Award AwardOf(DueEvaluation due)
    {
        var publicId = PublicId.New();
        return new(
            AwardId.New(time), due.Key.Tenant, due.Mapping.MicroCredential, due.Key.Learner, Cycle: 1,
            due.Key.Mapping, due.Mapping.RuleVersion, due.Mapping.Version!.Value,
            publicId, addresses.Award(publicId), PublicId.New(), time.Now());
    }

    [LoggerMessage(3101, LogLevel.Information, "Awarded {Awarded} of {Evaluated} evaluations")]
    private partial void LogAwarded(int awarded, int evaluated);
}
