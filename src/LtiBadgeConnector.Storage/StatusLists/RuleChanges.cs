using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.StatusLists;

/// <summary>What rules do to awards that exist, in the transaction of the verdict. A person's word is never overwritten.</summary>
internal static class RuleChanges
{
    private static readonly Sql Suspend = Sql.InsertIfAbsent(
        "suspensions", ["tenant_id", "award_id", "state", "by_rule", "reason", "decided_at"], key: ["tenant_id", "award_id"]);

    // Whose status can say "suspended": the policy may be younger than the credential.
    private static readonly Sql FindSuspendable = new("""
        SELECT DISTINCT e.award_id AS award FROM status_entries e
        JOIN status_lists l ON l.tenant_id = e.tenant_id AND l.id = e.list_id
        WHERE e.award_id IN @Awards AND l.purpose = @Suspension
        """);

    private static readonly Sql AskPerson = new("""
        UPDATE evaluations SET needs_decision = {true} WHERE tenant_id = @TenantId AND mapping_id = @MappingId AND learner_id = @LearnerId
        """);

    private static readonly Sql Withdraw = Sql.InsertIfAbsent(
        "withdrawals", ["tenant_id", "award_id", "reason", "withdrawn_at", "by_rule"], key: ["tenant_id", "award_id"]);

    private static readonly Sql Reinstate = new("""
        DELETE FROM suspensions WHERE tenant_id = @TenantId AND award_id = @AwardId AND state = @State AND by_rule = {true}
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = @TenantId AND w.award_id = @AwardId)
        """);

    private static readonly Sql Forget = new("DELETE FROM suspensions WHERE tenant_id = @TenantId AND award_id = @AwardId AND state = @State");

    public static async Task Apply(Session session, IReadOnlyList<Decision> decisions, CancellationToken ct)
    {
        foreach (var group in decisions.Where(decision => decision.Change is not null).GroupBy(decision => decision.Change!.Kind))
            await Apply(session, group.Key, [.. group.Select(decision => new Row(decision, StateOf(group.Key)))], ct);
    }

    private static async Task Apply(Session session, AwardChangeKind kind, IReadOnlyList<Row> rows, CancellationToken ct)
    {
        if (kind == AwardChangeKind.Suspend) rows = await Suspendable(session, rows, ct);
        var affected = await session.ExecuteMany(StatementOf(kind), rows, ct);
        StatusChange[] changed = [.. rows.Where((_, at) => affected[at] == 1).Select(row => row.Change)];
        if (kind is AwardChangeKind.Suspend or AwardChangeKind.Withdraw) await StatusBits.Set(session, changed, ct);
        if (kind == AwardChangeKind.Withdraw) await EvidenceRepository.Forget(session, changed, ct);
        if (kind == AwardChangeKind.Reinstate) await StatusBits.Clear(session, changed, ct);
        if (kind != AwardChangeKind.ForgetDecision && changed.Length > 0)
        {
            AwardId[] awards = [.. changed.Select(one => one.Award)];
            await Followers.AskAbout(session, awards, changed[0].Now, ct);
            await DeliveryRepository.ScoreAgain(session, awards, changed[0].Now, ct);
        }
        if (MailOf(kind) is { } mail)
            foreach (var some in changed.Chunk(Lists.Most)) await MailQueue.Add(session, [.. some.Select(one => one.Award)], mail, some[0].Now, ct);
        foreach (var one in changed)
            if (EntryOf(kind, one) is { } entry) await AuditRepository.Append(session, entry, ct);
    }

    // A bit that says "withdrawn for good" is not set for a time: there a person decides.
    private static async Task<IReadOnlyList<Row>> Suspendable(Session session, IReadOnlyList<Row> rows, CancellationToken ct)
    {
        HashSet<AwardId> can = [];
        foreach (var some in rows.Select(row => row.AwardId).Chunk(Lists.Most))
            can.UnionWith(await session.Query<AwardId>(FindSuspendable, new { Awards = some, StatusPurpose.Suspension }, ct));
        await session.ExecuteMany(AskPerson, [.. rows.Where(row => !can.Contains(row.AwardId))], ct);
        return [.. rows.Where(row => can.Contains(row.AwardId))];
    }

    private static Sql StatementOf(AwardChangeKind kind) => kind switch
    {
        AwardChangeKind.Suspend => Suspend,
        AwardChangeKind.Withdraw => Withdraw,
        AwardChangeKind.Reinstate => Reinstate,
        AwardChangeKind.ForgetDecision => Forget,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static MailKind? MailOf(AwardChangeKind kind) => kind switch
    {
        AwardChangeKind.Suspend => MailKind.Suspended,
        AwardChangeKind.Withdraw => MailKind.Withdrawn,
        _ => null,
    };

    private static SuspensionState StateOf(AwardChangeKind kind) => kind == AwardChangeKind.ForgetDecision ? SuspensionState.LetStand : SuspensionState.Suspended;

    private static AuditEntry? EntryOf(AwardChangeKind kind, StatusChange one) => kind switch
    {
        AwardChangeKind.Suspend => AuditEntry.Of(one.Tenant, one.Now, "rule", null, "award-suspended", one.Award.ToString()),
        AwardChangeKind.Withdraw => AuditEntry.Of(one.Tenant, one.Now, "rule", null, "award-withdrawn", one.Award.ToString()),
        AwardChangeKind.Reinstate => AuditEntry.Of(one.Tenant, one.Now, "rule", null, "award-reinstated", one.Award.ToString()),
        _ => null,
    };

    private sealed class Row(Decision decision, SuspensionState state)
    {
        public TenantId TenantId => decision.Key.Tenant;

        public MappingId MappingId => decision.Key.Mapping;

        public LearnerId LearnerId => decision.Key.Learner;

        public AwardId AwardId => decision.Change!.Award;

        public SuspensionState State => state;

        public bool ByRule { get; } = true;

        public string Reason { get; } = AwardChange.NoLongerMet;

        public DateTimeOffset DecidedAt => decision.DecidedAt;

        public DateTimeOffset WithdrawnAt => decision.DecidedAt;

        public StatusChange Change => new(TenantId, AwardId, DecidedAt);
    }
}
