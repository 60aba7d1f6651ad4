using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.StatusLists;

/// <summary>One award whose documents change their status.</summary>
internal sealed record StatusChange(TenantId Tenant, AwardId Award, DateTimeOffset Now);

/// <summary>Sets and clears the bits of awards' documents, and has their lists signed anew; within the transaction of what it tells about.</summary>
internal static class StatusBits
{
    private static readonly Sql SetBits = new("UPDATE status_entries SET is_set = {true} WHERE tenant_id = @Tenant AND award_id = @Award");

    private static readonly Sql ClearBits = new("UPDATE status_entries SET is_set = {false} WHERE tenant_id = @Tenant AND award_id = @Award");

    private static readonly Sql MakeListsDue = new("""
        UPDATE status_lists SET version = version + 1, due_at = @Now
        WHERE tenant_id = @Tenant AND id IN (SELECT e.list_id FROM status_entries e WHERE e.tenant_id = @Tenant AND e.award_id = @Award)
        """);

    // Whether a person still has to decide is over once anybody has.
    private static readonly Sql Decided = new("""
        UPDATE evaluations SET needs_decision = {false}
        WHERE tenant_id = @Tenant AND needs_decision = {true}
        AND mapping_id = (SELECT a.mapping_id FROM awards a WHERE a.tenant_id = @Tenant AND a.id = @Award)
        AND learner_id = (SELECT a.learner_id FROM awards a WHERE a.tenant_id = @Tenant AND a.id = @Award)
        """);

    public static Task Set(Session session, IReadOnlyList<StatusChange> awards, CancellationToken ct) => Write(session, SetBits, awards, ct);

    public static Task Clear(Session session, IReadOnlyList<StatusChange> awards, CancellationToken ct) => Write(session, ClearBits, awards, ct);

    public static Task MarkDecided(Session session, StatusChange award, CancellationToken ct) => session.Execute(Decided, award, ct);

    private static async Task Write(Session session, Sql bits, IReadOnlyList<StatusChange> awards, CancellationToken ct)
    {
        await AwardHold.Take(session, [.. awards.Select(change => new AwardHold.Row(change.Tenant, change.Award))], ct);
        await session.ExecuteMany(bits, awards, ct);
        await session.ExecuteMany(MakeListsDue, awards, ct);
    }
}
