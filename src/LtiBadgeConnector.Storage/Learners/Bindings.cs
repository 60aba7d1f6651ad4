using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;

namespace LtiBadgeConnector.Storage.Learners;

/// <summary>The ids of people at one platform: a key that is bound is never moved.</summary>
internal sealed class Bindings(Session session, TenantId tenant, PlatformId platform, DateTimeOffset now)
{
    private static readonly Sql SelectKeys = new("""
        SELECT scheme, value, learner_id AS learner FROM learner_keys WHERE tenant_id = @Tenant AND platform_id = @Platform AND value IN @Values
        """);

    private static readonly Sql InsertKey = Sql.InsertIfAbsent(
        "learner_keys", ["tenant_id", "platform_id", "scheme", "value", "learner_id", "created_at"], key: ["tenant_id", "platform_id", "scheme", "value"]);

    // Seen once is enough: an administrator decides, and the next roster does not ask again.
    private static readonly Sql InsertConflict = Sql.InsertIfAbsent(
        "identity_conflicts", ["tenant_id", "platform_id", "scheme", "value", "claimed_by", "state", "seen_at"],
        key: ["tenant_id", "platform_id", "scheme", "value", "claimed_by"]);

    private static readonly Sql SelectWaiting = new("""
        SELECT DISTINCT inbox_id FROM inbox_waits WHERE tenant_id = @Tenant AND platform_id = @Platform AND learner_key IN @Keys
        """);

    private static readonly Sql UpdateWaiting = new("""
        UPDATE inbox SET state = @Received, due_at = @Now WHERE tenant_id = @Tenant AND id IN @Ids AND state = @Waiting
        """);

    private static readonly Sql DeleteWaits = new("DELETE FROM inbox_waits WHERE tenant_id = @Tenant AND platform_id = @Platform AND inbox_id IN @Ids");

    public static async Task<Dictionary<LearnerKey, LearnerId>> Load(
        Session session, TenantId tenant, PlatformId platform, IReadOnlyCollection<LearnerKey> keys, CancellationToken ct)
    {
        Dictionary<LearnerKey, LearnerId> bound = [];
        var wanted = keys.ToHashSet();
        foreach (var values in wanted.Select(key => key.Value).Distinct(StringComparer.Ordinal).Chunk(Lists.Most))
            foreach (var row in await session.Query<Row>(SelectKeys, new { Tenant = tenant, Platform = platform, Values = values }, ct))
                if (new LearnerKey(row.Scheme, row.Value) is var key && wanted.Contains(key)) bound[key] = row.Learner;
        return bound;
    }

    /// <returns>The keys that belong to somebody else and stay there.</returns>
    public async Task<IReadOnlyList<LearnerKey>> Add(IReadOnlyList<(LearnerId Learner, LearnerKey Key)> wanted, CancellationToken ct)
    {
        LearnerKey[] keys = [.. wanted.Select(pair => pair.Key)];
        var bound = await Load(session, tenant, platform, keys, ct);
        // In one order everywhere, so that two rosters applied at once do not wait for each other in a circle.
        NewKey[] missing =
        [
            .. wanted.Where(pair => !bound.ContainsKey(pair.Key)).DistinctBy(pair => pair.Key)
                .OrderBy(pair => pair.Key.Scheme, StringComparer.Ordinal).ThenBy(pair => pair.Key.Value, StringComparer.Ordinal)
                .Select(pair => new NewKey(tenant, platform, pair.Key.Scheme, pair.Key.Value, pair.Learner, now)),
        ];
        if (missing.Length > 0)
        {
            var inserted = await session.ExecuteMany(InsertKey, missing, ct);
            foreach (var (row, affected) in missing.Zip(inserted))
                if (affected == 1) bound[new(row.Scheme, row.Value)] = row.LearnerId;
            if (inserted.Contains(0)) bound = await Load(session, tenant, platform, keys, ct);
        }
        var claimed = wanted.Where(pair => bound[pair.Key] != pair.Learner).Distinct().ToArray();
        await NoteConflicts(claimed, ct);
        return [.. claimed.Select(pair => pair.Key).Distinct()];
    }

    private async Task NoteConflicts((LearnerId Learner, LearnerKey Key)[] claimed, CancellationToken ct)
    {
        Conflict[] rows =
        [
            .. claimed.Select(pair => new Conflict(tenant, platform, pair.Key.Scheme, pair.Key.Value, pair.Learner, IdentityConflictState.Open, now))
                .OrderBy(row => row.Scheme, StringComparer.Ordinal).ThenBy(row => row.Value, StringComparer.Ordinal).ThenBy(row => row.ClaimedBy.Value),
        ];
        if (rows.Length > 0) await session.ExecuteMany(InsertConflict, rows, ct);
    }

    /// <summary>Makes deliveries due that waited for one of the keys.</summary>
    public async Task Wake(IReadOnlyCollection<LearnerKey> keys, CancellationToken ct)
    {
        foreach (var names in keys.Select(key => key.ToString()).Distinct(StringComparer.Ordinal).Chunk(Lists.Most))
        {
            var waiting = await session.Query<InboxId>(SelectWaiting, new { Tenant = tenant, Platform = platform, Keys = names }, ct);
            foreach (var ids in waiting.Chunk(Lists.Most))
            {
                await session.Execute(
                    UpdateWaiting, new { Tenant = tenant, Ids = ids, Received = InboxState.Received, Waiting = InboxState.WaitingForLearner, Now = now }, ct);
                await session.Execute(DeleteWaits, new { Tenant = tenant, Platform = platform, Ids = ids }, ct);
            }
        }
    }

    private sealed record Row(string Scheme, string Value, LearnerId Learner);

    private sealed record Conflict(
        TenantId TenantId, PlatformId PlatformId, string Scheme, string Value, LearnerId ClaimedBy, IdentityConflictState State, DateTimeOffset SeenAt);

    private sealed record NewKey(TenantId TenantId, PlatformId PlatformId, string Scheme, string Value, LearnerId LearnerId, DateTimeOffset CreatedAt);
}
