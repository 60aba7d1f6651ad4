namespace LtiBadgeConnector.Storage.Tenants;

/// <summary>The key ring that encrypts secrets at rest. Its keys arrive here encrypted already.</summary>
public sealed class DataProtectionKeyRepository(Database database)
{
    private static readonly Sql Insert = Sql.InsertIfAbsent("data_protection_keys", ["name", "xml", "created_at"], key: ["name"]);
    private static readonly Sql SelectAll = new("SELECT xml FROM data_protection_keys ORDER BY created_at, name");

    public async Task<IReadOnlyList<string>> All(CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<string>(SelectAll, null, ct);
    }

    public Task Add(string name, string xml, DateTimeOffset now, CancellationToken ct) =>
        database.Write(session => session.Execute(Insert, new { Name = name, Xml = xml, CreatedAt = now }, ct), ct);
}
