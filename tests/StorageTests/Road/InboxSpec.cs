using System.Text;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.StorageTests.Road;

public abstract class InboxSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly Sql FindBody = new("SELECT body FROM inbox WHERE id = @Id");
    private static readonly Sql FindState = new("SELECT state FROM inbox WHERE id = @Id");

    [SkippableFact]
    public async Task A_delivery_is_stored_once_and_its_body_is_not_readable()
    {
        await using var world = await AWorld();
        var delivery = world.ADelivery("msg_1", """{"grade":92}""");

        Assert.Equal(Stored.New, await world.Inbox.Store(delivery, Ct));
        Assert.Equal(Stored.Duplicate, await world.Inbox.Store(delivery with { Id = InboxId.New(Time) }, Ct));
        Assert.Equal(Stored.Conflict, await world.Inbox.Store(world.ADelivery("msg_1", """{"grade":93}"""), Ct));

        Assert.DoesNotContain("grade", Encoding.UTF8.GetString((await world.Read<byte[]>(FindBody, new { delivery.Id }))!), StringComparison.Ordinal);
        var claimed = Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct));
        Assert.Equal((delivery.Id, delivery.Tenant, delivery.Connection, 1), (claimed.Id, claimed.Tenant, claimed.Connection, claimed.Attempts));
        Assert.Equal(delivery.ReceivedAt, claimed.ReceivedAt);
        Assert.Equal(delivery.Body, claimed.Body);
    }

    [SkippableFact]
    public async Task What_was_sent_under_an_id_is_found_again_by_its_connection_only()
    {
        await using var world = await AWorld();
        var delivery = world.ADelivery("msg_1", """{"grade":92}""");
        await world.Inbox.Store(delivery, Ct);

        Assert.Equal(delivery.Body, await world.Inbox.FindBody(delivery.Tenant, delivery.Connection, "msg_1", Ct));
        Assert.Null(await world.Inbox.FindBody(delivery.Tenant, delivery.Connection, "msg_2", Ct));
        Assert.Null(await world.Inbox.FindBody(TenantId.New(Time), delivery.Connection, "msg_1", Ct));
        Assert.Null(await world.Inbox.FindBody(delivery.Tenant, ConnectionId.New(Time), "msg_1", Ct));
    }

    [SkippableFact]
    public async Task Ids_that_differ_only_in_case_are_different_deliveries()
    {
        await using var world = await AWorld();

        Assert.Equal(Stored.New, await world.Inbox.Store(world.ADelivery("Msg"), Ct));
        Assert.Equal(Stored.New, await world.Inbox.Store(world.ADelivery("msg"), Ct));
    }

    [SkippableFact]
    public async Task Many_callers_at_once_each_get_the_answer_to_their_own_delivery()
    {
        await using var world = await AWorld();
        NewDelivery[] deliveries = [.. Enumerable.Range(0, 600).Select(n => world.ADelivery($"msg_{n % 300}", n % 3 == 0 && n >= 300 ? "other" : "same"))];
        foreach (var first in deliveries[..300]) Assert.Equal(Stored.New, await world.Inbox.Store(first, Ct));

        var answers = await Task.WhenAll(deliveries[300..].Select(again => world.Inbox.Store(again with { Id = InboxId.New(Time) }, Ct)));

        Assert.All(answers.Select((answer, n) => (answer, n)), one => Assert.Equal(one.n % 3 == 0 ? Stored.Conflict : Stored.Duplicate, one.answer));
        Assert.Equal(300, (await world.Connections.Counts(world.Tenant, world.Connection.Id, "2026-11-22", Ct)).Single().Count);
    }

    [SkippableFact]
    public async Task One_of_many_equal_deliveries_at_once_is_new()
    {
        await using var world = await AWorld();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => world.Inbox.Store(world.ADelivery("msg_1"), Ct))));

        Assert.Equal(1, answers.Count(answer => answer == Stored.New));
        Assert.Equal(63, answers.Count(answer => answer == Stored.Duplicate));
    }

    [SkippableFact]
    public async Task A_full_queue_says_overloaded_and_stores_nothing()
    {
        await using var world = await AWorld(mostWaiting: 2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(n => world.Inbox.Store(world.ADelivery($"msg_{n}"), Ct)));

        Assert.Contains(Stored.Overloaded, answers);
        var stored = await world.Inbox.Claim(1000, world.Now, world.Now + Lease, Ct);
        Assert.Equal(Math.Min(1000, answers.Count(answer => answer == Stored.New)), stored.Count);
    }

    [SkippableFact]
    public async Task A_row_is_claimed_by_one_of_many_claimers()
    {
        await using var world = await AWorld();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => world.Inbox.Store(world.ADelivery($"msg_{n}"), Ct)));

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ClaimAll(world))));

        var ids = claims.SelectMany(claimed => claimed).ToList();
        Assert.Equal(200, ids.Count);
        Assert.Equal(200, ids.Distinct().Count());
    }

    [SkippableFact]
    public async Task A_claim_that_outlives_its_lease_is_available_again()
    {
        await using var world = await AWorld();
        await world.Inbox.Store(world.ADelivery("msg_1"), Ct);
        await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct);

        Assert.Equal(0, await world.Inbox.ReleaseExpired(world.Now, Ct));
        Time.Advance(Lease);
        Assert.Equal(1, await world.Inbox.ReleaseExpired(world.Now, Ct));
        Assert.Equal(2, Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct)).Attempts);
        Assert.Equal(1, await world.Inbox.ReleaseAll(Ct));
        Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct));
    }

    [SkippableFact]
    public async Task A_row_put_back_waits_for_its_time()
    {
        await using var world = await AWorld();
        var row = await StoreAndClaim(world, "msg_1");

        await world.Inbox.Finish([new(row.Id, InboxState.Received, "grade", "moodle-unreachable", world.Now + Lease)], Ct);

        Assert.Empty(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct));
        Time.Advance(Lease);
        Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct));
    }

    [SkippableFact]
    public async Task An_unused_event_is_counted_by_type_and_its_body_dropped()
    {
        await using var world = await AWorld();
        var row = await StoreAndClaim(world, "msg_1");

        await world.Inbox.Finish([new(row.Id, InboxState.Unused, "forum.posted")], Ct);

        Assert.Null(await world.Read<byte[]>(FindBody, new { row.Id }));
        Assert.Equal(new("2026-11-22", "unused:forum.posted", 1), Assert.Single(await world.Connections.Counts(world.Tenant, world.Connection.Id, "2026-11-22", Ct)));
        Assert.Equal(Stored.Duplicate, await world.Inbox.Store(world.ADelivery("msg_1"), Ct));
    }

    [SkippableFact]
    public async Task A_delivery_for_an_unknown_learner_waits_under_each_key()
    {
        await using var world = await AWorld();
        var row = await StoreAndClaim(world, "msg_1");

        await world.Inbox.Finish([new(row.Id, InboxState.WaitingForLearner, "grade", "learner-unknown", WaitsFor: ["lti-sub:a:b", "lms-user-id:9"])], Ct);

        Assert.Equal(InboxState.WaitingForLearner, await world.Read<InboxState>(FindState, new { row.Id }));
        Assert.Equal(2, await world.Read<long>(new("SELECT COUNT(*) FROM inbox_waits WHERE inbox_id = @Id AND learner_key IN @Keys"), new { row.Id, Keys = new[] { "lti-sub:a:b", "lms-user-id:9" } }));
    }

    [SkippableFact]
    public async Task A_learner_who_became_known_meanwhile_does_not_leave_the_delivery_waiting()
    {
        await using var world = await AWorld();
        var row = await StoreAndClaim(world, "msg_1");
        var key = LearnerKey.LmsUser("9");
        await world.BindKey(await world.AddLearner(), key.Scheme, key.Value);

        await world.Inbox.Finish([new(row.Id, InboxState.WaitingForLearner, "grade", "learner-unknown", WaitsFor: [key.ToString()])], Ct);

        Assert.Equal(row.Id, Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct)).Id);
    }

    [SkippableFact]
    public async Task A_hint_that_nobody_could_confirm_is_tried_again_at_its_time()
    {
        await using var world = await AWorld();
        var row = await StoreAndClaim(world, "msg_1");
        await world.Inbox.Finish([new(row.Id, InboxState.WaitingForReader, "grade", "hint-without-reader", world.Now + Lease)], Ct);

        Assert.Equal(0, await world.Inbox.WakeHints(world.Now, Ct));
        Assert.Empty(await world.Inbox.Claim(10, world.Now + Lease, world.Now + 2 * Lease, Ct));
        Time.Advance(Lease);
        Assert.Equal(1, await world.Inbox.WakeHints(world.Now, Ct));
        Assert.Equal(row.Id, Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct)).Id);
    }

    [SkippableFact]
    public async Task A_delivery_stands_on_the_road_of_the_learner_it_is_about()
    {
        await using var world = await AWorld();
        var (one, other) = (await world.AddLearner(), await world.AddLearner());
        var row = await StoreAndClaim(world, "msg_1");
        await world.Inbox.Finish([new(row.Id, InboxState.Received, "grade", "lms-timeout", world.Now) { Learner = one }], Ct);
        Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct));
        await world.Inbox.Finish([new(row.Id, InboxState.Parked, "grade", "number-too-long")], Ct);
        await StoreAndClaim(world, "msg_2");
        var pages = new RoadPages(world.Database);

        Assert.Equal(
            [new RoadArrival(world.Now, "Webhook", "grade", InboxState.Parked, 2, null, "number-too-long", world.Now)],
            (await pages.Of(world.Tenant, one, Ct)).Arrivals);
        Assert.Empty((await pages.Of(world.Tenant, other, Ct)).Arrivals);
        Assert.Empty((await pages.Of(TenantId.New(Time), one, Ct)).Arrivals);

        await new LearnerRepository(world.Database).Join(world.Tenant, other, one, world.Now, Ct);
        Assert.Single((await pages.Of(world.Tenant, other, Ct)).Arrivals);
    }

    private async Task<InboxRow> StoreAndClaim(RoadWorld world, string key)
    {
        await world.Inbox.Store(world.ADelivery(key), Ct);
        return Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now + Lease, Ct));
    }

    private async Task<List<InboxId>> ClaimAll(RoadWorld world)
    {
        List<InboxId> mine = [];
        while (await world.Inbox.Claim(7, world.Now, world.Now + Lease, Ct) is { Count: > 0 } rows) mine.AddRange(rows.Select(row => row.Id));
        return mine;
    }
}

public sealed class InboxOnSqlite() : InboxSpec(TestEngine.Sqlite());

public sealed class InboxOnPostgreSql() : InboxSpec(TestEngine.PostgreSql());

public sealed class InboxOnSqlServer() : InboxSpec(TestEngine.SqlServer());
