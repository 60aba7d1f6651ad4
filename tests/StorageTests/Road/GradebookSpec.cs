using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.StorageTests.Road;

public abstract class GradebookSpec(TestEngine engine) : RoadSpec(engine)
{
    private const string Column = "https://lms.test/lineitems/31/lineitem?type_id=1";

    private static readonly Sql InsertIdentity = new("""
        INSERT INTO learner_identities (tenant_id, issuer, sub, learner_id, created_at) VALUES (@Tenant, @Issuer, @Sub, @Learner, @Now)
        """);

    private static readonly Sql SetAwardState = new("UPDATE awards SET state = @State, due_at = NULL WHERE id = @Award");

    [SkippableFact]
    public async Task A_score_goes_to_the_learner_as_the_platform_of_the_course_names_them()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var delivery = await ADelivery(world, learner);
        Assert.Null(await Ledger(world).TargetOf(delivery, Ct));

        await Identify(world, learner, "https://other.test", "somebody-else");
        await Identify(world, learner, $"https://lms.test/{world.Platform}", "u-1");

        Assert.Equal(new GradebookTarget(world.Mapping, "Statistics", null, "u-1", 100), await Ledger(world).TargetOf(delivery, Ct));
    }

    [SkippableFact]
    public async Task The_first_column_counts_until_it_is_forgotten()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await Identify(world, learner, $"https://lms.test/{world.Platform}", "u-1");
        var ledger = Ledger(world);

        Assert.Equal(Column, await ledger.KeepColumn(world.Tenant, world.Mapping, Column, world.Now, Ct));
        Assert.Equal(Column, await ledger.KeepColumn(world.Tenant, world.Mapping, "https://lms.test/lineitems/32/lineitem", world.Now, Ct));
        Assert.Equal(Column, (await ledger.TargetOf(await ADelivery(world, learner), Ct))!.LineItemUrl);
        Assert.Equal(new ColumnOwner(world.Mapping, world.Course), await ledger.OwnerOf(world.Tenant, Column, Ct));
        Assert.Null(await ledger.OwnerOf(TenantId.New(TimeProvider.System), Column, Ct));

        await ledger.ForgetColumn(world.Tenant, Column, Ct);
        Assert.Null(await ledger.ColumnOf(world.Tenant, world.Mapping, Ct));
        Assert.Null(await ledger.OwnerOf(world.Tenant, Column, Ct));
    }

    [SkippableFact]
    public async Task The_column_of_a_placed_link_counts_too_until_it_is_forgotten()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await Identify(world, learner, $"https://lms.test/{world.Platform}", "u-1");
        var courses = new CourseRepository(world.Database);
        await courses.UpsertLink(world.Tenant, new(world.Course, "all", null, "https://lms.test/lineitems/9", Mapping: null, world.Now), Ct);
        await courses.UpsertLink(world.Tenant, new(world.Course, "one", null, Column, world.Mapping, world.Now), Ct);
        var delivery = await ADelivery(world, learner);

        Assert.Equal(Column, (await Ledger(world).TargetOf(delivery, Ct))!.LineItemUrl);
        await Ledger(world).ForgetColumn(world.Tenant, Column, Ct);
        Assert.Null((await Ledger(world).TargetOf(delivery, Ct))!.LineItemUrl);
    }

    [SkippableFact]
    public async Task What_was_sent_is_remembered_by_cell_and_its_time_never_goes_back()
    {
        await using var world = await AWorld();
        var ledger = Ledger(world);
        var first = new SentScore(world.Now, 100);
        Assert.Null(await ledger.LastSent(world.Tenant, Column, "u-1", Ct));

        await ledger.NoteSending(world.Tenant, Column, "u-1", first, Ct);
        await ledger.NoteSending(world.Tenant, Column, "u-1", new(world.Now.AddSeconds(-1), 0), Ct);
        Assert.Equal(first, await ledger.LastSent(world.Tenant, Column, "u-1", Ct));
        Assert.Null(await ledger.LastSent(world.Tenant, Column, "U-1", Ct));

        await ledger.NoteSending(world.Tenant, Column, "u-1", new(world.Now.AddSeconds(1), 62.5m), Ct);
        Assert.Equal(new(world.Now.AddSeconds(1), 62.5m), await ledger.LastSent(world.Tenant, Column, "u-1", Ct));
    }

    [SkippableFact]
    public async Task Switching_the_gradebook_on_sends_earlier_awards_once()
    {
        await using var world = await AWorld();
        var award = await world.AddAward(await world.AddLearner());
        await world.Database.Write(work => work.Execute(SetAwardState, new { State = AwardState.Delivered, Award = award }, Ct), Ct);
        Assert.Equal(0, await world.Deliveries.OpenEarlier(world.Tenant, world.Mapping, world.Now, Ct));

        await new MappingRepository(world.Database).SetInGradebook(world.Tenant, world.Mapping, GradebookContent.Awards, Ct);
        Assert.Equal(1, await world.Deliveries.OpenEarlier(world.Tenant, world.Mapping, world.Now, Ct));
        Assert.Equal(0, await world.Deliveries.OpenEarlier(world.Tenant, world.Mapping, world.Now, Ct));
        Assert.Equal(award, Assert.Single(await world.Deliveries.FindDue(10, world.Now, Ct)).Award);
    }

    [SkippableFact]
    public async Task A_score_follows_its_award_once_it_was_written()
    {
        await using var world = await AWorld(reportsToGradebook: true);
        var learner = await world.AddLearner();
        await Identify(world, learner, $"https://lms.test/{world.Platform}", "u-1");
        var award = await world.AddAward(learner);
        await world.Awards.StoreDocuments([new(award, world.Tenant, [])], Ct);
        var delivery = Assert.Single(await world.Deliveries.Open([award], world.Now, Ct));
        await world.Deliveries.MarkSent(delivery, world.Now, Ct);
        Assert.Equal(100, (await Ledger(world).TargetOf(delivery, Ct))!.Score);

        await new WithdrawalRepository(world.Database).Withdraw(world.Tenant, award, new(world.Now, "Mixed up."), AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "award-withdrawn"), Ct);

        var again = Assert.Single(await world.Deliveries.FindDue(10, world.Now, Ct));
        Assert.Equal((award, DeliveryChannels.Gradebook), (again.Award, again.Channel));
        Assert.Equal(0, (await Ledger(world).TargetOf(again, Ct))!.Score);
    }

    private static ScoreLedger Ledger(RoadWorld world) => new(world.Database);

    private static async Task<PendingDelivery> ADelivery(RoadWorld world, LearnerId learner) =>
        new(await world.AddAward(learner), world.Tenant, DeliveryChannels.Gradebook, world.Course, learner, Attempts: 0);

    private Task<int> Identify(RoadWorld world, LearnerId learner, string issuer, string sub) =>
        world.Database.Write(work => work.Execute(InsertIdentity, new { world.Tenant, Issuer = issuer, Sub = sub, Learner = learner, world.Now }, Ct), Ct);
}

public sealed class GradebookOnSqlite() : GradebookSpec(TestEngine.Sqlite());

public sealed class GradebookOnPostgreSql() : GradebookSpec(TestEngine.PostgreSql());

public sealed class GradebookOnSqlServer() : GradebookSpec(TestEngine.SqlServer());
