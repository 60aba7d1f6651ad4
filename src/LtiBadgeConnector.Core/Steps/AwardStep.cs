using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
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

        var now = time.Now();
        var loaded = (await evaluations.Load(keys, ct)).ToLookup(one => one.HasLeft);
        await evaluations.Rest([.. loaded[true]], ct);

        DueEvaluation[] due = [.. loaded[false].Select(one => one with { Progress = one.Progress.At(now) })];
        var (awarded, stopped) = await evaluations.Record([.. due.Select(one => Explained(Gated(one, Decide(one)), one))], ct);
        foreach (var run in stopped) LogStopped(run.Mapping, run.Awards, run.Usual);
        if (awarded.Count > 0) LogAwarded(awarded.Count, due.Length);
        RoadMeter.Decided(due.Length, awarded.Count);
        return awarded;
    }

    private Decision Decide(DueEvaluation due)
    {
        var now = due.Progress.Now;
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

    // What cannot be decided is no reason to doubt what was awarded, and whoever gave it by hand has decided.
    private static bool NeedsDecision(DueEvaluation due, Evaluation evaluation, DateTimeOffset now) =>
        evaluation.Verdict == Verdict.NotYet && due.Held is { Status: AwardStatus.InForce, IsByHand: false } held && held.Mapping == due.Key.Mapping && held.IsInForce(now);

    // An earned credential that has to wait is not awarded; it is decided again when what it waits for has come.
    private static Decision Gated(DueEvaluation due, Decision decision)
    {
        var hold = decision.Award is null ? null : due.Gate.HoldAt(decision.DecidedAt);
        var award = hold is null && decision.Award is { } earned ? earned with { Run = RunOf(due) } : null;
        return decision with
        {
            Award = award,
            Hold = hold,
            // Only what a mapping awards by itself; a batch that a person has let go is theirs.
            IsBraked = due.Gate.HasBrake && award?.Run?.StartsWith(AwardRuns.Daily, StringComparison.Ordinal) is true,
            DueAt = Earlier(decision.DueAt, Earlier(due.Mapping.Rule.NextTurn(due.Progress), hold == Hold.Date ? due.Gate.HoldUntil : null)),
        };
    }

    // Kept in the ledger when it says anything that the last decision did not.
    private static Decision Explained(Decision decision, DueEvaluation due)
    {
        var followed = decision.Award is not null ? DecisionOutcome.Awarded
            : decision.Hold is not null ? DecisionOutcome.Held
            : decision.NeedsDecision ? DecisionOutcome.NeedsDecision
            : DecisionOutcome.Nothing;
        var isNews = followed == DecisionOutcome.Awarded || decision.Hold != due.Hold || decision.RuleVersion != due.DecidedBy || CriterionJson.Write(decision.Evaluation) != due.Before;
        return decision with { Followed = followed, Inputs = isNews ? DecisionInputs.Of(due.Mapping.Rule, due.Progress) : null };
    }

    private static string RunOf(DueEvaluation due)
    {
        var now = due.Progress.Now;
        var isOfBatch = due.Hold is not null || (due.DecidedBy != due.Mapping.RuleVersion && now - due.Gate.ReleasedAt < TimeSpan.FromHours(1));
        return isOfBatch && (due.Gate.ReleasedAt ?? due.Gate.HoldUntil) is { } released ? AwardRuns.Batch(released) : AwardRuns.Day(now);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

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

    [LoggerMessage(3102, LogLevel.Warning, "Mapping {MappingId} was stopped: {Awards} awards in one run, usually about {Usual} a day")]
    private partial void LogStopped(MappingId mappingId, int awards, int usual);
}
