using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Storage.Secrets;
using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.Storage.Platforms;

/// <summary>Our LTI keys: one set for the whole server, private halves encrypted.</summary>
public sealed class ToolKeyRepository(Database database, ISecretProtector protector, TimeProvider time) : IToolKeys, IDisposable
{
    private const string FirstKey = "first-lti-key";

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "lti_keys", ["kid", "state", "public_jwk", "private_key", "created_at", "activated_at", "retired_at"], key: ["kid"]);

    private static readonly Sql SelectAll = new("SELECT kid, public_jwk, state, created_at, activated_at, retired_at FROM lti_keys WHERE state <> @Removed ORDER BY created_at, kid");
    private static readonly Sql SelectActive = new("SELECT kid, public_jwk, state, created_at, activated_at, retired_at FROM lti_keys WHERE state = @Active");
    private static readonly Sql SelectPrivate = new("SELECT private_key FROM lti_keys WHERE kid = @Kid");
    private static readonly Sql Update = new("UPDATE lti_keys SET state = @State, activated_at = @ActivatedAt, retired_at = @RetiredAt WHERE kid = @Kid AND state = @Former");

    private readonly ConcurrentDictionary<string, ToolKeyPair> opened = new(StringComparer.Ordinal);

    public async Task<ToolKeyPair> Active(Guid tenantId, CancellationToken ct)
    {
        await using (var session = await database.Read(ct))
            if (await FindActive(session, ct) is { } active) return await Open(session, active, ct);
        return await MakeFirst(ct);
    }

    public async Task<IReadOnlyList<ToolKey>> Published(CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await All(session, ct);
    }

    /// <summary>Makes the successor known to platforms; <see cref="Advance"/> puts it to use when they have had time to see it.</summary>
    public Task<ToolKey> Publish(CancellationToken ct) => database.Write(
        async session =>
        {
            using var pair = ToolKeyPair.Generate(time.Now());
            await session.Execute(Insert, ToRow(pair, pair.Public), ct);
            return pair.Public;
        },
        ct);

    /// <summary>Moves every key to the state that is due by <see cref="KeyRotation"/>.</summary>
    public Task Advance(bool emergency, CancellationToken ct) => database.Write(
        async session =>
        {
            var keys = await All(session, ct);
            var moved = KeyRotation.Advance(keys, time.Now(), emergency).Zip(keys, (next, former) => new { next.Kid, next.State, next.ActivatedAt, next.RetiredAt, Former = former.State });
            await session.ExecuteMany(Update, [.. moved.Where(key => key.State != key.Former)], ct);
        },
        ct);

    public void Dispose()
    {
        foreach (var pair in opened.Values) pair.Dispose();
        opened.Clear();
    }

    // Two nodes that start together must agree on one key: the setting that names the first decides.
    private Task<ToolKeyPair> MakeFirst(CancellationToken ct) => database.Write(
        async session =>
        {
            var pair = ToolKeyPair.Generate(time.Now());
            if (await ServerSettingRepository.SetIfAbsent(session, FirstKey, pair.Public.Kid, ct) != pair.Public.Kid)
            {
                pair.Dispose();
                return await Open(session, await FindActive(session, ct) ?? throw new InvalidOperationException("There is no active LTI key."), ct);
            }
            await session.Execute(Insert, ToRow(pair, pair.Public with { State = ToolKeyState.Active, ActivatedAt = time.Now() }), ct);
            return opened.GetOrAdd(pair.Public.Kid, pair);
        },
        ct);

    private async Task<ToolKeyPair> Open(Session session, ToolKey key, CancellationToken ct)
    {
        if (opened.TryGetValue(key.Kid, out var known)) return known;

        var stored = await session.First<byte[]>(SelectPrivate, new { key.Kid }, ct) ?? throw new InvalidOperationException($"The LTI key {key.Kid} is gone.");
        return opened.GetOrAdd(key.Kid, ToolKeyPair.From(key, protector.Unprotect(stored, SecretPurposes.LtiKey)));
    }

    private static async Task<ToolKey?> FindActive(Session session, CancellationToken ct) =>
        (await session.First<Row>(SelectActive, new { Active = ToolKeyState.Active }, ct))?.ToKey();

    private static async Task<IReadOnlyList<ToolKey>> All(Session session, CancellationToken ct) =>
        [.. (await session.Query<Row>(SelectAll, new { Removed = ToolKeyState.Removed }, ct)).Select(row => row.ToKey())];

    private object ToRow(ToolKeyPair pair, ToolKey key) => new
    {
        key.Kid, key.State, PublicJwk = JsonSerializer.Serialize(new("RSA", key.N, key.E), ToolKeyJsonContext.Default.ToolKeyJwk),
        PrivateKey = protector.Protect(pair.Pkcs8(), SecretPurposes.LtiKey), key.CreatedAt, key.ActivatedAt, key.RetiredAt,
    };

    private sealed record Row(string Kid, string PublicJwk, ToolKeyState State, DateTimeOffset CreatedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? RetiredAt)
    {
        public ToolKey ToKey()
        {
            var jwk = JsonSerializer.Deserialize(PublicJwk, ToolKeyJsonContext.Default.ToolKeyJwk)!;
            return new(Kid, jwk.N, jwk.E, State, CreatedAt, ActivatedAt, RetiredAt);
        }
    }
}

/// <summary>RFC 7518, 6.3.1.</summary>
internal sealed record ToolKeyJwk(
    [property: JsonPropertyName("kty")] string Kty,
    [property: JsonPropertyName("n")] string N,
    [property: JsonPropertyName("e")] string E);

[JsonSerializable(typeof(ToolKeyJwk))]
internal sealed partial class ToolKeyJsonContext : JsonSerializerContext;
