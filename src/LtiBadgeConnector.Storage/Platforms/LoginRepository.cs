using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Storage.Retention;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Platforms;

/// <summary>LTI logins in flight. State and nonce are used up by one conditional statement.</summary>
public sealed class LoginRepository(Database database, ISecretProtector protector) : ILoginStore
{
    private static readonly Sql Insert = new("""
        INSERT INTO lti_logins (state_hash, platform_id, nonce_hash, verifier_hash, initiation, created_at, expires_at)
        VALUES (@StateHash, @PlatformId, @NonceHash, @VerifierHash, @Initiation, @CreatedAt, @ExpiresAt)
        """);

    private static readonly Sql Select = new("""
        SELECT state_hash, platform_id, nonce_hash, verifier_hash, initiation, held_claims, created_at, expires_at, consumed_at
        FROM lti_logins WHERE state_hash = @StateHash
        """);

    private static readonly Sql UpdateHeld = new("""
        UPDATE lti_logins SET held_claims = @Held
        WHERE state_hash = @StateHash AND held_claims IS NULL AND consumed_at IS NULL AND expires_at > @Now
        """);

    private static readonly Sql UpdateConsumed = new("""
        UPDATE lti_logins SET consumed_at = @Now, held_claims = NULL
        WHERE state_hash = @StateHash AND consumed_at IS NULL AND expires_at > @Now
        """);

    private static readonly Sql DeleteExpired = new("""
        DELETE FROM lti_logins WHERE state_hash IN (SELECT state_hash FROM lti_logins WHERE expires_at < @Before ORDER BY expires_at {page})
        """);

    public Task Issue(PendingLogin login, CancellationToken ct) => database.Execute(
        Insert,
        new
        {
            login.StateHash, PlatformId = login.Registration.Value, login.NonceHash, login.VerifierHash,
            Initiation = JsonSerializer.Serialize(login.Initiation, LoginJsonContext.Default.LoginInitiation),
            CreatedAt = login.IssuedAt, login.ExpiresAt,
        },
        ct);

    public async Task<PendingLogin?> Find(string stateHash, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Row>(Select, new { StateHash = stateHash }, ct) is { } row ? ToLogin(row) : null;
    }

    public Task<bool> Hold(string stateHash, string claims, DateTimeOffset now, CancellationToken ct)
    {
        var held = protector.Protect(Encoding.UTF8.GetBytes(claims), SecretPurposes.LtiLogin);
        return database.Write(async session => await session.Execute(UpdateHeld, new { StateHash = stateHash, Held = held, Now = now }, ct) == 1, ct);
    }

    public async Task<bool> Consume(string stateHash, DateTimeOffset now, CancellationToken ct) =>
        await database.Execute(UpdateConsumed, new { StateHash = stateHash, Now = now }, ct) == 1;

    public Task<int> Purge(DateTimeOffset expiredBefore, CancellationToken ct) => database.Remove(DeleteExpired, expiredBefore, ct);

    private PendingLogin ToLogin(Row row) => new(
        row.StateHash, row.NonceHash, row.VerifierHash, new(row.PlatformId),
        JsonSerializer.Deserialize(row.Initiation, LoginJsonContext.Default.LoginInitiation)!,
        row.CreatedAt, row.ExpiresAt, row.ConsumedAt,
        row.HeldClaims is { } held ? Encoding.UTF8.GetString(protector.Unprotect(held, SecretPurposes.LtiLogin)) : null);

    private sealed record Row(
        string StateHash, Guid PlatformId, string NonceHash, string VerifierHash, string Initiation, byte[]? HeldClaims,
        DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? ConsumedAt);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoginInitiation))]
internal sealed partial class LoginJsonContext : JsonSerializerContext;
