using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Replay;
using LtiBadgeConnector.Storage.Retention;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Platforms;

/// <summary>Things that work once: hand-overs to a new window, downloads, and what may be seen only once.</summary>
public sealed class TicketRepository(Database database, TimeProvider time) : IUsedOnce
{
    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "tickets", ["purpose", "code_hash", "content", "created_at", "expires_at", "used_at"], key: ["purpose", "code_hash"]);

    private static readonly Sql UpdateUsed = new("""
        UPDATE tickets SET used_at = @Now WHERE purpose = @Purpose AND code_hash = @CodeHash AND used_at IS NULL AND expires_at > @Now
        """);

    private static readonly Sql SelectContent = new("SELECT content FROM tickets WHERE purpose = @Purpose AND code_hash = @CodeHash");
    private static readonly Sql DeleteExpired = new("""
        DELETE FROM tickets WHERE code_hash IN (SELECT code_hash FROM tickets WHERE expires_at < @Before ORDER BY expires_at {page}) AND expires_at < @Before
        """);

    /// <returns>The code, which is not kept.</returns>
    public async Task<string> Create(string purpose, string content, TimeSpan lifetime, CancellationToken ct)
    {
        var (code, now) = (OneTimeCode.New(), time.Now());
        var row = new { Purpose = purpose, CodeHash = OneTimeCode.Hash(code), Content = content, CreatedAt = now, ExpiresAt = now + lifetime, UsedAt = (DateTimeOffset?)null };
        await database.Write(session => session.Execute(Insert, row, ct), ct);
        return code;
    }

    /// <summary>Uses the code up; null when it is unknown, used or expired.</summary>
    public Task<string?> Use(string purpose, string code, CancellationToken ct)
    {
        var which = new { Purpose = purpose, CodeHash = OneTimeCode.Hash(code), Now = time.Now() };
        return database.Write(
            async session => await session.Execute(UpdateUsed, which, ct) == 1 ? await session.First<string>(SelectContent, which, ct) : null, ct);
    }

    public Task<bool> TryUse(string kind, string key, DateTimeOffset until, CancellationToken ct)
    {
        var now = time.Now();
        var row = new { Purpose = kind, CodeHash = key, Content = (string?)null, CreatedAt = now, ExpiresAt = until, UsedAt = (DateTimeOffset?)now };
        return database.Write(async session => await session.Execute(Insert, row, ct) == 1, ct);
    }

    public Task<int> Purge(DateTimeOffset expiredBefore, CancellationToken ct) => database.Remove(DeleteExpired, expiredBefore, ct);
}
