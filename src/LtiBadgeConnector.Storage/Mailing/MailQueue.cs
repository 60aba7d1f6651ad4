using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Mailing;

/// <summary>
/// Queues a mail about awards inside the transaction that gave the occasion, for those who have an address and did not stop
/// mails. Whoever issued a test to themselves sits in front of it: nobody is written to about tests. Whether this server sends mails at all stands in its settings, so that nodes without the mail server's name agree.
/// </summary>
internal static class MailQueue
{
    private static readonly Sql FindReaders = new("""
        SELECT a.tenant_id AS tenant, a.id AS award
        FROM awards a
        JOIN learners l ON l.tenant_id = a.tenant_id AND l.id = a.learner_id
        JOIN server_settings s ON s.name = 'mails' AND s.value = 'on'
        LEFT JOIN learner_preferences p ON p.tenant_id = a.tenant_id AND p.learner_id = a.learner_id
        WHERE l.email IS NOT NULL AND p.mails_stopped_at IS NULL AND a.id IN @Ids AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        """);

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "deliveries", ["tenant_id", "award_id", "channel", "state", "attempts", "due_at", "opened_at"], key: ["tenant_id", "award_id", "channel"]);

    private static readonly Sql Reopen = new("""
        UPDATE deliveries SET state = @Pending, attempts = 0, due_at = @DueAt, problem = NULL, opened_at = @OpenedAt, sent_at = NULL
        WHERE tenant_id = @TenantId AND award_id = @AwardId AND channel = @Channel AND state = @Sent
        """);

    /// <param name="awards">No more than a list of SQL takes.</param>
    public static async Task Add(Session work, AwardId[] awards, MailKind kind, DateTimeOffset now, CancellationToken ct)
    {
        Queued[] queued = [.. (await work.Query<Reader>(FindReaders, new { Ids = awards }, ct)).Select(reader => new Queued(reader.Tenant, reader.Award, MailChannels.NameOf(kind), now, now))];
        var isNew = await work.ExecuteMany(Insert, queued, ct);
        // What happens once is told once. A suspension may come again.
        if (kind == MailKind.Suspended) await work.ExecuteMany(Reopen, [.. queued.Where((_, at) => isNew[at] == 0)], ct);
    }

    private sealed record Reader(TenantId Tenant, AwardId Award);

    private sealed record Queued(
        TenantId TenantId, AwardId AwardId, string Channel, DateTimeOffset DueAt, DateTimeOffset OpenedAt,
        DeliveryState State = DeliveryState.Pending, DeliveryState Pending = DeliveryState.Pending, DeliveryState Sent = DeliveryState.Sent, int Attempts = 0);
}
