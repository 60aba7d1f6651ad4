using System.Text;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Retention;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Retention;
using LtiBadgeConnector.Storage.Secrets;
using LtiBadgeConnector.Storage.Sessions;
using LtiBadgeConnector.StorageTests.Road;

namespace LtiBadgeConnector.StorageTests.Retention;

public abstract class PurgeSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly RetentionOptions Options = new() { RawBodies = TimeSpan.FromDays(30), Refusals = TimeSpan.FromDays(90) };
    private const string Grade = """
        {"type":"grade.updated","timestamp":"2026-10-15T00:01:40Z","data":{"occurred_at":"2026-10-15T00:01:38Z","course":{"id":57},"user":{"id":1204,"idnumber":"B2301417"},
        "grade_item":{"id":611,"name":"Quiz 3"},"score":{"given":17.5,"min":0,"max":20,"final":true,"hidden":false}}}
        """;

    private static readonly Sql FindBody = new("SELECT body FROM inbox WHERE id = @Id");
    private static readonly Sql FindHash = new("SELECT content_hash FROM inbox WHERE id = @Id");
    private static readonly Sql CountBodies = new("SELECT COUNT(*) FROM inbox WHERE body IS NOT NULL");
    private static readonly Sql CountTickets = new("SELECT COUNT(*) FROM tickets");

    [SkippableFact]
    public async Task A_finished_delivery_loses_its_body_after_its_time_and_keeps_the_rest()
    {
        await using var world = await AWorld();
        var done = await Finished(world, "old", InboxState.Done);
        var parked = await Finished(world, "old-parked", InboxState.Parked);
        Time.Advance(TimeSpan.FromDays(1));
        var young = await Finished(world, "young", InboxState.Done);
        Time.Advance(TimeSpan.FromDays(29));

        await new RawBodyPurge(world.Database).Purge(Options, world.Now, Ct);

        Assert.Null(await Body(world, done));
        Assert.Null(await Body(world, parked));
        Assert.NotNull(await Body(world, young));
        Assert.NotNull(await world.Read<byte[]>(FindHash, new { Id = done }));
        Assert.Equal(Stored.Duplicate, await world.Inbox.Store(world.ADelivery("old"), Ct));
    }

    [SkippableFact]
    public async Task What_still_waits_keeps_its_body_however_old_it_is()
    {
        await using var world = await AWorld();
        var waiting = await Finished(world, "waiting", InboxState.WaitingForLearner);
        await world.Inbox.Store(world.ADelivery("received"), Ct);
        Time.Advance(TimeSpan.FromDays(365));

        await new RawBodyPurge(world.Database).Purge(Options, world.Now, Ct);

        Assert.NotNull(await Body(world, waiting));
        Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now.AddMinutes(2), Ct));
    }

    [SkippableFact]
    public async Task What_still_waits_after_its_time_is_reduced_to_its_events()
    {
        await using var world = await AWorld();
        var old = await Finished(world, "old", InboxState.WaitingForLearner, Grade);
        var unreadable = await Finished(world, "odd", InboxState.WaitingForReader);
        Time.Advance(TimeSpan.FromDays(2));
        var young = await Finished(world, "young", InboxState.WaitingForReader, Grade);
        Time.Advance(TimeSpan.FromDays(29));
        var connectors = LmsConnectors.All(new(TimeSpan.FromMinutes(5)), null!);
        var purge = new WaitingBodyPurge(world.Database, world.Protector, world.Connections, connectors, new(world.Database));

        await purge.Purge(Options, world.Now, Ct);
        await purge.Purge(Options, world.Now, Ct);

        var body = await Opened(world, old);
        Assert.DoesNotContain("B2301417", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        Assert.Equivalent(connectors[0].Read(Encoding.UTF8.GetBytes(Grade), world.Connection), MinimisedBody.TryRead(body), strict: true);
        Assert.Equal(Grade, Encoding.UTF8.GetString(await Opened(world, young)));
        Assert.Equal("{}", Encoding.UTF8.GetString(await Opened(world, unreadable)));
        Time.Advance(TimeSpan.FromDays(2));
        await purge.Purge(Options, world.Now, Ct);
        Assert.NotNull(MinimisedBody.TryRead(await Opened(world, young)));
    }

    [SkippableFact]
    public async Task Many_old_bodies_go_in_one_run()
    {
        await using var world = await AWorld();
        const int many = Pieces.Most + 500;
        await Task.WhenAll(Enumerable.Range(0, many).Select(n => world.Inbox.Store(world.ADelivery($"msg_{n}"), Ct)));
        while (await world.Inbox.Claim(1000, world.Now, world.Now.AddMinutes(2), Ct) is { Count: > 0 } rows)
            await world.Inbox.Finish([.. rows.Select(row => new InboxOutcome(row.Id, InboxState.Done, "grade"))], Ct);
        Assert.Equal(many, await world.Read<long>(CountBodies));
        Time.Advance(TimeSpan.FromDays(30));

        await new RawBodyPurge(world.Database).Purge(Options, world.Now, Ct);

        Assert.Equal(0, await world.Read<long>(CountBodies));
    }

    [SkippableFact]
    public async Task Lines_about_refusals_go_after_their_time()
    {
        await using var world = await AWorld();
        await world.Connections.NoteRefusal(world.Connection.Id, "webhook-signature-wrong", null, world.Now, Ct);
        Time.Advance(TimeSpan.FromDays(89));
        await world.Connections.NoteRefusal(world.Connection.Id, "webhook-timestamp-outside", null, world.Now, Ct);
        Time.Advance(TimeSpan.FromDays(2));

        await new RefusalPurge(world.Database).Purge(Options, world.Now, Ct);

        Assert.Equal("webhook-timestamp-outside", Assert.Single(await world.Connections.Log(world.Tenant, world.Connection.Id, 10, Ct)).Problem);
    }

    [SkippableFact]
    public async Task What_has_an_end_of_its_own_goes_a_day_after_it()
    {
        await using var world = await AWorld();
        var tickets = new TicketRepository(world.Database, Time);
        await tickets.Create("download", "a", TimeSpan.FromMinutes(1), Ct);
        await tickets.Create("download", "b", TimeSpan.FromDays(2), Ct);
        var purge = new ExpiredPurge(
            new(world.Database, world.Protector), tickets, new InvitationRepository(world.Database), new SessionRepository(world.Database),
            new AdministratorRepository(world.Database), new(world.Database));

        Time.Advance(TimeSpan.FromHours(2));
        await purge.Purge(Options, world.Now, Ct);
        Assert.Equal(2, await world.Read<long>(CountTickets));
        Time.Advance(TimeSpan.FromDays(1));
        await purge.Purge(Options, world.Now, Ct);

        Assert.Equal(1, await world.Read<long>(CountTickets));
    }

    private static async Task<InboxId> Finished(RoadWorld world, string key, InboxState state, string body = "{}")
    {
        await world.Inbox.Store(world.ADelivery(key, body), Ct);
        var row = Assert.Single(await world.Inbox.Claim(10, world.Now, world.Now.AddMinutes(2), Ct));
        string[]? waitsFor = state == InboxState.WaitingForLearner ? ["lti-sub:unknown"] : null;
        await world.Inbox.Finish([new(row.Id, state, "grade", state == InboxState.Parked ? "webhook-connection-gone" : null, WaitsFor: waitsFor)], Ct);
        return row.Id;
    }

    private static async Task<byte[]> Opened(RoadWorld world, InboxId id) => world.Protector.Unprotect((await Body(world, id))!, SecretPurposes.InboxBody);

    private static Task<byte[]?> Body(RoadWorld world, InboxId id) => world.Read<byte[]>(FindBody, new { Id = id });
}

public sealed class PurgeOnSqlite() : PurgeSpec(TestEngine.Sqlite());

public sealed class PurgeOnPostgreSql() : PurgeSpec(TestEngine.PostgreSql());

public sealed class PurgeOnSqlServer() : PurgeSpec(TestEngine.SqlServer());
