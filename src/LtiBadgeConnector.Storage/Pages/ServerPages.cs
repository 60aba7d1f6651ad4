using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>What the console's first page shows of a tenant: what runs, and what waits for a person.</summary>
/// <param name="Queue">Deliveries that wait for work or are being worked on.</param>
/// <param name="WaitingForLearner">Deliveries about people who are not known yet.</param>
/// <param name="WaitingForReader">Hints that no reader could confirm.</param>
public sealed record ServerOverview(
    IReadOnlyList<ConnectionLine> Connections, int Queue, int WaitingForLearner, int WaitingForReader, int ParkedDeliveries, int ParkedAwards, int ParkedMessages,
    IReadOnlyList<PendingDeployment> PendingDeployments, IReadOnlyList<FailingReader> FailingReaders);

/// <param name="LastReceivedAt">When a genuine event last came in; null when none has.</param>
public sealed record ConnectionLine(ConnectionId Id, PlatformId Platform, string PlatformName, string Kind, string Name, bool IsEnabled, DateTimeOffset? LastReceivedAt);

public sealed record PendingDeployment(PlatformId Platform, string PlatformName, string DeploymentId, DateTimeOffset CreatedAt);

/// <param name="CompletedAt">When it last read the course to its end; null when never.</param>
public sealed record FailingReader(CourseId Course, string CourseTitle, string Reader, string Problem, DateTimeOffset TriedAt, DateTimeOffset? CompletedAt);

/// <summary>What an administrator sees first.</summary>
public sealed class ServerPages(Database database)
{
    private const int MostFailingReaders = 50;

    private static readonly Sql SelectConnections = new("""
        SELECT n.id, n.platform_id AS platform, p.name AS platform_name, n.kind, n.name, n.is_enabled
        FROM connections n JOIN platforms p ON p.id = n.platform_id
        WHERE n.tenant_id = @Tenant ORDER BY p.name, n.name, n.id
        """);

    private static readonly Sql SelectLastReceived = new("""
        SELECT connection_id AS connection, received_at AS at FROM inbox
        WHERE tenant_id = @Tenant AND connection_id = @Connection ORDER BY received_at DESC {page}
        """);

    private static readonly Sql CountInbox = new("""
        SELECT state, COUNT(*) AS rows_in_it FROM inbox WHERE tenant_id = @Tenant AND state IN @States GROUP BY state
        """);

    private static readonly Sql CountParkedAwards = new("SELECT COUNT(*) AS value FROM awards WHERE tenant_id = @Tenant AND state = @Parked");
    private static readonly Sql CountParkedMessages = new("SELECT COUNT(*) AS value FROM deliveries WHERE tenant_id = @Tenant AND state = @Parked");

    private static readonly Sql SelectPending = new("""
        SELECT d.platform_id AS platform, p.name AS platform_name, d.deployment_id, d.created_at
        FROM deployments d JOIN platforms p ON p.id = d.platform_id
        WHERE p.tenant_id = @Tenant AND d.state = @Pending ORDER BY d.created_at, d.deployment_id
        """);

    private static readonly Sql SelectFailing = new("""
        SELECT r.course_id AS course, c.title AS course_title, r.reader, r.problem, r.tried_at, r.completed_at
        FROM course_reads r JOIN courses c ON c.tenant_id = r.tenant_id AND c.id = r.course_id
        WHERE r.tenant_id = @Tenant AND r.problem IS NOT NULL ORDER BY r.tried_at DESC, r.course_id, r.reader {page}
        """);

    private static readonly int[] OpenStates =
    [
        (int)InboxState.Received, (int)InboxState.Claimed, (int)InboxState.WaitingForLearner, (int)InboxState.WaitingForReader, (int)InboxState.Parked,
    ];

    public async Task<ServerOverview> Overview(TenantId tenant, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var open = await session.Query<InboxCount>(CountInbox, new { Tenant = tenant, States = OpenStates }, ct);
        int In(params InboxState[] states) => open.Where(count => states.Contains(count.State)).Sum(count => count.RowsInIt);
        return new(
            await Connections(session, tenant, ct),
            In(InboxState.Received, InboxState.Claimed), In(InboxState.WaitingForLearner), In(InboxState.WaitingForReader), In(InboxState.Parked),
            (await session.First<Number>(CountParkedAwards, new { Tenant = tenant, Parked = AwardState.Parked }, ct))!.Value,
            (await session.First<Number>(CountParkedMessages, new { Tenant = tenant, Parked = DeliveryState.Parked }, ct))!.Value,
            await session.Query<PendingDeployment>(SelectPending, new { Tenant = tenant, Pending = DeploymentState.Pending }, ct),
            await session.Query<FailingReader>(SelectFailing, new { Tenant = tenant, Most = MostFailingReaders }, ct));
    }

    public async Task<IReadOnlyList<ConnectionLine>> Connections(TenantId tenant, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await Connections(session, tenant, ct);
    }

    private static async Task<IReadOnlyList<ConnectionLine>> Connections(Session session, TenantId tenant, CancellationToken ct)
    {
        var connections = await session.Query<ConnectionRow>(SelectConnections, new { Tenant = tenant }, ct);
        LastOf[] each = [.. connections.Select(connection => new LastOf(tenant, connection.Id))];
        var last = (await session.QueryMany<Received, LastOf>(SelectLastReceived, each, ct)).ToDictionary(row => row.Connection, row => row.At);
        return
        [
            .. connections.Select(row => new ConnectionLine(
                row.Id, row.Platform, row.PlatformName, row.Kind, row.Name, row.IsEnabled, last.TryGetValue(row.Id, out var at) ? at : null)),
        ];
    }

    private sealed record ConnectionRow(ConnectionId Id, PlatformId Platform, string PlatformName, string Kind, string Name, bool IsEnabled);

    private sealed record LastOf(TenantId Tenant, ConnectionId Connection, int Most = 1);

    private sealed record Received(ConnectionId Connection, DateTimeOffset At);

    private sealed record InboxCount(InboxState State, int RowsInIt);
}
