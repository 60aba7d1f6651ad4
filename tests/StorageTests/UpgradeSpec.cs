using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.Storage.Pages;
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
    private static readonly Sql insertCourse = new("""
        INSERT INTO courses (id, tenant_id, platform_id, deployment_id, context_id, lms_course_id, title, created_at, launched_at)
        VALUES (@Platform, @Tenant, @Platform, '1', '7', '7', 'Data Science I', @Then, @Then)
        """);

    private static readonly Sql insertMember = new("""
        INSERT INTO course_members (tenant_id, course_id, learner_id, roles, can_earn, has_left, seen_at) VALUES (@Tenant, @Platform, @Learner, 'Learner', @Yes, @No, @Then)
        """);

    private static readonly Sql insertResult = new("""
        INSERT INTO results (tenant_id, course_id, learner_id, kind, item_key, given, minimum, maximum, is_final, is_released, occurred_at, source, arrived_at, stored_at, version)
        VALUES (@Tenant, @Platform, @Learner, 1, 'moodle-grade-item:611', @Given, @Minimum, @Maximum, @Yes, @Yes, @Then, 1, @Then, @Then, 1)
        """);

    private static readonly Sql insertMicroCredential = new("""
        INSERT INTO micro_credentials (id, tenant_id, issuer_id, draft, draft_revision, published_version_id, created_at) VALUES (@Platform, @Tenant, @Platform, @Definition, 1, @Platform, @Then)
        """);

    private static readonly Sql insertVersion = new("""
        INSERT INTO definition_versions (id, tenant_id, micro_credential_id, number, public_id, url, definition, criteria_narrative, published_at)
        VALUES (@Platform, @Tenant, @Platform, 1, 'v1', 'https://badges.example/achievements/v1', @Definition, 'Quiz 1.', @Then)
        """);

    private static readonly Sql insertMapping = new("""
        INSERT INTO course_mappings (id, tenant_id, course_id, micro_credential_id, definition_version_id, state, rule_version, rule_json, reports_to_gradebook, revision, created_at, activated_at)
        VALUES (@Platform, @Tenant, @Platform, @Platform, @Platform, 2, 1, @Rule, @No, 2, @Then, @Then)
        """);

    private static readonly Sql insertEvaluation = new("""
        INSERT INTO evaluations (tenant_id, mapping_id, learner_id, verdict, permille, standing, rule_version, evaluation, needs_decision, decided_at, due_version)
        VALUES (@Tenant, @Platform, @Learner, 1, 1000, 1, 1, @Evaluation, @No, @Then, 1)
        """);

    private static readonly Sql insertAward = new("""
        INSERT INTO awards (id, tenant_id, micro_credential_id, learner_id, cycle, mapping_id, rule_version, definition_version_id, public_id, url, share_key, visibility, state, attempts, evaluation, awarded_at)
        VALUES (@Platform, @Tenant, @Platform, @Learner, 1, @Platform, 1, @Platform, 'a1', 'https://badges.example/awards/a1', 's1', 1, 3, 0, @Evaluation, @Then)
        """);

    private static readonly Sql insertCredential = new("""
        INSERT INTO credentials (id, tenant_id, award_id, format, holder_binding, public_id, url, media_type, document, key_id, valid_from, created_at)
        VALUES (@Platform, @Tenant, @Platform, 'ob3-jwt', '', 'c1', 'https://badges.example/credentials/c1', 'application/vc+jwt', @Document, 'https://badges.example/k', @Then, @Then)
        """);

    // As the first version wrote them; never to be brought up to date.
    private const string definition = """{"language":"en","title":"Statistics","description":"","outcomes":["Reads a box plot."],"participation":"","assessment":"","qualityAssurance":"","credit":""}""";
    private const string rule = """{"kind":"score","item":"moodle-grade-item:611","share":0.6,"id":"c1"}""";
    private const string evaluation = """{"criterion":"c1","verdict":"Met","permille":1000,"reason":{"code":"Reached","have":92,"need":60.0,"maximum":100,"at":"2026-11-22T09:00:00+00:00"},"parts":[]}""";

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

    [SkippableFact]
    public async Task The_whole_road_of_a_learner_of_the_first_version_is_read_by_this_one()
    {
        var database = await Engine.Empty();
        await Program(database, FirstVersion()).Upgrade(Ct);
        await Fill(database);
        await FillRoad(database);
        await Program(database, [.. Migration.All]).Upgrade(Ct);

        var road = await new RoadPages(database).Of(new(tenant), new(learner), Ct);

        Assert.Equal((92m, 100m), (Assert.Single(road.Results).Given, road.Results[0].Maximum));
        var verdict = Assert.Single(road.Evaluations);
        Assert.Equal(("Statistics", true, 92m), (verdict.Title, verdict.Evaluation!.IsMet, verdict.Evaluation.Reason.Have));
        Assert.Equal(("a1", AwardState.Delivered), (Assert.Single(road.Awards).PublicId.Value, road.Awards[0].State));
        Assert.Equal("ob3-jwt", Assert.Single(road.Credentials).Format);
        Assert.Equal([1, 2, 3], Assert.Single(await new SharedAwards(database).Documents(new(tenant), road.Awards[0].Id, Ct)).Bytes);
        var mapping = await new MappingRepository(database).Find(new(tenant), new(platform), Ct);
        Assert.Equal("moodle-grade-item:611", Assert.Single(mapping!.Rule.Inputs).Item!.Value.Value);
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

    private static Task FillRoad(Database database) => database.Write(
        async session =>
        {
            var values = new
            {
                Tenant = tenant, Platform = platform, Learner = learner, No = false, Yes = true, Then = then, Given = 92m, Minimum = 0m, Maximum = 100m, Definition = definition, Rule = rule,
                Evaluation = evaluation, Document = new byte[] { 1, 2, 3 },
            };
            Sql[] rows = [insertCourse, insertMember, insertResult, insertMicroCredential, insertVersion, insertMapping, insertEvaluation, insertAward, insertCredential];
            foreach (var row in rows) await session.Execute(row, values, Ct);
        },
        Ct);

    private static Migrator Program(Database database, params Migration[] known) => new(database, TimeProvider.System, NullLogger<Migrator>.Instance, known);
}

public sealed class UpgradeOnSqlite() : UpgradeSpec(TestEngine.Sqlite());

public sealed class UpgradeOnPostgreSql() : UpgradeSpec(TestEngine.PostgreSql());

public sealed class UpgradeOnSqlServer() : UpgradeSpec(TestEngine.SqlServer());
