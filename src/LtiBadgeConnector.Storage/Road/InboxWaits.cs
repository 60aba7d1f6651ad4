using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Deliveries that wait for a learner, by each key that would make the learner known.</summary>
internal static class InboxWaits
{
    private static readonly Sql Add = new("""
        INSERT INTO inbox_waits (tenant_id, platform_id, learner_key, inbox_id)
        SELECT i.tenant_id, c.platform_id, @LearnerKey, i.id
        FROM inbox i JOIN connections c ON c.tenant_id = i.tenant_id AND c.id = i.connection_id
        WHERE i.id = @InboxId AND NOT EXISTS (
            SELECT 1 FROM inbox_waits w
            WHERE w.tenant_id = i.tenant_id AND w.platform_id = c.platform_id AND w.learner_key = @LearnerKey AND w.inbox_id = i.id)
        """);

    private static readonly Sql FindByKey = new("""
        SELECT i.id
        FROM inbox i
        JOIN connections c ON c.tenant_id = i.tenant_id AND c.id = i.connection_id
        JOIN learner_keys k ON k.tenant_id = i.tenant_id AND k.platform_id = c.platform_id AND k.scheme = @Scheme AND k.value = @Value
        WHERE i.id = @InboxId
        """);

    private static readonly Sql FindBySub = new("""
        SELECT i.id
        FROM inbox i
        JOIN connections c ON c.tenant_id = i.tenant_id AND c.id = i.connection_id
        JOIN platforms p ON p.id = c.platform_id
        JOIN learner_identities k ON k.tenant_id = i.tenant_id AND k.issuer = p.issuer AND k.sub = @Value
        WHERE i.id = @InboxId
        """);

    private static readonly Sql Wake = new("""
        UPDATE inbox SET state = @Received, due_at = @Now WHERE state = @WaitingForLearner AND id IN @Ids
        """);

    private static readonly Sql Remove = new("DELETE FROM inbox_waits WHERE inbox_id IN @Ids");

    public static Task Open(Session work, IReadOnlyList<InboxOutcome> waiting, CancellationToken ct) => work.ExecuteMany(Add, KeysOf(waiting), ct);

    /// <summary>
    /// The learner may have become known while the delivery was on its way to waiting, and nobody would wake it again. To be
    /// asked after the commit: whoever binds a key later sees the wait.
    /// </summary>
    public static async Task WakeKnown(Database database, IReadOnlyList<InboxOutcome> outcomes, DateTimeOffset now, CancellationToken ct)
    {
        var keys = KeysOf([.. outcomes.Where(outcome => outcome.State == InboxState.WaitingForLearner)]);
        if (keys.Length == 0) return;

        HashSet<InboxId> known;
        await using (var session = await database.Read(ct))
            known =
            [
                .. await session.QueryMany<InboxId, Key>(FindByKey, [.. keys.Where(key => !key.IsSub)], ct),
                .. await session.QueryMany<InboxId, Key>(FindBySub, [.. keys.Where(key => key.IsSub)], ct),
            ];
        if (known.Count == 0) return;

        await database.Write(
            async work =>
            {
                await work.Execute(Wake, new { InboxState.Received, InboxState.WaitingForLearner, Now = now, Ids = known }, ct);
                await work.Execute(Remove, new { Ids = known }, ct);
            },
            ct);
    }

    private static Key[] KeysOf(IReadOnlyList<InboxOutcome> waiting) =>
        [.. waiting.SelectMany(outcome => (outcome.WaitsFor ?? []).Distinct().Order(StringComparer.Ordinal).Select(key => new Key(outcome.Id, key)))];

    /// <param name="LearnerKey">Scheme, colon, value: the form of <see cref="Core.Learners.LearnerKey.ToString"/>.</param>
    private sealed record Key(InboxId InboxId, string LearnerKey)
    {
        private static readonly string SubScheme = Core.Learners.LearnerKey.Sub("").Scheme;

        public string Scheme => LearnerKey[..LearnerKey.IndexOf(':')];

        public string Value => LearnerKey[(LearnerKey.IndexOf(':') + 1)..];

        public bool IsSub => Scheme == SubScheme;
    }
}
