using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Storage.Platforms;

namespace LtiBadgeConnector.StorageTests.Platforms;

public abstract class OneTimeSpec(TestEngine engine) : Spec(engine)
{
    private readonly PurposeBoundProtector protector = new();
    private World world = null!;

    [SkippableFact]
    public async Task A_login_is_consumed_once_however_many_try()
    {
        var logins = await Logins();
        await logins.Issue(ALogin(), Ct);

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => logins.Consume("state", world.Now, Ct))));

        Assert.Single(won, true);
        Assert.Equal(world.Now, (await logins.Find("state", Ct))!.ConsumedAt);
    }

    [SkippableFact]
    public async Task A_login_that_expired_cannot_be_consumed_or_held()
    {
        var logins = await Logins();
        await logins.Issue(ALogin(), Ct);

        Assert.False(await logins.Consume("state", world.Now.AddMinutes(10), Ct));
        Assert.False(await logins.Hold("state", "{}", world.Now.AddMinutes(10), Ct));
    }

    [SkippableFact]
    public async Task Held_claims_are_kept_once_encrypted_and_forgotten_when_consumed()
    {
        var logins = await Logins();
        await logins.Issue(ALogin(), Ct);

        Assert.True(await logins.Hold("state", """{"name":"葵"}""", world.Now, Ct));
        Assert.False(await logins.Hold("state", """{"name":"other"}""", world.Now, Ct));
        Assert.Equal(ALogin() with { HeldClaims = """{"name":"葵"}""" }, await logins.Find("state", Ct));

        Assert.True(await logins.Consume("state", world.Now, Ct));
        Assert.Null((await logins.Find("state", Ct))!.HeldClaims);
    }

    [SkippableFact]
    public async Task Expired_logins_are_purged()
    {
        var logins = await Logins();
        await logins.Issue(ALogin(), Ct);

        Assert.Equal(0, await logins.Purge(world.Now, Ct));
        Assert.Equal(1, await logins.Purge(world.Now.AddHours(1), Ct));
        Assert.Null(await logins.Find("state", Ct));
    }

    [SkippableFact]
    public async Task A_ticket_gives_its_content_once()
    {
        await Begin();
        var tickets = new TicketRepository(world.Database, world.Time);
        var code = await tickets.Create("window", """{"a":1}""", TimeSpan.FromMinutes(1), Ct);

        Assert.Null(await tickets.Use("download", code, Ct));
        var used = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => tickets.Use("window", code, Ct))));
        Assert.Equal("""{"a":1}""", Assert.Single(used, content => content is not null));
    }

    [SkippableFact]
    public async Task A_ticket_expires()
    {
        await Begin();
        var tickets = new TicketRepository(world.Database, world.Time);
        var code = await tickets.Create("window", "x", TimeSpan.FromMinutes(1), Ct);
        world.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await tickets.Use("window", code, Ct));
    }

    [SkippableFact]
    public async Task A_key_is_used_once_for_each_kind()
    {
        await Begin();
        var used = new TicketRepository(world.Database, world.Time);

        Assert.True(await used.TryUse("notice", "n1", world.Now.AddDays(1), Ct));
        Assert.False(await used.TryUse("notice", "n1", world.Now.AddDays(1), Ct));
        Assert.True(await used.TryUse("jti", "n1", world.Now.AddDays(1), Ct));
        Assert.Equal(2, await used.Purge(world.Now.AddDays(2), Ct));
        Assert.True(await used.TryUse("notice", "n1", world.Now.AddDays(9), Ct));
    }

    [SkippableFact]
    public async Task An_invitation_is_for_one_platform_and_only_its_tenant_sees_it()
    {
        await Begin();
        var invitations = new InvitationRepository(world.Database);
        var invitation = new Invitation(world.Tenant, "For Moodle", world.Now, world.Now.AddDays(7));
        var code = await invitations.Create(invitation, Ct);

        Assert.Equal(invitation, await invitations.FindValid(code, world.Now, Ct));
        Assert.Null(await invitations.FindValid(code, world.Now.AddDays(7), Ct));
        Assert.Equal([invitation], await invitations.Open(world.Tenant, world.Now, Ct));
        Assert.Empty(await invitations.Open(new(Guid.NewGuid()), world.Now, Ct));
        Assert.True(await invitations.TryUse(code, world.Platform, world.Now, Ct));
        Assert.True(await invitations.TryUse(code, world.Platform, world.Now, Ct));
        Assert.False(await invitations.TryUse(code, PlatformId.New(TimeProvider.System), world.Now, Ct));
        Assert.Equal(world.Platform, (await invitations.FindValid(code, world.Now, Ct))?.Platform);
        Assert.Empty(await invitations.Open(world.Tenant, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Nodes_that_start_together_sign_with_one_key()
    {
        await Begin();
        using var one = Keys();
        using var other = Keys();

        var pairs = await Task.WhenAll(new[] { one, other }.Select(keys => Task.Run(() => keys.Active(world.Tenant.Value, Ct))));

        Assert.Equal(pairs[0].Public.Kid, pairs[1].Public.Kid);
        Assert.Equal(ToolKeyState.Active, Assert.Single(await one.Published(Ct)).State);
    }

    [SkippableFact]
    public async Task A_restarted_server_opens_the_key_it_stored()
    {
        await Begin();
        using var before = Keys();
        var first = await before.Active(world.Tenant.Value, Ct);
        using var after = Keys();

        Assert.Equal(first.Pkcs8(), (await after.Active(world.Tenant.Value, Ct)).Pkcs8());
    }

    [SkippableFact]
    public async Task A_published_key_takes_over_a_day_later_and_the_old_one_leaves_after_two()
    {
        await Begin();
        using var keys = Keys();
        var old = (await keys.Active(world.Tenant.Value, Ct)).Public.Kid;
        var next = (await keys.Publish(Ct)).Kid;

        await keys.Advance(emergency: false, Ct);
        Assert.Equal(old, (await keys.Active(world.Tenant.Value, Ct)).Public.Kid);
        world.Time.Advance(TimeSpan.FromHours(24));
        await keys.Advance(emergency: false, Ct);
        Assert.Equal(next, (await keys.Active(world.Tenant.Value, Ct)).Public.Kid);
        Assert.Equal(2, (await keys.Published(Ct)).Count);
        world.Time.Advance(TimeSpan.FromHours(48));
        await keys.Advance(emergency: false, Ct);
        Assert.Equal(next, Assert.Single(await keys.Published(Ct)).Kid);
    }

    private ToolKeyRepository Keys() => new(world.Database, protector, world.Time);

    private PendingLogin ALogin() => new(
        "state", "nonce", "verifier", world.Registration.Id, new(world.Issuer, "hint", MessageHint: """{"quoted":"ヒント"}"""), world.Now, world.Now.AddMinutes(10));

    private async Task<LoginRepository> Logins()
    {
        await Begin();
        return new(world.Database, protector);
    }

    private async Task Begin() => world = await World.In(await Engine.Migrated());
}

public sealed class OneTimeOnSqlite() : OneTimeSpec(TestEngine.Sqlite());

public sealed class OneTimeOnPostgreSql() : OneTimeSpec(TestEngine.PostgreSql());

public sealed class OneTimeOnSqlServer() : OneTimeSpec(TestEngine.SqlServer());
