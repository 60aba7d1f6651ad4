using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Retention;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Administrators;

/// <summary>A person who signs in to the console.</summary>
/// <param name="Login">Lower case.</param>
/// <param name="PasswordHash">Null until one is set; then only a one-time link lets in.</param>
/// <param name="SecurityStamp">Changes with the password; a cookie with another one is no longer good.</param>
public sealed record Administrator(
    AdministratorId Id, string Login, string Name, string? PasswordHash, string SecurityStamp, int FailedAttempts, DateTimeOffset? LockedUntil, string? Locale,
    DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt);

/// <summary>What a one-time link was for.</summary>
/// <param name="Administrator">Null for the link of the first start, with which the first administrator is made.</param>
public sealed record UsedLink(AdministratorId? Administrator);

/// <summary>Administrators of the server, their lock-out and their one-time links. The tables are server-wide.</summary>
public sealed class AdministratorRepository(Database database)
{
    private const string Columns = "id, login, name, password_hash, security_stamp, failed_attempts, locked_until, locale, created_at, last_sign_in_at";

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "administrators",
        ["id", "login", "name", "password_hash", "security_stamp", "failed_attempts", "locked_until", "locale", "created_at", "last_sign_in_at"],
        key: ["login"]);

    private static readonly Sql SelectOne = new($"SELECT {Columns} FROM administrators WHERE id = @Id");
    private static readonly Sql SelectByLogin = new($"SELECT {Columns} FROM administrators WHERE login = @Login");
    private static readonly Sql SelectAll = new($"SELECT {Columns} FROM administrators ORDER BY login");
    private static readonly Sql CountAll = new("SELECT COUNT(*) AS value FROM administrators");

    private static readonly Sql UpdatePassword = new("""
        UPDATE administrators SET password_hash = @Hash, security_stamp = @Stamp, failed_attempts = 0, locked_until = NULL WHERE id = @Id
        """);

    // One statement: attempts made at once all count.
    private static readonly Sql UpdateFailed = new("""
        UPDATE administrators SET
            locked_until = CASE WHEN failed_attempts + 1 >= @MostAttempts THEN @Until ELSE locked_until END,
            failed_attempts = CASE WHEN failed_attempts + 1 >= @MostAttempts THEN 0 ELSE failed_attempts + 1 END
        WHERE id = @Id AND (locked_until IS NULL OR locked_until <= @Now)
        """);

    private static readonly Sql UpdateSignedIn = new("""
        UPDATE administrators SET failed_attempts = 0, locked_until = NULL, last_sign_in_at = @Now
        WHERE id = @Id AND (locked_until IS NULL OR locked_until <= @Now)
        """);

    private static readonly Sql InsertLink = new("""
        INSERT INTO administrator_links (code_hash, administrator_id, created_at, expires_at) VALUES (@CodeHash, @Administrator, @Now, @Until)
        """);

    private static readonly Sql UpdateLink = new("UPDATE administrator_links SET used_at = @Now WHERE code_hash = @CodeHash AND used_at IS NULL AND expires_at > @Now");
    private static readonly Sql SelectLink = new("SELECT administrator_id AS administrator FROM administrator_links WHERE code_hash = @CodeHash");
    private static readonly Sql SelectOpenLink = new("SELECT administrator_id AS administrator FROM administrator_links WHERE code_hash = @CodeHash AND used_at IS NULL AND expires_at > @Now");
    private static readonly Sql DeleteLinks = new("""
        DELETE FROM administrator_links WHERE code_hash IN (SELECT code_hash FROM administrator_links WHERE expires_at < @Before ORDER BY expires_at {page})
        """);

    /// <returns>False when the login is taken.</returns>
    public Task<bool> Create(Administrator created, CancellationToken ct)
    {
        var row = created with { Login = Normalise(created.Login) };
        return database.Write(async session => await session.Execute(Insert, row, ct) == 1, ct);
    }

    public async Task<Administrator?> Find(AdministratorId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Administrator>(SelectOne, new { Id = id }, ct);
    }

    public async Task<Administrator?> FindByLogin(string login, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Administrator>(SelectByLogin, new { Login = Normalise(login) }, ct);
    }

    public async Task<IReadOnlyList<Administrator>> All(CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<Administrator>(SelectAll, null, ct);
    }

    public async Task<int> Count(CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Number>(CountAll, null, ct))!.Value;
    }

    /// <summary>Ends a lock-out and every session of the person, too.</summary>
    /// <param name="stamp">A new random security stamp.</param>
    public Task<bool> SetPassword(AdministratorId id, string hash, string stamp, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdatePassword, new { Id = id, Hash = hash, Stamp = stamp }, ct) == 1, ct);

    /// <summary>Counts a wrong password; the last one allowed locks until then.</summary>
    public Task NoteFailure(AdministratorId id, int mostAttempts, DateTimeOffset until, DateTimeOffset now, CancellationToken ct) => database.Write(
        session => session.Execute(UpdateFailed, new { Id = id, MostAttempts = mostAttempts, Until = until, Now = now }, ct), ct);

    /// <returns>False while the person is locked out, whatever the password was.</returns>
    public Task<bool> TrySignIn(AdministratorId id, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateSignedIn, new { Id = id, Now = now }, ct) == 1, ct);

    /// <param name="administrator">Null for the link of the first start.</param>
    /// <returns>The code, which is not kept.</returns>
    public async Task<string> CreateLink(AdministratorId? administrator, TimeSpan lifetime, DateTimeOffset now, CancellationToken ct)
    {
        var code = OneTimeCode.New();
        var row = new { CodeHash = OneTimeCode.Hash(code), Administrator = administrator, Now = now, Until = now + lifetime };
        await database.Write(session => session.Execute(InsertLink, row, ct), ct);
        return code;
    }

    /// <summary>Whose link it is, without using it up; null when it is unknown, used or expired.</summary>
    public async Task<UsedLink?> FindLink(string code, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<UsedLink>(SelectOpenLink, new { CodeHash = OneTimeCode.Hash(code), Now = now }, ct);
    }

    /// <summary>Uses the link up; null when it is unknown, used or expired.</summary>
    public Task<UsedLink?> UseLink(string code, DateTimeOffset now, CancellationToken ct)
    {
        var which = new { CodeHash = OneTimeCode.Hash(code), Now = now };
        return database.Write(async session => await session.Execute(UpdateLink, which, ct) == 1 ? await session.First<UsedLink>(SelectLink, which, ct) : null, ct);
    }

    public Task<int> PurgeLinks(DateTimeOffset expiredBefore, CancellationToken ct) => database.Remove(DeleteLinks, expiredBefore, ct);

    private static string Normalise(string login) => login.Trim().ToLowerInvariant();
}
