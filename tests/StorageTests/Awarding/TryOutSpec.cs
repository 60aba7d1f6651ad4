using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.StorageTests.Road;

namespace LtiBadgeConnector.StorageTests.Awarding;

public abstract class TryOutSpec(TestEngine engine) : RoadSpec(engine)
{
    [SkippableFact]
    public async Task A_test_is_an_award_that_is_counted_and_listed_nowhere()
    {
        await using var world = await AWorld(reportsToGradebook: true);
        var teacher = await world.AddLearner("Tanaka", canEarn: false);
        var tests = new TryOutRepository(world.Database);
        var shared = new SharedAwards(world.Database);
        var api = new ApiPages(world.Database);
        var pages = new MappingPages(world.Database);

        var issued = await Issue(world, tests, teacher);
        await world.Awards.StoreDocuments([new(issued, world.Tenant, [])], Ct);
        Assert.Empty(await world.Deliveries.Open([issued], world.Now, Ct));

        var latest = (await tests.Latest(world.Tenant, world.MicroCredential, teacher, Ct))!;
        Assert.Equal((issued, AwardState.Delivered), (latest.Award, latest.State));
        var award = (await shared.Find(latest.PublicId, Ct))!;
        Assert.True(award.IsTest);
        Assert.NotEqual(world.MicroCredential, award.MicroCredential);
        Assert.Equal("Test: Statistics", (await new MicroCredentialRepository(world.Database).FindVersion(world.Tenant, award.Version, Ct))!.Definition.Title);

        Assert.Empty(await shared.Collection(world.Tenant, teacher, Ct));
        Assert.Null(await shared.FindOfLearner(world.Tenant, world.MicroCredential, teacher, Ct));
        Assert.False(await shared.SetVisibility(world.Tenant, teacher, latest.PublicId, AwardVisibility.Public, Ct));
        Assert.Empty(await api.AwardsOf(world.Tenant, new(), Ct));
        Assert.Equal(world.MicroCredential, Assert.Single(await api.MicroCredentialsOf(world.Tenant, null, 10, Ct)).Id);
        Assert.Equal(world.MicroCredential, Assert.Single(await new MicroCredentialRepository(world.Database).List(world.Tenant, 10, Ct)).Id);
        Assert.Empty(await new RunRepository(world.Database).Of(world.Tenant, world.Mapping, 10, Ct));
        Assert.Empty(await pages.Latest(world.Tenant, world.Mapping, 10, Ct));
        Assert.Equal(0, (await pages.Totals(world.Tenant, world.Mapping, Ct)).Awarded);
    }

    [SkippableFact]
    public async Task Nobody_is_written_to_about_a_test()
    {
        await using var world = await AWorld();
        await new ServerSettingRepository(world.Database).Set("mails", "on", Ct);
        var teacher = await world.AddLearner("Tanaka", "t@example.org", canEarn: false);
        var issued = await Issue(world, new TryOutRepository(world.Database), teacher);
        await world.Awards.StoreDocuments([new(issued, world.Tenant, [])], Ct);
        await world.Deliveries.Open([issued], world.Now, Ct);
        await new Storage.StatusLists.WithdrawalRepository(world.Database).Withdraw(world.Tenant, issued, new(world.Now, AwardChange.TestIsOver), Entry(world), Ct);

        Assert.Empty(await world.Deliveries.FindDueMails(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Each_test_is_the_next_cycle_of_one_micro_credential_that_says_so()
    {
        await using var world = await AWorld();
        var (tanaka, suzuki) = (await world.AddLearner("Tanaka", canEarn: false), await world.AddLearner("Suzuki", canEarn: false));
        var tests = new TryOutRepository(world.Database);
        var shared = new SharedAwards(world.Database);

        await Task.WhenAll(Task.Run(() => Issue(world, tests, tanaka)), Task.Run(() => Issue(world, tests, suzuki)), Task.Run(() => Issue(world, tests, tanaka)));

        List<SharedAward> all = [];
        foreach (var person in new[] { tanaka, suzuki }) all.Add((await shared.Find((await tests.Latest(world.Tenant, world.MicroCredential, person, Ct))!.PublicId, Ct))!);
        Assert.Single(all.Select(award => award.MicroCredential).Distinct());
        Assert.Equal(3, (await new MicroCredentialRepository(world.Database).Versions(world.Tenant, all[0].MicroCredential, Ct)).Count);
    }

    [SkippableFact]
    public async Task Those_that_were_made_long_ago_are_found_until_they_are_withdrawn()
    {
        await using var world = await AWorld();
        var teacher = await world.AddLearner("Tanaka", canEarn: false);
        var tests = new TryOutRepository(world.Database);
        var issued = await Issue(world, tests, teacher);
        Assert.Empty(await tests.MadeBefore(world.Now, 10, Ct));
        await world.Awards.StoreDocuments([new(issued, world.Tenant, [])], Ct);

        Assert.Empty(await tests.MadeBefore(world.Now.AddHours(-1), 10, Ct));
        Assert.Equal(issued, Assert.Single(await tests.MadeBefore(world.Now, 10, Ct)).Award);
        await new Storage.StatusLists.WithdrawalRepository(world.Database).Withdraw(world.Tenant, issued, new(world.Now, AwardChange.TestIsOver), Entry(world), Ct);

        Assert.Empty(await tests.MadeBefore(world.Now, 10, Ct));
        Assert.NotNull((await tests.Latest(world.Tenant, world.MicroCredential, teacher, Ct))!.WithdrawnAt);
        Assert.Null(await new Storage.Road.RenewalRepository(world.Database, new("https://badges.test"), Time).Open(world.Tenant, issued, Entry(world), Ct));
    }

    private static async Task<AwardId> Issue(RoadWorld world, TryOutRepository tests, LearnerId person)
    {
        var real = (await new MicroCredentialRepository(world.Database).Find(world.Tenant, world.MicroCredential, Ct))!;
        var award = world.AnAward(person) with { Run = AwardRuns.TestAt(world.Now) };
        var achievement = PublicId.New();
        await tests.Issue(real, real.Draft with { Title = $"Test: {real.Draft.Title}" }, "Pass the quiz.", achievement, $"https://badges.test/achievements/{achievement}", award, Entry(world), Ct);
        return award.Id;
    }

    private static AuditEntry Entry(RoadWorld world) => AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "test-issued", world.Mapping.ToString());
}

public sealed class TryOutsOnSqlite() : TryOutSpec(TestEngine.Sqlite());

public sealed class TryOutsOnPostgreSql() : TryOutSpec(TestEngine.PostgreSql());

public sealed class TryOutsOnSqlServer() : TryOutSpec(TestEngine.SqlServer());
