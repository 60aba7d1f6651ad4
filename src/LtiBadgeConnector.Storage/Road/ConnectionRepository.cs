using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Connections, their secrets encrypted, and what an administrator reads about their traffic.</summary>
public sealed class ConnectionRepository(Database database, ISecretProtector protector, TimeProvider time) : IConnections
{
    private const int LongestDetail = 1000;

    // What another node changed is known here after this.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private const string Columns = "id, tenant_id AS tenant, platform_id AS platform, kind, name, webhook_key AS key_text, secrets, settings, is_enabled, created_at";

    private static readonly Sql SelectByKey = new($"SELECT {Columns} FROM connections WHERE webhook_key = @Key");

    private static readonly Sql SelectById = new($"SELECT {Columns} FROM connections WHERE id = @Id");

    private static readonly Sql SelectOfPlatform = new($"""
        SELECT {Columns} FROM connections WHERE tenant_id = @Tenant AND platform_id = @Platform ORDER BY created_at, id
        """);

    private static readonly Sql SelectOfTenant = new($"""
        SELECT {Columns} FROM connections WHERE tenant_id = @Tenant ORDER BY created_at, id
        """);

    private static readonly Sql SelectOfKind = new($"SELECT {Columns} FROM connections WHERE kind = @Kind AND is_enabled = {{true}} ORDER BY created_at, id");

    private static readonly Sql Insert = new("""
        INSERT INTO connections (id, tenant_id, platform_id, kind, name, webhook_key, secrets, settings, is_enabled, created_at)
        VALUES (@Id, @Tenant, @Platform, @Kind, @Name, @KeyText, @Secrets, @Settings, @IsEnabled, @CreatedAt)
        """);

    private static readonly Sql UpdateSecrets = new("UPDATE connections SET secrets = @Secrets WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql UpdateEnabled = new("UPDATE connections SET is_enabled = @IsEnabled WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql UpdateSettings = new("UPDATE connections SET settings = @Settings WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql Delete = new("DELETE FROM connections WHERE tenant_id = @Tenant AND id = @Id");

    // A hint waits until somebody can confirm it; a new or mended reader may be that somebody.
    private static readonly Sql WakeHints = new("""
        UPDATE inbox SET state = @Received, due_at = @Now
        WHERE state = @WaitingForReader AND tenant_id = @Tenant
          AND connection_id IN (SELECT c.id FROM connections c WHERE c.tenant_id = @Tenant AND c.platform_id = @Platform)
        """);

    // Whatever made reading fail may be mended.
    private static readonly Sql ReadAgain = new("""
        UPDATE courses SET read_due_at = @Now, read_attempts = 0 WHERE tenant_id = @Tenant AND platform_id = @Platform AND read_attempts > 0
        """);

    private static readonly Sql InsertRefusal = new("""
        INSERT INTO connection_refusals (id, tenant_id, connection_id, at, problem, detail)
        SELECT @RefusalId, c.tenant_id, c.id, @At, @Problem, @Detail FROM connections c WHERE c.id = @Id
        """);

    private static readonly Sql SelectDeliveries = new("""
        SELECT received_at AS at, type, state, problem FROM inbox
        WHERE tenant_id = @Tenant AND connection_id = @Id
        ORDER BY received_at DESC {page}
        """);

    private static readonly Sql SelectRefusals = new("""
        SELECT at, problem, detail FROM connection_refusals
        WHERE tenant_id = @Tenant AND connection_id = @Id
        ORDER BY at DESC {page}
        """);

    private static readonly Sql SelectCounts = new("""
        SELECT day, what, count FROM connection_counters
        WHERE tenant_id = @Tenant AND connection_id = @Id AND day >= @Since
        ORDER BY day, what
        """);

    private readonly Cache<string, Connection?> byKey = new(time, Remembered);
    private readonly Cache<ConnectionId, Connection?> byId = new(time, Remembered);
    private readonly RefusalLimit limit = new(time);

    public Task<Connection?> FindByKey(string key, CancellationToken ct) => byKey.Get(key, () => Find(SelectByKey, new { Key = key }, ct));

    public Task<Connection?> Find(ConnectionId id, CancellationToken ct) => byId.Get(id, () => Find(SelectById, new { Id = id }, ct));

    public Task<IReadOnlyList<Connection>> OfPlatform(TenantId tenant, PlatformId platform, CancellationToken ct) =>
        Select(SelectOfPlatform, new { Tenant = tenant, Platform = platform }, ct);

    /// <summary>Of all tenants: for what reads queues, which belongs to nobody in particular.</summary>
    public Task<IReadOnlyList<Connection>> OfKind(string kind, CancellationToken ct) => Select(SelectOfKind, new { Kind = kind }, ct);

    public Task<IReadOnlyList<Connection>> OfTenant(TenantId tenant, CancellationToken ct) => Select(SelectOfTenant, new { Tenant = tenant }, ct);

    /// <summary>Adds it, and wakes the hints and the courses of its platform that nobody could read so far.</summary>
    public Task Add(Connection connection, CancellationToken ct) => Change(
        async work =>
        {
            await work.Execute(Insert, RowOf(connection), ct);
            await TryAgain(work, connection.Tenant, connection.Platform, ct);
            return true;
        },
        ct);

    /// <summary>Makes <paramref name="fresh"/> the first secret; the one before it stays valid until the next rotation.</summary>
    /// <returns>False when the tenant has no such connection.</returns>
    public Task<bool> RotateSecret(TenantId tenant, ConnectionId id, string fresh, CancellationToken ct) => Change(
        async work =>
        {
            var row = await work.First<Row>(SelectById, new { Id = id }, ct);
            if (row is null || row.Tenant != tenant) return false;
            string[] secrets = [fresh, .. Open(row).Secrets.Take(1)];
            return await work.Execute(UpdateSecrets, new { Tenant = tenant, Id = id, Secrets = Seal(secrets, SecretPurposes.ConnectionSecrets) }, ct) == 1;
        },
        ct);

    /// <summary>Changes some settings and leaves the others; one that is given empty is taken away. Wakes what the connection may now mend.</summary>
    /// <returns>False when the tenant has no such connection.</returns>
    public Task<bool> ChangeSettings(TenantId tenant, ConnectionId id, IReadOnlyDictionary<string, string> changed, CancellationToken ct) => Change(
        async work =>
        {
            var row = await work.First<Row>(SelectById, new { Id = id }, ct);
            if (row is null || row.Tenant != tenant) return false;
            var settings = Open(row).Settings.Where(pair => !changed.ContainsKey(pair.Key)).Concat(changed.Where(pair => pair.Value.Length > 0)).ToDictionary();
            await work.Execute(UpdateSettings, new { Tenant = tenant, Id = id, Settings = Seal<IReadOnlyDictionary<string, string>>(settings, SecretPurposes.ConnectionSettings) }, ct);
            await TryAgain(work, row.Tenant, row.Platform, ct);
            return true;
        },
        ct);

    /// <returns>False when the tenant has no such connection.</returns>
    public Task<bool> SetEnabled(TenantId tenant, ConnectionId id, bool isEnabled, CancellationToken ct) =>
        Change(
            async work =>
            {
                if (await work.Execute(UpdateEnabled, new { Tenant = tenant, Id = id, IsEnabled = isEnabled }, ct) == 0) return false;
                if (isEnabled && await work.First<Row>(SelectById, new { Id = id }, ct) is { } row) await TryAgain(work, row.Tenant, row.Platform, ct);
                return true;
            },
            ct);

    /// <summary>Deliveries that are still on their way are parked when the road comes to them.</summary>
    /// <returns>False when the tenant has no such connection.</returns>
    public Task<bool> Remove(TenantId tenant, ConnectionId id, CancellationToken ct) =>
        Change(async work => await work.Execute(Delete, new { Tenant = tenant, Id = id }, ct) == 1, ct);

    public async Task NoteRefusal(ConnectionId id, string problem, string? detail, DateTimeOffset at, CancellationToken ct)
    {
        if (!limit.Allows(id)) return;

        var cut = detail is { Length: > LongestDetail } ? detail[..LongestDetail] : detail;
        await database.Write(
            work => work.Execute(InsertRefusal, new { RefusalId = Guid.CreateVersion7(at), Id = id, At = at, Problem = problem, Detail = cut }, ct), ct);
    }

    /// <summary>The newest deliveries and refusals of a connection, newest first.</summary>
    public async Task<IReadOnlyList<TrafficLine>> Log(TenantId tenant, ConnectionId id, int most, CancellationToken ct)
    {
        var about = new { Tenant = tenant, Id = id, Most = most };
        await using var session = await database.Read(ct);
        var deliveries = await session.Query<DeliveryRow>(SelectDeliveries, about, ct);
        var refusals = await session.Query<RefusalRow>(SelectRefusals, about, ct);
        return
        [
            .. deliveries.Select(row => new TrafficLine(row.At, row.State, row.Type, row.Problem, Detail: null))
                .Concat(refusals.Select(row => new TrafficLine(row.At, State: null, Type: null, row.Problem, row.Detail)))
                .OrderByDescending(line => line.At).Take(most),
        ];
    }

    /// <summary>What was counted since a day (<c>yyyy-MM-dd</c>, UTC): duplicates, and events of types nobody uses.</summary>
    public async Task<IReadOnlyList<TrafficCount>> Counts(TenantId tenant, ConnectionId id, string since, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<TrafficCount>(SelectCounts, new { Tenant = tenant, Id = id, Since = since }, ct);
    }

    private async Task TryAgain(Session work, TenantId tenant, PlatformId platform, CancellationToken ct)
    {
        var mended = new { InboxState.Received, InboxState.WaitingForReader, Now = time.Now(), Tenant = tenant, Platform = platform };
        await work.Execute(WakeHints, mended, ct);
        await work.Execute(ReadAgain, mended, ct);
    }

    private async Task<Connection?> Find(Sql sql, object by, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Row>(sql, by, ct) is { } row ? Open(row) : null;
    }

    private async Task<IReadOnlyList<Connection>> Select(Sql sql, object by, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(sql, by, ct)).Select(Open)];
    }

    private async Task<bool> Change(Func<Session, Task<bool>> change, CancellationToken ct)
    {
        var changed = await database.Write(change, ct);
        byKey.Clear();
        byId.Clear();
        return changed;
    }

    private Row RowOf(Connection connection) => new(
        connection.Id, connection.Tenant, connection.Platform, connection.Kind, connection.Name, connection.Key,
        Seal(connection.Secrets, SecretPurposes.ConnectionSecrets), Seal(connection.Settings, SecretPurposes.ConnectionSettings),
        connection.IsEnabled, connection.CreatedAt);

    private Connection Open(Row row) => new(
        row.Id, row.Tenant, row.Platform, row.Kind, row.Name, row.KeyText,
        Unseal<string[]>(row.Secrets, SecretPurposes.ConnectionSecrets), Unseal<Dictionary<string, string>>(row.Settings, SecretPurposes.ConnectionSettings),
        row.IsEnabled, row.CreatedAt);

    private byte[] Seal<T>(T content, string purpose) => protector.Protect(JsonSerializer.SerializeToUtf8Bytes(content), purpose);

    private T Unseal<T>(byte[] content, string purpose) => JsonSerializer.Deserialize<T>(protector.Unprotect(content, purpose))!;

    private sealed record Row(
        ConnectionId Id, TenantId Tenant, PlatformId Platform, string Kind, string Name, string? KeyText,
        byte[] Secrets, byte[] Settings, bool IsEnabled, DateTimeOffset CreatedAt);

    private sealed record DeliveryRow(DateTimeOffset At, string? Type, InboxState State, string? Problem);

    private sealed record RefusalRow(DateTimeOffset At, string Problem, string? Detail);
}

/// <summary>One line of a connection's log.</summary>
/// <param name="State">Null for a delivery that was refused at the door.</param>
public sealed record TrafficLine(DateTimeOffset At, InboxState? State, string? Type, string? Problem, string? Detail);

/// <param name="Day">UTC, <c>yyyy-MM-dd</c>.</param>
/// <param name="What"><c>duplicate</c>, or <c>unused:</c> and the sender's name of the event.</param>
public sealed record TrafficCount(string Day, string What, long Count);

/// <summary>Lets so many refusals a minute into the log of each connection: whoever sends rubbish must not fill the disk.</summary>
internal sealed class RefusalLimit(TimeProvider time)
{
    private const int MostPerMinute = 60;

    private readonly Lock guard = new();
    private readonly Dictionary<ConnectionId, int> noted = [];
    private long minute;

    public bool Allows(ConnectionId id)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        lock (guard)
        {
            if (now != minute) noted.Clear();
            minute = now;
            return (noted[id] = noted.GetValueOrDefault(id) + 1) <= MostPerMinute;
        }
    }
}
