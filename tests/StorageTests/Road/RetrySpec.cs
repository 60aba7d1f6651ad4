using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.StorageTests.Road;

public abstract class RetrySpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql SetLearner = new("UPDATE inbox SET learner_id = @Learner WHERE id = @Id");
    private static readonly Sql ForgetBody = new("UPDATE inbox SET body = NULL WHERE id = @Id");
    private static readonly Sql FindAwardState = new("SELECT state FROM awards WHERE id = @Id");

    [SkippableFact]
    public async Task A_parked_delivery_is_worked_again_from_its_first_try()
    {
        await using var world = await AWorld();
        var (one, two) = (await Parked(world, "a"), await Parked(world, "b"));
        var retries = new Retries(world.Database, Time);

        Assert.Equal(0, await retries.Deliveries(TenantId.New(Time), null, null, one, Ct));
        Assert.Equal(1, await retries.Deliveries(world.Tenant, InboxState.Parked, world.Connection.Id, one, Ct));
        var row = Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now.AddMinutes(2), Ct));
        Assert.Equal((one, 1), (row.Id, row.Attempts));

        Assert.Equal(0, await retries.Deliveries(world.Tenant, InboxState.WaitingForReader, null, null, Ct));
        Assert.Equal(1, await retries.Deliveries(world.Tenant, null, null, null, Ct));
        Assert.Equal(two, Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now.AddMinutes(2), Ct)).Id);
    }

    [SkippableFact]
    public async Task What_has_no_body_any_more_stays()
    {
        await using var world = await AWorld();
        var id = await Parked(world, "a");
        await world.Database.Write(work => work.Execute(ForgetBody, new { Id = id }, Ct), Ct);

        Assert.Equal(0, await new Retries(world.Database, Time).Deliveries(world.Tenant, null, null, null, Ct));
    }

    [SkippableFact]
    public async Task One_learner_is_put_back_whole_and_decided_again()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner("Misaki");
        var other = await world.AddLearner("Emi");
        var (mine, theirs) = (await Parked(world, "a", learner), await Parked(world, "b", other));
        var award = await world.AddAward(learner);
        await world.Awards.Postpone([award], until: null, "issuer-key-missing", Ct);
        Assert.Equal(AwardState.Parked, await world.Read<AwardState>(FindAwardState, new { Id = award }));

        Assert.Equal(2, await new Retries(world.Database, Time).Learner(world.Tenant, learner, Ct));

        Assert.Equal(mine, Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now.AddMinutes(2), Ct)).Id);
        Assert.NotEqual(mine, theirs);
        Assert.Equal(award, Assert.Single(await world.Awards.FindIn(AwardState.Awarded, 9, world.Now, Ct)));
        Assert.Equal([world.KeyOf(learner)], await world.Evaluations.FindDue(9, world.Now, Ct));
    }

    [SkippableFact]
    public async Task A_message_that_was_given_up_is_sent_again()
    {
        await using var world = await AWorld(reportsToGradebook: true);
        var award = await world.AddAward(await world.AddLearner("Misaki"));
        await world.Awards.StoreDocuments([new(award, world.Tenant, [])], Ct);
        var delivery = Assert.Single(await world.Deliveries.Open([award], world.Now, Ct));
        await world.Deliveries.Postpone(delivery, until: null, "ags-refused", Ct);
        Assert.Empty(await world.Deliveries.FindDue(9, world.Now.AddDays(1), Ct));
        var retries = new Retries(world.Database, Time);

        Assert.Equal(0, await retries.Awards(world.Tenant, Ct));
        Assert.Equal(0, await retries.Messages(TenantId.New(Time), Ct));
        Assert.Equal(1, await retries.Messages(world.Tenant, Ct));
        Assert.Equal(0, Assert.Single(await world.Deliveries.FindDue(9, world.Now, Ct)).Attempts);
    }

    private static async Task<InboxId> Parked(RoadWorld world, string key, LearnerId? learner = null)
    {
        await world.Inbox.Store(world.ADelivery(key), Ct);
        var row = (await world.Inbox.Claim(10, world.Now, world.Now.AddMinutes(2), Ct)).Single();
        await world.Inbox.Finish([new(row.Id, InboxState.Parked, "grade", "webhook-connection-gone")], Ct);
        if (learner is not null) await world.Database.Write(work => work.Execute(SetLearner, new { row.Id, Learner = learner }, Ct), Ct);
        return row.Id;
    }
}

public sealed class RetryOnSqlite() : RetrySpec(TestEngine.Sqlite());

public sealed class RetryOnPostgreSql() : RetrySpec(TestEngine.PostgreSql());

public sealed class RetryOnSqlServer() : RetrySpec(TestEngine.SqlServer());
