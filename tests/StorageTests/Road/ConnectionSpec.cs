using System.Text;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Courses;

namespace LtiBadgeConnector.StorageTests.Road;

public abstract class ConnectionSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql FindSealed = new("SELECT secrets FROM connections WHERE id = @Id");

    [SkippableFact]
    public async Task A_connection_comes_back_as_it_was_and_its_secrets_are_not_readable()
    {
        await using var world = await AWorld();

        var found = await world.Connections.FindByKey(world.Connection.Key!, Ct);

        Assert.Equivalent(world.Connection, found, strict: true);
        Assert.Equivalent(world.Connection, await world.Connections.Find(world.Connection.Id, Ct), strict: true);
        Assert.DoesNotContain("whsec_first", Encoding.UTF8.GetString((await world.Read<byte[]>(FindSealed, new { world.Connection.Id }))!), StringComparison.Ordinal);
        Assert.Null(await world.Connections.FindByKey("guessed", Ct));
    }

    [SkippableFact]
    public async Task A_new_secret_is_added_and_the_one_before_stays_valid()
    {
        await using var world = await AWorld();

        Assert.True(await world.Connections.RotateSecret(world.Tenant, world.Connection.Id, "whsec_second", Ct));
        Assert.Equal(["whsec_second", "whsec_first"], (await world.Connections.FindByKey(world.Connection.Key!, Ct))!.Secrets);
        await world.Connections.RotateSecret(world.Tenant, world.Connection.Id, "whsec_third", Ct);
        Assert.Equal(["whsec_third", "whsec_second"], (await world.Connections.FindByKey(world.Connection.Key!, Ct))!.Secrets);
    }

    [SkippableFact]
    public async Task Settings_are_changed_one_by_one_and_an_empty_one_is_taken_away()
    {
        await using var world = await AWorld();
        await world.Connections.ChangeSettings(world.Tenant, world.Connection.Id, new Dictionary<string, string> { ["accountUuid"] = "a", ["accountId"] = "1" }, Ct);
        await world.Connections.ChangeSettings(world.Tenant, world.Connection.Id, new Dictionary<string, string> { ["accountUuid"] = "b", ["accountId"] = "" }, Ct);

        var settings = (await world.Connections.FindByKey(world.Connection.Key!, Ct))!.Settings;
        Assert.Equal("b", settings["accountUuid"]);
        Assert.DoesNotContain("accountId", settings.Keys);
        Assert.False(await world.Connections.ChangeSettings(TenantId.New(Time), world.Connection.Id, new Dictionary<string, string>(), Ct));
    }

    [SkippableFact]
    public async Task Those_of_a_kind_that_are_switched_on_are_found_whoever_they_belong_to()
    {
        await using var world = await AWorld();
        Assert.Equal([world.Connection.Id], (await world.Connections.OfKind(world.Connection.Kind, Ct)).Select(one => one.Id));
        Assert.Empty(await world.Connections.OfKind(ConnectionKinds.CanvasQueue, Ct));
        await world.Connections.SetEnabled(world.Tenant, world.Connection.Id, isEnabled: false, Ct);
        Assert.Empty(await world.Connections.OfKind(world.Connection.Kind, Ct));
    }

    [SkippableFact]
    public async Task A_change_is_seen_at_once()
    {
        await using var world = await AWorld();
        await world.Connections.FindByKey(world.Connection.Key!, Ct);

        Assert.True(await world.Connections.SetEnabled(world.Tenant, world.Connection.Id, isEnabled: false, Ct));
        Assert.False((await world.Connections.FindByKey(world.Connection.Key!, Ct))!.IsEnabled);
        Assert.True(await world.Connections.Remove(world.Tenant, world.Connection.Id, Ct));
        Assert.Null(await world.Connections.FindByKey(world.Connection.Key!, Ct));
    }

    [SkippableFact]
    public async Task Another_tenant_changes_nothing()
    {
        await using var world = await AWorld();
        var stranger = TenantId.New(Time);

        Assert.False(await world.Connections.RotateSecret(stranger, world.Connection.Id, "whsec_second", Ct));
        Assert.False(await world.Connections.SetEnabled(stranger, world.Connection.Id, isEnabled: false, Ct));
        Assert.False(await world.Connections.Remove(stranger, world.Connection.Id, Ct));
        Assert.Empty(await world.Connections.OfPlatform(stranger, world.Platform, Ct));
        Assert.Empty(await world.Connections.OfTenant(stranger, Ct));
        Assert.Empty(await world.Connections.Log(stranger, world.Connection.Id, 10, Ct));
        Assert.Single(await world.Connections.OfPlatform(world.Tenant, world.Platform, Ct));
        Assert.Single(await world.Connections.OfTenant(world.Tenant, Ct));
    }

    [SkippableFact]
    public async Task The_log_shows_deliveries_and_refusals_newest_first()
    {
        await using var world = await AWorld();
        await world.Inbox.Store(world.ADelivery("msg_1"), Ct);
        Time.Advance(TimeSpan.FromSeconds(1));
        await world.Connections.NoteRefusal(world.Connection.Id, "webhook-signature-wrong", new string('x', 5000), world.Now, Ct);

        var log = await world.Connections.Log(world.Tenant, world.Connection.Id, 10, Ct);

        Assert.Equal([("webhook-signature-wrong", null), (null, InboxState.Received)], log.Select(line => (line.Problem, line.State)));
        Assert.Equal(1000, log[0].Detail!.Length);
    }

    [SkippableFact]
    public async Task Rubbish_does_not_fill_the_log()
    {
        await using var world = await AWorld();

        for (var n = 0; n < 100; n++) await world.Connections.NoteRefusal(world.Connection.Id, "webhook-signature-wrong", null, world.Now, Ct);

        Assert.Equal(60, (await world.Connections.Log(world.Tenant, world.Connection.Id, 1000, Ct)).Count);
    }

    [SkippableFact]
    public async Task A_new_connection_wakes_hints_that_nobody_could_confirm()
    {
        await using var world = await AWorld();
        await world.Inbox.Store(world.ADelivery("msg_1"), Ct);
        var row = Assert.Single(await world.Inbox.Claim(1, world.Now, world.Now.AddMinutes(1), Ct));
        await world.Inbox.Finish([new(row.Id, InboxState.WaitingForReader, "grade", "hint-without-reader")], Ct);
        Assert.Empty(await world.Inbox.Claim(1, world.Now, world.Now.AddMinutes(1), Ct));

        await world.Connections.Add(world.ANewConnection() with { Kind = ConnectionKinds.MoodleWebServices, Key = null }, Ct);

        Assert.Equal(row.Id, Assert.Single(await world.Inbox.Claim(1, world.Now, world.Now.AddMinutes(1), Ct)).Id);
    }

    [SkippableFact]
    public async Task A_connection_switched_on_again_wakes_hints_and_courses_that_failed()
    {
        await using var world = await AWorld();
        var course = new CourseRepository(world.Database);
        await course.SetNextReading(world.Tenant, world.Course, attempts: 4, world.Now.AddHours(1), Ct);
        await world.Inbox.Store(world.ADelivery("msg_1"), Ct);
        var row = Assert.Single(await world.Inbox.Claim(1, world.Now, world.Now.AddMinutes(1), Ct));
        await world.Inbox.Finish([new(row.Id, InboxState.WaitingForReader, "grade", "moodle-token-refused")], Ct);

        await world.Connections.SetEnabled(world.Tenant, world.Connection.Id, isEnabled: false, Ct);
        Assert.Empty(await world.Inbox.Claim(1, world.Now, world.Now.AddMinutes(1), Ct));
        await world.Connections.SetEnabled(world.Tenant, world.Connection.Id, isEnabled: true, Ct);

        Assert.Equal(row.Id, Assert.Single(await world.Inbox.Claim(1, world.Now, world.Now.AddMinutes(1), Ct)).Id);
        Assert.Equal(0, Assert.Single(await course.DueForReading(10, world.Now, Ct)).Attempts);
    }
}

public sealed class ConnectionsOnSqlite() : ConnectionSpec(TestEngine.Sqlite());

public sealed class ConnectionsOnPostgreSql() : ConnectionSpec(TestEngine.PostgreSql());

public sealed class ConnectionsOnSqlServer() : ConnectionSpec(TestEngine.SqlServer());
