using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Launch;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.Lti.Keys;

/// <summary>
/// Checks JWTs that a service signs with a published key set, outside LTI messages: RS256 by the key that <c>kid</c> names in
/// the set we know, and by no key that the token itself points to.
/// </summary>
public sealed class SignedJwts(PlatformKeys keys)
{
    private static readonly string[] foreignKeys = ["jku", "jwk", "x5u", "x5c", "crit"];

    public async Task<JwtCheck> Check(string jwksUri, string jwt, CancellationToken ct)
    {
        if (IdToken.Split(jwt).Token is not { } token) return new JwtCheck.Refused(JwtFault.Malformed);
        if (token.Header.Text("alg") != SecurityAlgorithms.RsaSha256) return new JwtCheck.Refused(JwtFault.Algorithm);
        if (foreignKeys.Any(name => token.Header.Member(name) is not null)) return new JwtCheck.Refused(JwtFault.ForeignKey);
        if (token.Header.Text("kid") is not { Length: > 0 and <= 255 } kid) return new JwtCheck.Refused(JwtFault.KeyUnknown);

        return await keys.Find(jwksUri, kid, ct) switch
        {
            KeyLookup.Found(var key) when token.IsSignedBy(key) => new JwtCheck.Genuine(token.Payload),
            KeyLookup.Found => new JwtCheck.Refused(JwtFault.Signature),
            KeyLookup.Unavailable => new JwtCheck.Refused(JwtFault.KeysUnavailable),
            _ => new JwtCheck.Refused(JwtFault.KeyUnknown),
        };
    }

    /// <summary>The claims of a token that was checked before; null when it is no JWT.</summary>
    public static byte[]? PayloadOf(string jwt) => IdToken.Split(jwt).Token?.Payload;
}

/// <summary>What <see cref="SignedJwts.Check"/> found.</summary>
public abstract record JwtCheck
{
    private JwtCheck() { }

    /// <param name="Payload">The claims, as they were signed; not yet parsed.</param>
    public sealed record Genuine(ReadOnlyMemory<byte> Payload) : JwtCheck;

    public sealed record Refused(JwtFault Fault) : JwtCheck;
}

public enum JwtFault
{
    Malformed,
    Algorithm,

    /// <summary>The token brings or points to a key, or demands an extension.</summary>
    ForeignKey,
    KeyUnknown,
    Signature,

    /// <summary>The key set cannot be had now: the same token may be good later.</summary>
    KeysUnavailable,
}
