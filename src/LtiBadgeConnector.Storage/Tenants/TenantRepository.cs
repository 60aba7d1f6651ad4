using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Tenants;

namespace LtiBadgeConnector.Storage.Tenants;

/// <summary>The institutions of this server. The table itself is server-wide; only who administers the server may list it.</summary>
public sealed class TenantRepository(Database database)
{
    private const string DefaultTenant = "default-tenant";

    private static readonly Sql Insert = Sql.InsertIfAbsent("tenants", ["id", "name", "unlisted_links_from_start", "created_at"], key: ["id"]);
    private static readonly Sql Select = new("SELECT id, name, unlisted_links_from_start, created_at FROM tenants WHERE id = @Id");
    private static readonly Sql SelectAll = new("SELECT id, name, unlisted_links_from_start, created_at FROM tenants ORDER BY name, id");
    private static readonly Sql UpdateUnlistedLinks = new("UPDATE tenants SET unlisted_links_from_start = @Allowed WHERE id = @Id");

    /// <summary>The tenant made at first start. Nodes that start together agree on one, by the setting that names it.</summary>
    public Task<Tenant> EnsureDefault(string name, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var proposed = new TenantId(Guid.CreateVersion7(now));
            var agreed = new TenantId(Guid.Parse(await ServerSettingRepository.SetIfAbsent(session, DefaultTenant, proposed.ToString(), ct)));
            await Add(session, new(agreed, name, UnlistedLinksFromStart: false, now), ct);
            return await session.First<Tenant>(Select, new { Id = agreed }, ct) ?? throw new InvalidOperationException("The default tenant is gone.");
        },
        ct);

    public async Task<Tenant?> Find(TenantId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Tenant>(Select, new { Id = id }, ct);
    }

    public async Task<IReadOnlyList<Tenant>> All(CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<Tenant>(SelectAll, null, ct);
    }

    public Task Add(Tenant tenant, CancellationToken ct) => database.Write(session => Add(session, tenant, ct), ct);

    /// <summary>Whether share links of awards work before the learner publishes them.</summary>
    public Task<bool> SetUnlistedLinks(TenantId id, bool allowed, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateUnlistedLinks, new { Id = id, Allowed = allowed }, ct) == 1, ct);

    private static Task<int> Add(Session session, Tenant tenant, CancellationToken ct) => session.Execute(
        Insert, new { tenant.Id, tenant.Name, tenant.UnlistedLinksFromStart, tenant.CreatedAt }, ct);
}
