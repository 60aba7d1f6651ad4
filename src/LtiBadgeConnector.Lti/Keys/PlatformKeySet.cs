using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using LtiBadgeConnector.Lti.Json;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.Lti.Keys;

/// <summary>One answer of a JWKS URL. Members we cannot use are skipped; a <c>kid</c> is only ever compared.</summary>
internal sealed class PlatformKeySet(IReadOnlyDictionary<string, KeyLookup> keys)
{
    private const int SmallestModulus = 2048;

    public bool Knows(string kid) => keys.ContainsKey(kid);

    public KeyLookup Find(string kid) => keys.TryGetValue(kid, out var found) ? found : new KeyLookup.Unknown();

    public static PlatformKeySet? Parse(ReadOnlySpan<byte> json)
    {
        if (StrictJson.ParseObject(json) is not StrictJsonResult.Parsed(var root)) return null;
        if (root.Member("keys") is not { ValueKind: JsonValueKind.Array } list) return null;

        var keys = new Dictionary<string, KeyLookup>(StringComparer.Ordinal);
        foreach (var jwk in list.EnumerateArray().Where(jwk => jwk.ValueKind == JsonValueKind.Object))
        {
            if (jwk.Text("kid") is not { Length: > 0 } kid) continue;
            var key = Read(jwk, kid);
            // Where a kid occurs twice (a signing and an encryption key, say) the usable one counts.
            if (!keys.TryGetValue(kid, out var other) || other is not KeyLookup.Found) keys[kid] = key;
        }

        return new PlatformKeySet(keys);
    }

    private static KeyLookup Read(JsonElement jwk, string kid)
    {
        if (jwk.Text("kty") != "RSA") return new KeyLookup.Refused("not an RSA key");
        if (jwk.Text("use") is { } use && use != "sig") return new KeyLookup.Refused("not meant for signatures");
        // Brightspace publishes keys without alg: then kty decides.
        if (jwk.Text("alg") is { } alg && alg != SecurityAlgorithms.RsaSha256) return new KeyLookup.Refused("meant for another algorithm");
        if (jwk.Member("key_ops") is not null && !jwk.Texts("key_ops").Contains("verify")) return new KeyLookup.Refused("not meant for verifying");
        if (Decode(jwk.Text("n")) is not { } modulus || Decode(jwk.Text("e")) is not { } exponent) return new KeyLookup.Refused("not a complete key");

        var significant = modulus.AsSpan().TrimStart((byte)0);
        if (significant.Length * 8 < SmallestModulus) return new KeyLookup.Refused($"shorter than {SmallestModulus} bits");
        return new KeyLookup.Found(new RsaSecurityKey(new RSAParameters { Modulus = significant.ToArray(), Exponent = exponent }) { KeyId = kid });
    }

    private static byte[]? Decode(string? base64Url)
    {
        try
        {
            return base64Url is { Length: > 0 } ? Base64Url.DecodeFromChars(base64Url.TrimEnd('=')) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

internal abstract record KeyLookup
{
    private KeyLookup()
    {
    }

    public sealed record Found(RsaSecurityKey Key) : KeyLookup;

    public sealed record Refused(string Why) : KeyLookup;

    public sealed record Unknown : KeyLookup;

    public sealed record Unavailable : KeyLookup;
}
