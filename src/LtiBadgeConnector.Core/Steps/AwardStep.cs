using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Evaluates the rule (pure) and records verdict and award together: the unique key decides, not a prior look.</summary>
public sealed partial class AwardStep(IEvaluations evaluations, PublicAddresses addresses, TimeProvider time, ILogger<AwardStep> logger)
{
    private static readonly TimeSpan UntilIssued = TimeSpan.FromSeconds(10);

    /// <returns>The awards that are new.</returns>
    public async Task<IReadOnlyList<AwardId>> Run(IReadOnlyList<EvaluationKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return [];

        var due = await evaluations.Load(keys, ct);
        var awarded = await evaluations.Record([.. due.Select(Decide)], ct);
        if (awarded.Count > 0) LogAwarded(awarded.Count, due.Count);
        RoadMeter.Decided(due.Count, awarded.Count);
        return awarded;
    }

    private Decision Decide(DueEvaluation due)
    {
        var now = time.Now();
        var evaluation = due.Mapping.Rule.Evaluate(due.Progress);
        var change = due.Held is { } held ? HeldAwardRules.Change(held, due, evaluation) : null;
        var mayEarn = due.CanEarn && due.Mapping.Version is not null;
        var earns = mayEarn && (due.Held is { } former ? HeldAwardRules.OpensNext(former, due, evaluation, now) : evaluation.IsMet);
        // A credential that is not signed yet has no status that could change.
        var waits = change is not null && due.Held is { IsIssued: false };
        return new(
            due.Key, due.DueVersion, due.Mapping.RuleVersion, evaluation,
            earns ? AwardOf(due, now) : null,
            NeedsDecision: change is null && NeedsDecision(due, evaluation, now),
            now, DueAt: waits ? now + UntilIssued : null)
        {
            Change = change is { } kind && !waits ? new AwardChange(due.Held!.Id, kind) : null,
        };
    }

    private static bool NeedsDecision(DueEvaluation due, Evaluation evaluation, DateTimeOffset now) =>
        !evaluation.IsMet && due.Held is { Status: AwardStatus.InForce } held && held.Mapping == due.Key.Mapping && held.IsInForce(now);

    private Award AwardOf(DueEvaluation due, DateTimeOffset now)
    {
        var publicId = PublicId.New();
        return new(
            AwardId.New(time), due.Key.Tenant, due.Mapping.MicroCredential, due.Key.Learner, (due.Held?.Cycle ?? 0) + 1,
            due.Key.Mapping, due.Mapping.RuleVersion, due.Mapping.Version!.Value,
            publicId, addresses.Award(publicId), PublicId.New(), now)
        {
            ValidUntil = due.Mapping.Policy.ValidUntil(now),
        };
    }

    [LoggerMessage(3101, LogLevel.Information, "Awarded {Awarded} of {Evaluated} evaluations")]
    private partial void LogAwarded(int awarded, int evaluated);
}
