using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.Lti.Keys;

/// <summary>The public half of one of our LTI keys. Never a credential key.</summary>
/// <param name="Kid">RFC 7638 thumbprint: never reused.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo (DER).</param>
public sealed record ToolKey(
    string Kid,
    Guid TenantId,
    byte[] PublicKey,
    ToolKeyState State,
    DateTimeOffset PublishedAt,
    DateTimeOffset? ActivatedAt = null,
    DateTimeOffset? RetiredAt = null)
{
    /// <summary>For LMSs where an administrator can only paste a PEM.</summary>
    public string Pem() => PemEncoding.WriteString("PUBLIC KEY", PublicKey);

    internal (string N, string E) Numbers()
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(PublicKey, out _);
        return NumbersOf(rsa);
    }

    internal static (string N, string E) NumbersOf(RSA rsa)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return (Base64Url.EncodeToString(parameters.Modulus), Base64Url.EncodeToString(parameters.Exponent));
    }

    // RFC 7638: the required members in lexical order, without white space.
    internal static string ThumbprintOf(RSA rsa)
    {
        var (n, e) = NumbersOf(rsa);
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}""")));
    }
}

/// <summary>Published (known to platforms, not used yet) → Active (exactly one per tenant) → Retired (still published) → Removed.</summary>
public enum ToolKeyState
{
    Published,
    Active,
    Retired,
    Removed,
}
