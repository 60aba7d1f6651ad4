using LtiBadgeConnector.Storage.Retention;

namespace LtiBadgeConnector.Storage.Tenants;

/// <summary>A process of this server.</summary>
/// <param name="Role"><c>web</c>, <c>worker</c> or <c>both</c>.</param>
public sealed record Node(string Name, string Role, string Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt);

/// <summary>Which processes are alive, for the administrator's page and <c>doctor</c>.</summary>
public sealed class NodeRepository(Database database)
{
    private static readonly Sql Update = new("UPDATE nodes SET role = @Role, version = @Version, started_at = @StartedAt, seen_at = @SeenAt WHERE name = @Name");
    private static readonly Sql Insert = Sql.InsertIfAbsent("nodes", ["name", "role", "version", "started_at", "seen_at"], key: ["name"]);
    private static readonly Sql SelectSeen = new("SELECT name, role, version, started_at, seen_at FROM nodes WHERE seen_at >= @Since ORDER BY name");
    private static readonly Sql Delete = new("DELETE FROM nodes WHERE name = @Name");
    private static readonly Sql DeleteSilent = new("DELETE FROM nodes WHERE name IN (SELECT name FROM nodes WHERE seen_at < @Before ORDER BY seen_at {page})");

    public Task Heartbeat(Node node, CancellationToken ct) => database.Write(
        async session =>
        {
            if (await session.Execute(Update, node, ct) == 0) await session.Execute(Insert, node, ct);
        },
        ct);

    public Task Remove(string name, CancellationToken ct) => database.Write(session => session.Execute(Delete, new { Name = name }, ct), ct);

    public Task<int> Purge(DateTimeOffset silentBefore, CancellationToken ct) => database.Remove(DeleteSilent, silentBefore, ct);

    public async Task<IReadOnlyList<Node>> SeenSince(DateTimeOffset since, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<Node>(SelectSeen, new { Since = since }, ct);
    }
}
