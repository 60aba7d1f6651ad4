using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Retention;

namespace LtiBadgeConnector.Storage.Retention;

/// <summary>
/// Forgets the raw bodies of deliveries that were finished long ago. What stays counts and answers: id, hash, type, times, state.
/// What still waits keeps what it needs of its body: see <see cref="WaitingBodyPurge"/>.
/// </summary>
internal sealed class RawBodyPurge(Database database) : IPurge
{
    private static readonly InboxState[] finished = [InboxState.Done, InboxState.Parked];

    private static readonly Sql FindFinished = new("SELECT id FROM inbox WHERE state = @State AND due_at <= @Before ORDER BY due_at {page}");

    // A row that was put back on the road meanwhile is left alone.
    private static readonly Sql Forget = new("UPDATE inbox SET body = NULL, due_at = NULL WHERE id IN @Ids AND state = @State");

    public async Task Purge(RetentionOptions options, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var state in finished)
            while (await ForgetSome(state, now - options.RawBodies, ct)) { }
    }

    private async Task<bool> ForgetSome(InboxState state, DateTimeOffset before, CancellationToken ct)
    {
        IReadOnlyList<InboxId> ids;
        await using (var session = await database.Read(ct))
            ids = await session.Query<InboxId>(FindFinished, new { State = state, Before = before, Pieces.Most }, ct);
        if (ids.Count > 0) await database.Write(session => session.Execute(Forget, new { Ids = ids, State = state }, ct), ct);
        return ids.Count == Pieces.Most;
    }
}
