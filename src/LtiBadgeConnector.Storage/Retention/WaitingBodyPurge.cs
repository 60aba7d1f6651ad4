using System.Globalization;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Retention;
using LtiBadgeConnector.Storage.Secrets;
using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.Storage.Retention;

/// <summary>
/// Reduces the raw bodies of deliveries that still wait after their time to what the road needs of them: nothing is lost, and
/// what else the sender said is not kept longer than of others.
/// </summary>
internal sealed class WaitingBodyPurge(
    Database database, ISecretProtector protector, IConnections connections, IReadOnlyList<ILmsConnector> connectors, ServerSettingRepository settings) : IPurge
{
    private const int Piece = 200;
    private const string DoneUntil = "waiting-bodies-minimised-until";

    // A delivery may have been on the road, and come back to waiting, when the last run passed over its time.
    private static readonly TimeSpan overlap = TimeSpan.FromDays(7);

    private static readonly InboxState[] waiting = [InboxState.WaitingForLearner, InboxState.WaitingForReader];

    private static readonly Sql FindWaiting = new("""
        SELECT id, connection_id AS connection, received_at, body FROM inbox
        WHERE state = @State AND received_at >= @From AND received_at < @Before AND body IS NOT NULL
        AND (received_at > @AfterAt OR (received_at = @AfterAt AND id > @AfterId))
        ORDER BY received_at, id {page}
        """);

    // A row that was put back on the road meanwhile is left alone.
    private static readonly Sql Replace = new("UPDATE inbox SET body = @Body WHERE id = @Id AND state = @State AND body IS NOT NULL");

    public async Task Purge(RetentionOptions options, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - options.RawBodies;
        var from = await settings.Get(DoneUntil, ct) is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture)) - overlap : DateTimeOffset.UnixEpoch;
        foreach (var state in waiting) await Minimise(state, from, before, ct);
        await settings.Set(DoneUntil, before.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), ct);
    }

    private async Task Minimise(InboxState state, DateTimeOffset from, DateTimeOffset before, CancellationToken ct)
    {
        var (afterAt, afterId) = (DateTimeOffset.UnixEpoch, Guid.Empty);
        while (true)
        {
            IReadOnlyList<Row> rows;
            await using (var session = await database.Read(ct))
                rows = await session.Query<Row>(FindWaiting, new { State = state, From = from, Before = before, AfterAt = afterAt, AfterId = afterId, Most = Piece }, ct);
            if (rows.Count == 0) return;

            List<Change> changes = [];
            foreach (var row in rows)
                if (await Reduced(row, ct) is { } body) changes.Add(new(row.Id, body, state));
            await database.Write(session => session.ExecuteMany(Replace, changes, ct), ct);
            (afterAt, afterId) = (rows[^1].ReceivedAt, rows[^1].Id.Value);
        }
    }

    // Null for what is reduced already, and for what can no longer be read: that keeps its body, because it is all there is.
    private async Task<byte[]?> Reduced(Row row, CancellationToken ct)
    {
        var body = protector.Unprotect(row.Body, SecretPurposes.InboxBody);
        if (MinimisedBody.Is(body) || await connections.Find(row.Connection, ct) is not { } connection) return null;
        var events = connectors.FirstOrDefault(candidate => candidate.Kind == connection.Kind)?.Read(body, connection);
        return events is { Count: > 0 } ? protector.Protect(MinimisedBody.Write(events), SecretPurposes.InboxBody) : null;
    }

    private sealed record Row(InboxId Id, ConnectionId Connection, DateTimeOffset ReceivedAt, byte[] Body);

    private sealed record Change(InboxId Id, byte[] Body, InboxState State);
}
