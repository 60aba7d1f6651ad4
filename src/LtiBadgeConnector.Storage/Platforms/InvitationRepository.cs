using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Retention;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Platforms;

/// <summary>Permission to register one platform for a tenant.</summary>
/// <param name="Platform">What it was used for; from then on it only repeats that registration.</param>
public sealed record Invitation(TenantId Tenant, string? Note, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, PlatformId? Platform = null);

/// <summary>Codes that let an LMS administrator register one LMS by dynamic registration, and repeat it until they expire.</summary>
public sealed class InvitationRepository(Database database)
{
    private const string IsValid = "code_hash = @CodeHash AND expires_at > @Now";

    private static readonly Sql Insert = new("""
        INSERT INTO invitations (code_hash, tenant_id, note, created_at, expires_at) VALUES (@CodeHash, @Tenant, @Note, @CreatedAt, @ExpiresAt)
        """);

    private static readonly Sql Select = new($"SELECT tenant_id AS tenant, note, created_at, expires_at, platform_id AS platform FROM invitations WHERE {IsValid}");
    private static readonly Sql SelectOpen = new("SELECT tenant_id AS tenant, note, created_at, expires_at, platform_id AS platform FROM invitations WHERE tenant_id = @Tenant AND used_at IS NULL AND expires_at > @Now ORDER BY created_at");
    private static readonly Sql UpdateUsed = new($"UPDATE invitations SET used_at = @Now, platform_id = @Platform WHERE {IsValid} AND (platform_id IS NULL OR platform_id = @Platform)");
    private static readonly Sql DeleteExpired = new("""
        DELETE FROM invitations WHERE code_hash IN (SELECT code_hash FROM invitations WHERE expires_at < @Before ORDER BY expires_at {page})
        """);

    /// <returns>The code, which is not kept.</returns>
    public async Task<string> Create(Invitation invitation, CancellationToken ct)
    {
        var code = OneTimeCode.New();
        await database.Write(
            session => session.Execute(
                Insert, new { CodeHash = OneTimeCode.Hash(code), invitation.Tenant, invitation.Note, invitation.CreatedAt, invitation.ExpiresAt }, ct),
            ct);
        return code;
    }

    public async Task<Invitation?> FindValid(string code, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Invitation>(Select, new { CodeHash = OneTimeCode.Hash(code), Now = now }, ct);
    }

    /// <summary>Those of the tenant that still work.</summary>
    public async Task<IReadOnlyList<Invitation>> Open(TenantId tenant, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<Invitation>(SelectOpen, new { Tenant = tenant, Now = now }, ct);
    }

    /// <summary>Binds the code to the platform; false when it is bound to another one.</summary>
    public Task<bool> TryUse(string code, PlatformId platform, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateUsed, new { CodeHash = OneTimeCode.Hash(code), Platform = platform, Now = now }, ct) == 1, ct);

    public Task<int> Purge(DateTimeOffset expiredBefore, CancellationToken ct) => database.Remove(DeleteExpired, expiredBefore, ct);
}
