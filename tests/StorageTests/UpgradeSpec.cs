using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.StorageTests;

/// <summary>A database of the first version, with people in it, is brought to this version and read by it.</summary>
public abstract class UpgradeSpec(TestEngine engine) : Spec(engine)
{
    private static readonly DateTimeOffset then = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid tenant = Guid.Parse("01a20000-0000-7000-8000-000000000001");
    private static readonly Guid platform = Guid.Parse("01a20000-0000-7000-8000-000000000002");
    private static readonly Guid learner = Guid.Parse("01a20000-0000-7000-8000-000000000003");

    private static readonly Sql insertTenant = new("INSERT INTO tenants (id, name, unlisted_links_from_start, created_at) VALUES (@Tenant, 'Hokuto University', @No, @Then)");

    private static readonly Sql insertPlatform = new("""
        INSERT INTO platforms (id, tenant_id, name, issuer, client_id, auth_url, token_url, jwks_url, trusted_audiences, state, deployment_policy, scopes, frame_ancestors, created_at, updated_at)
        VALUES (@Platform, @Tenant, 'Campus', 'https://lms.example', 'c1', 'https://lms.example/auth', 'https://lms.example/token', 'https://lms.example/keys', '', @State, 1, '', '', @Then, @Then)
        """);

    private static readonly Sql insertLearner = new("INSERT INTO learners (id, tenant_id, subject, name, name_agreed, created_at) VALUES (@Learner, @Tenant, 'urn:uuid:1', '佐藤 美咲', @No, @Then)");
    private static readonly Sql selectLearners = new("SELECT name FROM learners WHERE tenant_id = @Tenant");

    [SkippableFact]
    public async Task A_database_of_the_first_version_keeps_what_is_in_it()
    {
        var database = await Engine.Empty();
        await Program(database, FirstVersion()).Upgrade(Ct);
        await Fill(database);

        Assert.Equal(Migration.All.Skip(1).Select(migration => migration.Name), await Program(database, [.. Migration.All]).Upgrade(Ct));

        Assert.Equal("Hokuto University", Assert.Single(await new TenantRepository(database).All(Ct)).Name);
        var kept = Assert.Single(await new PlatformRepository(database, TimeProvider.System).List(new TenantId(tenant), Ct));
        Assert.Equal(("Campus", "https://lms.example", RegistrationState.Active), (kept.Registration.Name, kept.Registration.Issuer, kept.Registration.State));
        await using var session = await database.Read(Ct);
        Assert.Equal(["佐藤 美咲"], await session.Query<string>(selectLearners, new { Tenant = tenant }, Ct));
    }

    [Fact]
    public void The_first_script_is_still_the_one_that_was_released() => Assert.Equal(FirstVersion().Checksum, Migration.All[0].Checksum);

    private static Migration FirstVersion() =>
        new(Migration.All[0].Name, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "schema-0001.sql")).ReplaceLineEndings("\n"));

    private static Task<int> Fill(Database database) => database.Write(
        async session =>
        {
            var values = new { Tenant = tenant, Platform = platform, Learner = learner, State = RegistrationState.Active, No = false, Then = then };
            await session.Execute(insertTenant, values, Ct);
            await session.Execute(insertPlatform, values, Ct);
            return await session.Execute(insertLearner, values, Ct);
        },
        Ct);

    private static Migrator Program(Database database, params Migration[] known) => new(database, TimeProvider.System, NullLogger<Migrator>.Instance, known);
}

public sealed class UpgradeOnSqlite() : UpgradeSpec(TestEngine.Sqlite());

public sealed class UpgradeOnPostgreSql() : UpgradeSpec(TestEngine.PostgreSql());

public sealed class UpgradeOnSqlServer() : UpgradeSpec(TestEngine.SqlServer());
