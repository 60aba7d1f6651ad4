using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.Web.Withdrawing;

/// <summary>Who acts, as the audit trail tells it.</summary>
/// <param name="Kind">Such as <c>instructor</c>.</param>
public sealed record Actor(TenantId Tenant, string Kind, string? Id);

/// <summary>Everything a person may do to an award that exists. The callers decide who may.</summary>
public sealed class AwardActions(WithdrawDesk withdrawing, SuspensionRepository suspensions, RenewalRepository renewals, Road road, TimeProvider time)
{
    public const string Withdraw = "withdraw";
    public const string Suspend = "suspend";
    public const string LetStand = "let-stand";
    public const string AwardAgain = "again";

    /// <summary>Whether the action asks for a reason that the learner and every verifier will read.</summary>
    public static bool NeedsReason(string? action) => action is Withdraw or Suspend;

    /// <returns>Null when it is done; otherwise a code of the problem catalogue.</returns>
    public Task<string?> Run(string? action, Actor actor, AwardId award, string? reason, CancellationToken ct) => action switch
    {
        Withdraw => withdrawing.Withdraw(actor.Tenant, award, reason, actor.Kind, actor.Id, ct),
        Suspend => SuspendAward(actor, award, reason, ct),
        LetStand => LetAwardStand(actor, award, ct),
        AwardAgain => Renew(actor, award, ct),
        _ => Task.FromResult<string?>("award-action-unknown"),
    };

    private async Task<string?> SuspendAward(Actor actor, AwardId award, string? reason, CancellationToken ct)
    {
        if (WithdrawDesk.ProblemOf(reason) is { } problem) return problem;
        var now = time.Now();
        var entry = AuditEntry.Of(actor.Tenant, now, actor.Kind, actor.Id, "award-suspended", award.ToString());
        return ProblemOf(await suspensions.Suspend(actor.Tenant, award, new(now, reason!.Trim()), entry, ct));
    }

    private async Task<string?> LetAwardStand(Actor actor, AwardId award, CancellationToken ct)
    {
        var now = time.Now();
        var entry = AuditEntry.Of(actor.Tenant, now, actor.Kind, actor.Id, "award-let-stand", award.ToString());
        return ProblemOf(await suspensions.LetStand(actor.Tenant, award, now, entry, ct));
    }

    private async Task<string?> Renew(Actor actor, AwardId award, CancellationToken ct)
    {
        var entry = AuditEntry.Of(actor.Tenant, time.Now(), actor.Kind, actor.Id, "award-renewed", award.ToString());
        if (await renewals.Open(actor.Tenant, award, entry, ct) is not { } next) return "award-not-renewable";
        await road.Continue([next], ct);
        return null;
    }

    private static string? ProblemOf(SuspendOutcome outcome) => outcome switch
    {
        SuspendOutcome.Done => null,
        SuspendOutcome.NotIssued => "award-not-issued",
        SuspendOutcome.Withdrawn => "award-is-withdrawn",
        SuspendOutcome.NotSuspendable => "award-not-suspendable",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
