using LtiBadgeConnector.Core.Inbox;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>What waits on the road of the whole server. Every figure is counted by an index over what is open, never over all rows.</summary>
/// <param name="Deliveries">Open ones by state.</param>
/// <param name="OldestDue">When the delivery that is due longest became so; null when none is.</param>
/// <param name="Evaluations">Verdicts that are due.</param>
/// <param name="Awards">Awards that are due for signing or telling.</param>
/// <param name="Messages">Messages that are due again.</param>
public sealed record OpenRoad(IReadOnlyDictionary<InboxState, int> Deliveries, DateTimeOffset? OldestDue, int Evaluations, int Awards, int Messages);

/// <summary>Figures for a monitoring system, of all tenants together.</summary>
public sealed class ServerFigures(Database database)
{
    private static readonly Sql CountInbox = new("SELECT state, COUNT(*) AS count FROM inbox WHERE state IN @States GROUP BY state");
    private static readonly Sql SelectOldest = new("SELECT due_at FROM inbox WHERE state = @Received AND due_at <= @Now ORDER BY due_at {page}");
    private static readonly Sql CountEvaluations = new("SELECT COUNT(*) AS value FROM evaluations WHERE due_at <= @Now");
    private static readonly Sql CountAwards = new("SELECT COUNT(*) AS value FROM awards WHERE due_at <= @Now");
    private static readonly Sql CountMessages = new("SELECT COUNT(*) AS value FROM deliveries WHERE due_at <= @Now");

    private static readonly int[] open =
        [(int)InboxState.Received, (int)InboxState.Claimed, (int)InboxState.WaitingForLearner, (int)InboxState.WaitingForReader, (int)InboxState.Parked];

    public async Task<OpenRoad> Count(DateTimeOffset now, CancellationToken ct)
    {
        var when = new { Now = now, InboxState.Received, Most = 1 };
        await using var session = await database.Read(ct);
        var counted = (await session.Query<InState>(CountInbox, new { States = open }, ct)).ToDictionary(row => row.State, row => row.Count);
        return new(
            open.Cast<InboxState>().ToDictionary(state => state, state => counted.GetValueOrDefault(state)),
            (await session.First<Due>(SelectOldest, when, ct))?.DueAt,
            (await session.First<Number>(CountEvaluations, when, ct))!.Value,
            (await session.First<Number>(CountAwards, when, ct))!.Value,
            (await session.First<Number>(CountMessages, when, ct))!.Value);
    }

    private sealed record InState(InboxState State, int Count);

    private sealed record Due(DateTimeOffset DueAt);
}
