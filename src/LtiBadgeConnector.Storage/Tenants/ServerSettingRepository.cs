namespace LtiBadgeConnector.Storage.Tenants;

/// <summary>Facts about the whole server that must outlive a restart, such as the origin it issued under.</summary>
public sealed class ServerSettingRepository(Database database)
{
    private static readonly Sql Insert = Sql.InsertIfAbsent("server_settings", ["name", "value"], key: ["name"]);
    private static readonly Sql Select = new("SELECT value FROM server_settings WHERE name = @Name");
    private static readonly Sql Update = new("UPDATE server_settings SET value = @Value WHERE name = @Name");

    public async Task<string?> Get(string name, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<string>(Select, new { Name = name }, ct);
    }

    /// <returns>The value in force: the given one, or the one that was there first.</returns>
    public Task<string> SetIfAbsent(string name, string value, CancellationToken ct) =>
        database.Write(session => SetIfAbsent(session, name, value, ct), ct);

    public Task Set(string name, string value, CancellationToken ct) => database.Write(
        async session =>
        {
            if (await session.Execute(Update, new { Name = name, Value = value }, ct) == 0) await session.Execute(Insert, new { Name = name, Value = value }, ct);
        },
        ct);

    internal static async Task<string> SetIfAbsent(Session session, string name, string value, CancellationToken ct)
    {
        await session.Execute(Insert, new { Name = name, Value = value }, ct);
        return await session.First<string>(Select, new { Name = name }, ct) ?? throw new InvalidOperationException($"The setting {name} is gone.");
    }
}
