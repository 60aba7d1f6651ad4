using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;

namespace LtiBadgeConnector.StorageTests.Audit;

public abstract class AuditSpec(TestEngine engine) : Spec(engine)
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new(Guid.NewGuid());

    [SkippableFact]
    public async Task Pages_through_everything_newest_first()
    {
        var audit = new AuditRepository(await Engine.Migrated());
        AuditEntry[] entries = [.. Enumerable.Range(0, 7).Select(at => AuditEntry.Of(Tenant, Now.AddSeconds(at / 2), "administrator", "ada", "mapping-activated", $"m{at}", """{"n":1}"""))];
        foreach (var entry in entries) await audit.Append(entry, Ct);

        List<AuditEntry> seen = [];
        for (AuditPosition? after = null; await audit.Page(Tenant, null, null, after, 3, Ct) is { Count: > 0 } page; after = new(page[^1].At, page[^1].Id))
            seen.AddRange(page);

        Assert.Equal(entries.Length, seen.Count);
        Assert.Equal(entries.ToHashSet(), [.. seen]);
        Assert.Equal(seen.Select(entry => entry.At).OrderDescending(), seen.Select(entry => entry.At));
    }

    [SkippableFact]
    public async Task Finds_by_action_and_by_text_taken_literally()
    {
        var audit = new AuditRepository(await Engine.Migrated());
        await audit.Append(AuditEntry.Of(Tenant, Now, "administrator", "Ada", "platform-added", "50%_off"), Ct);
        await audit.Append(AuditEntry.Of(Tenant, Now, "administrator", "Grace", "platform-removed", "50 percent"), Ct);

        Assert.Equal("Ada", Assert.Single(await audit.Page(Tenant, "50%_", null, null, 10, Ct)).Actor);
        Assert.Equal("Ada", Assert.Single(await audit.Page(Tenant, "aDA", null, null, 10, Ct)).Actor);
        Assert.Equal("Grace", Assert.Single(await audit.Page(Tenant, null, "platform-removed", null, 10, Ct)).Actor);
    }

    [SkippableFact]
    public async Task Another_tenant_sees_nothing_and_the_server_only_its_own()
    {
        var audit = new AuditRepository(await Engine.Migrated());
        await audit.Append(AuditEntry.Of(Tenant, Now, "system", null, "award-revoked"), Ct);
        await audit.Append(AuditEntry.Of(null, Now, "system", null, "server-started"), Ct);

        Assert.Empty(await audit.Page(new(Guid.NewGuid()), null, null, null, 10, Ct));
        Assert.Equal("server-started", Assert.Single(await audit.Page(null, null, null, null, 10, Ct)).Action);
        Assert.Equal("award-revoked", Assert.Single(await audit.Page(Tenant, null, null, null, 10, Ct)).Action);
    }

    [SkippableFact]
    public async Task An_entry_goes_with_the_transaction_it_tells_about()
    {
        var database = await Engine.Migrated();

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Write(
            async session =>
            {
                await AuditRepository.Append(session, AuditEntry.Of(Tenant, Now, "system", null, "award-revoked"), Ct);
                throw new InvalidOperationException("It did not happen.");
            },
            Ct));

        Assert.Empty(await new AuditRepository(database).Page(Tenant, null, null, null, 10, Ct));
    }

    [Fact]
    public void Offers_no_way_to_change_or_remove() =>
        Assert.Equal(["Append", "Append", "Page"], typeof(AuditRepository).GetMethods().Where(method => method.DeclaringType == typeof(AuditRepository)).Select(method => method.Name).Order());
}

public sealed class AuditOnSqlite() : AuditSpec(TestEngine.Sqlite());

public sealed class AuditOnPostgreSql() : AuditSpec(TestEngine.PostgreSql());

public sealed class AuditOnSqlServer() : AuditSpec(TestEngine.SqlServer());
