using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.Web.Withdrawing;

/// <summary>Takes an award back for good, for whoever may: the instructor of its course, or an administrator. The callers decide who may.</summary>
public sealed class WithdrawDesk(WithdrawalRepository withdrawals, TimeProvider time)
{
    /// <summary>Null when the reason is good; otherwise a code of the problem catalogue.</summary>
    public static string? ProblemOf(string? reason) => reason?.Trim() switch
    {
        null or "" => "withdrawal-reason-missing",
        { Length: > Withdrawal.LongestReason } => "withdrawal-reason-too-long",
        _ => null,
    };

    /// <summary>Many for one reason.</summary>
    /// <param name="reason">A good one; see <see cref="ProblemOf"/>.</param>
    /// <returns>How many were withdrawn now.</returns>
    public Task<int> Withdraw(TenantId tenant, IReadOnlyList<AwardId> awards, string reason, string actorKind, string? actor, CancellationToken ct)
    {
        var now = time.Now();
        return withdrawals.Withdraw(tenant, awards, new Withdrawal(now, reason.Trim()), award => AuditEntry.Of(tenant, now, actorKind, actor, "award-withdrawn", award.ToString()), ct);
    }

    /// <param name="reason">Shown to the learner and to everybody who checks it; see <see cref="ProblemOf"/>.</param>
    /// <param name="actorKind">As in the audit trail, such as <c>instructor</c>.</param>
    /// <returns>Null when it is withdrawn now or was before; otherwise a code of the problem catalogue.</returns>
    public async Task<string?> Withdraw(TenantId tenant, AwardId award, string? reason, string actorKind, string? actor, CancellationToken ct)
    {
        if (ProblemOf(reason) is { } problem) return problem;

        var now = time.Now();
        var entry = AuditEntry.Of(tenant, now, actorKind, actor, "award-withdrawn", award.ToString());
        return await withdrawals.Withdraw(tenant, award, new Withdrawal(now, reason!.Trim()), entry, ct) == WithdrawOutcome.NotIssued ? "award-not-issued" : null;
    }
}
