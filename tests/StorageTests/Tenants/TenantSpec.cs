using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.StorageTests.Tenants;

public abstract class TenantSpec(TestEngine engine) : Spec(engine)
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Nodes_that_start_together_make_one_default_tenant()
    {
        var tenants = new TenantRepository(await Engine.Migrated());

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => tenants.EnsureDefault("Default", Now, Ct))));

        Assert.Single(made.Distinct());
        Assert.Equal([made[0]], await tenants.All(Ct));
    }

    [SkippableFact]
    public async Task Remembers_whether_unlisted_links_work_from_the_start()
    {
        var tenants = new TenantRepository(await Engine.Migrated());
        var tenant = await tenants.EnsureDefault("Default", Now, Ct);

        Assert.True(await tenants.SetUnlistedLinks(tenant.Id, true, Ct));

        Assert.Equal(tenant with { UnlistedLinksFromStart = true }, await tenants.Find(tenant.Id, Ct));
        Assert.False(await tenants.SetUnlistedLinks(new(Guid.NewGuid()), true, Ct));
    }

    [SkippableFact]
    public async Task The_first_value_of_a_setting_stands()
    {
        var settings = new ServerSettingRepository(await Engine.Migrated());

        Assert.Null(await settings.Get("origin", Ct));
        Assert.Equal("https://one.example", await settings.SetIfAbsent("origin", "https://one.example", Ct));
        Assert.Equal("https://one.example", await settings.SetIfAbsent("origin", "https://two.example", Ct));
        await settings.Set("origin", "https://three.example", Ct);
        Assert.Equal("https://three.example", await settings.Get("origin", Ct));
    }

    [SkippableFact]
    public async Task A_node_is_alive_while_it_is_seen()
    {
        var nodes = new NodeRepository(await Engine.Migrated());
        await nodes.Heartbeat(new("a", "web", "0.1.0", Now, Now), Ct);
        await nodes.Heartbeat(new("b", "worker", "0.1.0", Now, Now), Ct);

        await nodes.Heartbeat(new("b", "worker", "0.1.0", Now, Now.AddMinutes(5)), Ct);

        Assert.Equal([new Node("b", "worker", "0.1.0", Now, Now.AddMinutes(5))], await nodes.SeenSince(Now.AddMinutes(1), Ct));

        await nodes.Remove("b", Ct);
        Assert.Equal("a", Assert.Single(await nodes.SeenSince(Now, Ct)).Name);
        Assert.Equal(1, await nodes.Purge(Now.AddMinutes(1), Ct));
        Assert.Empty(await nodes.SeenSince(Now, Ct));
    }

    [SkippableFact]
    public async Task Keeps_the_key_ring()
    {
        var keys = new DataProtectionKeyRepository(await Engine.Migrated());

        await keys.Add("key-1", "<key id='1'/>", Now, Ct);
        await keys.Add("key-2", "<key id='2'/>", Now.AddDays(1), Ct);

        Assert.Equal(["<key id='1'/>", "<key id='2'/>"], await keys.All(Ct));
    }
}

public sealed class TenantsOnSqlite() : TenantSpec(TestEngine.Sqlite());

public sealed class TenantsOnPostgreSql() : TenantSpec(TestEngine.PostgreSql());

public sealed class TenantsOnSqlServer() : TenantSpec(TestEngine.SqlServer());
