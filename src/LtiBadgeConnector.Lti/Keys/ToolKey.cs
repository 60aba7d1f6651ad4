using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.Lti.Keys;

/// <summary>The public half of one of our LTI keys. Never a credential key.</summary>
/// <param name="Kid">RFC 7638 thumbprint: never reused.</param>
/// <param name="N">Modulus, base64url.</param>
/// <param name="E">Exponent, base64url.</param>
public sealed record ToolKey(
    string Kid,
    string N,
    string E,
    ToolKeyState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ActivatedAt = null,
    DateTimeOffset? RetiredAt = null)
{
    /// <summary>For LMSs where an administrator can only paste a PEM.</summary>
    public string Pem()
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(N), Exponent = Base64Url.DecodeFromChars(E) });
        return rsa.ExportSubjectPublicKeyInfoPem();
    }

    internal static ToolKey Of(RSA rsa, DateTimeOffset now)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var (n, e) = (Base64Url.EncodeToString(parameters.Modulus), Base64Url.EncodeToString(parameters.Exponent));
        // RFC 7638: the required members in lexical order, without white space.
        var kid = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}""")));
        return new ToolKey(kid, n, e, ToolKeyState.Published, now);
    }
}

/// <summary>Published (known to platforms, not used yet) → Active (exactly one in a set) → Retired (still published) → Removed.</summary>
public enum ToolKeyState
{
    Published,
    Active,
    Retired,
    Removed,
}
