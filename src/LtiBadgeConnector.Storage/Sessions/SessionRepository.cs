using LtiBadgeConnector.Storage.Retention;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Sessions;

/// <summary>Sessions of launches, found by a secret that only the browser has.</summary>
public sealed class SessionRepository(Database database)
{
    private static readonly Sql Insert = new("""
        INSERT INTO launch_sessions (secret_hash, handle, tenant_id, platform_id, course_id, learner_id, role, content, created_at, expires_at)
        VALUES (@SecretHash, @Handle, @Tenant, @Platform, @Course, @Learner, @Role, @Content, @CreatedAt, @ExpiresAt)
        """);

    private static readonly Sql Select = new("""
        SELECT handle, tenant_id AS tenant, platform_id AS platform, course_id AS course, learner_id AS learner, role, content, created_at, expires_at
        FROM launch_sessions WHERE secret_hash = @SecretHash AND expires_at > @Now
        """);

    private static readonly Sql UpdateContent = new("UPDATE launch_sessions SET content = @Content WHERE secret_hash = @SecretHash");
    private static readonly Sql DeleteOne = new("DELETE FROM launch_sessions WHERE secret_hash = @SecretHash");
    private static readonly Sql DeleteExpired = new("""
        DELETE FROM launch_sessions WHERE secret_hash IN (SELECT secret_hash FROM launch_sessions WHERE expires_at < @Before ORDER BY expires_at {page})
        """);

    /// <returns>The secret, of which only the hash is kept.</returns>
    public async Task<string> Create(LaunchSession launch, CancellationToken ct)
    {
        var secret = OneTimeCode.New();
        var row = new
        {
            SecretHash = OneTimeCode.Hash(secret), launch.Handle, launch.Tenant, launch.Platform, launch.Course, launch.Learner, launch.Role,
            launch.Content, launch.CreatedAt, launch.ExpiresAt,
        };
        await database.Execute(Insert, row, ct);
        return secret;
    }

    /// <summary>Null when the secret is unknown or the session has expired.</summary>
    public async Task<LaunchSession?> Find(string secret, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<LaunchSession>(Select, new { SecretHash = OneTimeCode.Hash(secret), Now = now }, ct);
    }

    public Task SetContent(string secret, string content, CancellationToken ct) =>
        database.Write(session => session.Execute(UpdateContent, new { SecretHash = OneTimeCode.Hash(secret), Content = content }, ct), ct);

    public Task Delete(string secret, CancellationToken ct) =>
        database.Write(session => session.Execute(DeleteOne, new { SecretHash = OneTimeCode.Hash(secret) }, ct), ct);

    public Task<int> Purge(DateTimeOffset expiredBefore, CancellationToken ct) => database.Remove(DeleteExpired, expiredBefore, ct);
}
