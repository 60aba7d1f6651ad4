using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Administrators;

/// <summary>A bearer token of the REST API.</summary>
/// <param name="Hash">Names the token in the console; the token itself is not kept.</param>
public sealed record ApiToken(
    string Hash, TenantId Tenant, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt);

/// <summary>A token that was just made.</summary>
/// <param name="Token">Shown once and kept nowhere.</param>
public sealed record NewApiToken(string Hash, string Token)
{
    /// <summary>Without the token itself.</summary>
    public override string ToString() => Hash;
}

/// <summary>API tokens of a tenant, kept as hashes.</summary>
public sealed class ApiTokenRepository(Database database)
{
    // So that secret scanners know one when they see it.
    private const string Prefix = "lbc_";
    private const string Columns = "token_hash AS hash, tenant_id AS tenant, name, scopes, created_at, expires_at, revoked_at, last_used_at";

    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(1);

    private static readonly Sql Insert = new("""
        INSERT INTO api_tokens (token_hash, tenant_id, name, scopes, created_at, expires_at) VALUES (@Hash, @Tenant, @Name, @Scopes, @Now, @ExpiresAt)
        """);

    private static readonly Sql SelectValid = new($"""
        SELECT {Columns} FROM api_tokens WHERE token_hash = @Hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @Now)
        """);

    private static readonly Sql SelectOfTenant = new($"SELECT {Columns} FROM api_tokens WHERE tenant_id = @Tenant ORDER BY created_at DESC, token_hash");
    private static readonly Sql UpdateRevoked = new("UPDATE api_tokens SET revoked_at = @Now WHERE tenant_id = @Tenant AND token_hash = @Hash AND revoked_at IS NULL");
    private static readonly Sql UpdateUsed = new("UPDATE api_tokens SET last_used_at = @Now WHERE token_hash = @Hash AND (last_used_at IS NULL OR last_used_at < @Before)");

    /// <returns>The token, shown once.</returns>
    public async Task<NewApiToken> Add(TenantId tenant, string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, DateTimeOffset now, CancellationToken ct)
    {
        var token = Prefix + OneTimeCode.New();
        var row = new { Hash = OneTimeCode.Hash(token), Tenant = tenant, Name = name, Scopes = Lines.Join(scopes), Now = now, ExpiresAt = expiresAt };
        await database.Write(session => session.Execute(Insert, row, ct), ct);
        return new(row.Hash, token);
    }

    /// <summary>Null when the token is unknown, revoked or expired.</summary>
    public async Task<ApiToken?> FindValid(string token, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Row>(SelectValid, new { Hash = OneTimeCode.Hash(token), Now = now }, ct))?.ToToken();
    }

    public async Task<IReadOnlyList<ApiToken>> List(TenantId tenant, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOfTenant, new { Tenant = tenant }, ct)).Select(row => row.ToToken())];
    }

    public Task<bool> Revoke(TenantId tenant, string hash, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateRevoked, new { Tenant = tenant, Hash = hash, Now = now }, ct) == 1, ct);

    /// <summary>Notes that the token was used, at most once a minute.</summary>
    public Task NoteUse(ApiToken token, DateTimeOffset now, CancellationToken ct) =>
        token.LastUsedAt > now - UseIsNotedEvery
            ? Task.CompletedTask
            : database.Write(session => session.Execute(UpdateUsed, new { token.Hash, Now = now, Before = now - UseIsNotedEvery }, ct), ct);

    private sealed record Row(
        string Hash, TenantId Tenant, string Name, string Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt)
    {
        public ApiToken ToToken() => new(Hash, Tenant, Name, Lines.Split(Scopes), CreatedAt, ExpiresAt, RevokedAt, LastUsedAt);
    }
}
