using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>Where a page of events ended; the next one starts there.</summary>
public sealed record EventPosition(DateTimeOffset At, Guid Id);

/// <param name="State">Only these; null for all.</param>
/// <param name="Connection">Only of this connection; null for all of the tenant.</param>
public sealed record EventQuery(InboxState? State = null, ConnectionId? Connection = null, EventPosition? After = null, int Most = 50);

/// <summary>One delivery as the console lists it.</summary>
/// <param name="Connection">Its name; null when it was removed since.</param>
/// <param name="DueAt">When it is tried again; null when nothing is planned.</param>
/// <param name="HasBody">Without its body a delivery cannot be worked again.</param>
public sealed record EventRow(
    InboxId Id, DateTimeOffset ReceivedAt, string? Connection, string? Type, InboxState State, int Attempts, DateTimeOffset? DueAt, string? Problem,
    LearnerId? Learner, bool HasBody)
{
    public EventPosition Position => new(ReceivedAt, Id.Value);
}

/// <summary>A delivery that was refused at the door.</summary>
public sealed record RefusalRow(Guid Id, DateTimeOffset At, string? Connection, string Problem, string? Detail)
{
    public EventPosition Position => new(At, Id);
}

/// <summary>What the console shows of deliveries, the newest first.</summary>
public sealed class EventPages(Database database)
{
    private const string Columns = """
        i.id, i.received_at, c.name AS connection, i.type, i.state, i.attempts, CASE WHEN i.state = @Received THEN i.due_at END AS due_at, i.problem, i.learner_id AS learner,
        CASE WHEN i.body IS NULL THEN {false} ELSE {true} END AS has_body
        """;

    private const string After = "(@IsFirst = 1 OR i.received_at < @At OR (i.received_at = @At AND i.id < @Id))";

    // One connection after another, each by its index: an institution has few, and millions of deliveries.
    private static readonly Sql SelectOfConnection = new($$"""
        SELECT {{Columns}}
        FROM inbox i JOIN connections c ON c.tenant_id = i.tenant_id AND c.id = i.connection_id
        WHERE i.tenant_id = @Tenant AND i.connection_id = @Connection AND (@State IS NULL OR i.state = @State) AND {{After}}
        ORDER BY i.received_at DESC, i.id DESC {page}
        """);

    // What waits or is parked is rare; the index on states leads there.
    private static readonly Sql SelectInState = new($$"""
        SELECT {{Columns}}
        FROM inbox i LEFT JOIN connections c ON c.tenant_id = i.tenant_id AND c.id = i.connection_id
        WHERE i.state = @State AND i.tenant_id = @Tenant AND (@Connection IS NULL OR i.connection_id = @Connection) AND {{After}}
        ORDER BY i.received_at DESC, i.id DESC {page}
        """);

    private static readonly Sql SelectConnections = new("SELECT id FROM connections WHERE tenant_id = @Tenant ORDER BY id");

    private static readonly Sql SelectRefusals = new("""
        SELECT r.id, r.at, c.name AS connection, r.problem, r.detail
        FROM connection_refusals r LEFT JOIN connections c ON c.tenant_id = r.tenant_id AND c.id = r.connection_id
        WHERE r.tenant_id = @Tenant AND (@Connection IS NULL OR r.connection_id = @Connection)
        AND (@IsFirst = 1 OR r.at < @At OR (r.at = @At AND r.id < @Id))
        ORDER BY r.at DESC, r.id DESC {page}
        """);

    public async Task<IReadOnlyList<EventRow>> Find(TenantId tenant, EventQuery query, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        if (query.State is { } state && state is not (InboxState.Done or InboxState.Unused))
            return await session.Query<EventRow>(SelectInState, Asked.Of(tenant, query, query.Connection), ct);

        var connections = query.Connection is { } one ? [one] : await session.Query<ConnectionId>(SelectConnections, new { Tenant = tenant }, ct);
        var found = await session.QueryMany<EventRow, Asked>(SelectOfConnection, [.. connections.Select(connection => Asked.Of(tenant, query, connection))], ct);
        return [.. found.OrderByDescending(row => row.ReceivedAt).ThenByDescending(row => row.Id.Value).Take(query.Most)];
    }

    public async Task<IReadOnlyList<RefusalRow>> Refusals(TenantId tenant, ConnectionId? connection, EventPosition? after, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<RefusalRow>(SelectRefusals, Asked.Of(tenant, new(After: after, Most: most), connection), ct);
    }

    private sealed record Asked(
        TenantId Tenant, ConnectionId? Connection, InboxState? State, int IsFirst, DateTimeOffset At, Guid Id, int Most, InboxState Received = InboxState.Received)
    {
        public static Asked Of(TenantId tenant, EventQuery query, ConnectionId? connection) =>
            new(tenant, connection, query.State, query.After is null ? 1 : 0, query.After?.At ?? default, query.After?.Id ?? Guid.Empty, query.Most);
    }
}
