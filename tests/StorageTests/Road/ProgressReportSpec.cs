using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.StorageTests.Road;

public abstract class ProgressReportSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql InsertIdentity = new("""
        INSERT INTO learner_identities (tenant_id, issuer, sub, learner_id, created_at) VALUES (@Tenant, @Issuer, @Sub, @Learner, @Now)
        """);

    [SkippableFact]
    public async Task What_differs_from_the_gradebook_is_taken_once_and_again_when_it_changes()
    {
        await using var world = await AProgressWorld();
        var reports = new ProgressReports(world.Database);
        var learner = await world.AddLearner("A");
        await world.AddLearner("Nothing is known of this one");
        Assert.Empty(await reports.Take(10, world.Now, Ct));

        await Decide(world, learner, 30);
        var due = Assert.Single(await reports.Take(10, world.Now, Ct));
        Assert.Equal(new(world.Tenant, world.Mapping, world.Course, learner, 0), due);
        Assert.Empty(await reports.Take(10, world.Now, Ct));
        Assert.Null(await reports.Find(due, Ct));
        await Identify(world, learner, "u-1");
        Assert.Equal(new(world.Mapping, "Statistics", null, "u-1", 50), await reports.Find(due, Ct));
        await reports.MarkSent(due, 50, Ct);
        Assert.Empty(await reports.Take(10, world.Now.AddDays(1), Ct));

        await Decide(world, learner, 45);
        Assert.Equal(75, (await reports.Find(Assert.Single(await reports.Take(10, world.Now, Ct)), Ct))!.Score);
    }

    [SkippableFact]
    public async Task Whoever_has_earned_it_has_the_whole_while_it_is_in_force()
    {
        await using var world = await AProgressWorld();
        var reports = new ProgressReports(world.Database);
        var learner = await world.AddLearner("A");
        await Identify(world, learner, "u-1");
        var award = await world.AddAward(learner);
        await world.Awards.StoreDocuments([new(award, world.Tenant, [])], Ct);
        await Decide(world, learner, 30);
        var due = Assert.Single(await reports.Take(10, world.Now, Ct));
        Assert.Equal(100, (await reports.Find(due, Ct))!.Score);
        await reports.MarkSent(due, 100, Ct);

        // The column is written by progress alone, so that no delivery of the award overtakes it.
        Assert.Empty(await world.Deliveries.Open([award], world.Now, Ct));

        var entry = AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "award-withdrawn", award.ToString());
        await new WithdrawalRepository(world.Database).Withdraw(world.Tenant, award, new(world.Now, "Mixed up."), entry, Ct);
        Assert.Equal(50, (await reports.Find(Assert.Single(await reports.Take(10, world.Now, Ct)), Ct))!.Score);
    }

    [SkippableFact]
    public async Task What_could_not_be_written_waits_and_says_why()
    {
        await using var world = await AProgressWorld();
        var reports = new ProgressReports(world.Database);
        await Decide(world, await world.AddLearner("A"), 30);
        var due = Assert.Single(await reports.Take(10, world.Now, Ct));

        await reports.Postpone(due, world.Now.AddHours(1), "service-busy", Ct);
        Assert.Empty(await reports.Take(10, world.Now, Ct));
        Assert.Equal([new("service-busy", 1)], await reports.Problems(world.Tenant, world.Mapping, Ct));
        Assert.Empty(await reports.Problems(TenantId.New(Time), world.Mapping, Ct));

        var again = Assert.Single(await reports.Take(10, world.Now.AddHours(1), Ct));
        Assert.Equal(1, again.Attempts);
        await reports.MarkSent(again, 50, Ct);
        Assert.Empty(await reports.Problems(world.Tenant, world.Mapping, Ct));
    }

    [SkippableFact]
    public async Task Nothing_is_written_of_who_left_or_teaches_nor_where_nobody_asked_for_it()
    {
        await using var world = await AProgressWorld();
        var reports = new ProgressReports(world.Database);
        var (left, teacher, learner) = (await world.AddLearner("A"), await world.AddLearner("B", canEarn: false), await world.AddLearner("C"));
        foreach (var person in new[] { left, teacher, learner }) await Decide(world, person, 30);
        await world.SetLeft(left);
        foreach (var content in new[] { GradebookContent.Nothing, GradebookContent.Awards })
        {
            await new MappingRepository(world.Database).SetInGradebook(world.Tenant, world.Mapping, content, Ct);
            Assert.Empty(await reports.Take(10, world.Now, Ct));
        }

        await new MappingRepository(world.Database).SetInGradebook(world.Tenant, world.Mapping, GradebookContent.Progress, Ct);
        Assert.Equal(learner, Assert.Single(await reports.Take(10, world.Now, Ct)).Learner);
    }

    private async Task<RoadWorld> AProgressWorld()
    {
        var world = await AWorld();
        await new MappingRepository(world.Database).SetInGradebook(world.Tenant, world.Mapping, GradebookContent.Progress, Ct);
        return world;
    }

    private async Task Decide(RoadWorld world, LearnerId learner, decimal points)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        var due = await world.Results.Apply([world.AGrade(learner, points)], [], world.Now, Ct);
        await world.Evaluations.Record([.. (await world.Evaluations.Load(due, Ct)).Select(world.Decide)], Ct);
    }

    private static Task<int> Identify(RoadWorld world, LearnerId learner, string sub) =>
        world.Database.Write(work => work.Execute(InsertIdentity, new { world.Tenant, Issuer = $"https://lms.test/{world.Platform}", Sub = sub, Learner = learner, world.Now }, Ct), Ct);
}

public sealed class ProgressReportsOnSqlite() : ProgressReportSpec(TestEngine.Sqlite());

public sealed class ProgressReportsOnPostgreSql() : ProgressReportSpec(TestEngine.PostgreSql());

public sealed class ProgressReportsOnSqlServer() : ProgressReportSpec(TestEngine.SqlServer());
