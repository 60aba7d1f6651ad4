using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Administrators;

namespace LtiBadgeConnector.StorageTests.Administrators;

public abstract class AdministratorSpec(TestEngine engine) : Spec(engine)
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new(Guid.NewGuid());

    [SkippableFact]
    public async Task A_login_is_one_person_in_whatever_case_it_is_typed()
    {
        var administrators = new AdministratorRepository(await Engine.Migrated());
        var ada = AnAdministrator("Ada@Example.org");

        Assert.True(await administrators.Create(ada, Ct));
        Assert.False(await administrators.Create(AnAdministrator("ada@example.org"), Ct));

        Assert.Equal(ada with { Login = "ada@example.org" }, await administrators.FindByLogin(" ADA@example.org", Ct));
        Assert.Equal(1, await administrators.Count(Ct));
        Assert.Single(await administrators.All(Ct));
    }

    [SkippableFact]
    public async Task Wrong_passwords_at_once_all_count_and_lock_out()
    {
        var administrators = new AdministratorRepository(await Engine.Migrated());
        var ada = AnAdministrator("ada");
        await administrators.Create(ada, Ct);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => administrators.NoteFailure(ada.Id, 5, Now.AddMinutes(10), Now, Ct))));

        Assert.Equal(Now.AddMinutes(10), (await administrators.Find(ada.Id, Ct))!.LockedUntil);
        Assert.False(await administrators.TrySignIn(ada.Id, Now.AddMinutes(9), Ct));
        Assert.True(await administrators.TrySignIn(ada.Id, Now.AddMinutes(10), Ct));
        Assert.Equal((0, null, Now.AddMinutes(10)), await StateOf(administrators, ada.Id));
    }

    [SkippableFact]
    public async Task A_new_password_changes_the_stamp_and_ends_a_lock_out()
    {
        var administrators = new AdministratorRepository(await Engine.Migrated());
        var ada = AnAdministrator("ada");
        await administrators.Create(ada, Ct);
        await administrators.NoteFailure(ada.Id, 1, Now.AddMinutes(10), Now, Ct);

        Assert.True(await administrators.SetPassword(ada.Id, "hash", "stamp-2", Ct));

        var changed = await administrators.Find(ada.Id, Ct);
        Assert.Equal(("hash", "stamp-2", null), (changed!.PasswordHash, changed.SecurityStamp, changed.LockedUntil));
    }

    [SkippableFact]
    public async Task A_link_lets_in_once()
    {
        var administrators = new AdministratorRepository(await Engine.Migrated());
        var ada = AnAdministrator("ada");
        await administrators.Create(ada, Ct);
        var code = await administrators.CreateLink(ada.Id, TimeSpan.FromHours(1), Now, Ct);

        var used = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => administrators.UseLink(code, Now, Ct))));

        Assert.Equal(ada.Id, Assert.Single(used, link => link is not null)!.Administrator);
        Assert.Null(await administrators.UseLink("guess", Now, Ct));
    }

    [SkippableFact]
    public async Task The_link_of_the_first_start_is_nobodys_and_expires()
    {
        var administrators = new AdministratorRepository(await Engine.Migrated());
        var first = await administrators.CreateLink(null, TimeSpan.FromHours(1), Now, Ct);
        var late = await administrators.CreateLink(null, TimeSpan.FromHours(1), Now, Ct);

        Assert.Equal(new UsedLink(null), await administrators.UseLink(first, Now, Ct));
        Assert.Null(await administrators.UseLink(late, Now.AddHours(1), Ct));
    }

    [SkippableFact]
    public async Task A_token_works_until_it_is_revoked_or_expires()
    {
        var tokens = new ApiTokenRepository(await Engine.Migrated());
        var token = (await tokens.Add(Tenant, "CI", ["courses:read", "awards:read"], Now.AddDays(1), Now, Ct)).Token;

        var found = await tokens.FindValid(token, Now, Ct);
        Assert.Equal((Tenant, "CI"), (found!.Tenant, found.Name));
        Assert.Equal(["courses:read", "awards:read"], found.Scopes);
        Assert.Null(await tokens.FindValid(token, Now.AddDays(1), Ct));
        Assert.DoesNotContain(token, found.ToString(), StringComparison.Ordinal);

        Assert.True(await tokens.Revoke(Tenant, found.Hash, Now, Ct));
        Assert.Null(await tokens.FindValid(token, Now, Ct));
    }

    [SkippableFact]
    public async Task Another_tenant_sees_and_revokes_no_token()
    {
        var tokens = new ApiTokenRepository(await Engine.Migrated());
        var token = (await tokens.Add(Tenant, "CI", [], null, Now, Ct)).Token;
        var other = new TenantId(Guid.NewGuid());

        Assert.Empty(await tokens.List(other, Ct));
        Assert.False(await tokens.Revoke(other, Assert.Single(await tokens.List(Tenant, Ct)).Hash, Now, Ct));
        Assert.NotNull(await tokens.FindValid(token, Now, Ct));
    }

    [SkippableFact]
    public async Task Use_of_a_token_is_noted_once_a_minute()
    {
        var tokens = new ApiTokenRepository(await Engine.Migrated());
        var token = (await tokens.Add(Tenant, "CI", [], null, Now, Ct)).Token;

        foreach (var seconds in new[] { 0, 30 }) await tokens.NoteUse((await tokens.FindValid(token, Now, Ct))!, Now.AddSeconds(seconds), Ct);
        Assert.Equal(Now, (await tokens.FindValid(token, Now, Ct))!.LastUsedAt);

        await tokens.NoteUse((await tokens.FindValid(token, Now, Ct))!, Now.AddSeconds(61), Ct);
        Assert.Equal(Now.AddSeconds(61), (await tokens.FindValid(token, Now, Ct))!.LastUsedAt);
    }

    private static Administrator AnAdministrator(string login) => new(new(Guid.CreateVersion7()), login, "Ada", null, "stamp-1", 0, null, null, Now, null);

    private static async Task<(int, DateTimeOffset?, DateTimeOffset?)> StateOf(AdministratorRepository administrators, AdministratorId id) =>
        await administrators.Find(id, Ct) is { } found ? (found.FailedAttempts, found.LockedUntil, found.LastSignInAt) : default;
}

public sealed class AdministratorsOnSqlite() : AdministratorSpec(TestEngine.Sqlite());

public sealed class AdministratorsOnPostgreSql() : AdministratorSpec(TestEngine.PostgreSql());

public sealed class AdministratorsOnSqlServer() : AdministratorSpec(TestEngine.SqlServer());
