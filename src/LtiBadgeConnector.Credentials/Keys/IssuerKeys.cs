using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Makes keys for issuers. They are never the LTI keys and never leave the server unlocked.</summary>
public static class IssuerKeys
{
    // The least Open Badges allows, and what every verifier is fast with.
    private const int RsaBits = 2048;

    /// <param name="keyUrl">Where the JWK will be served for ever; becomes the <c>kid</c>.</param>
    public static IssuerKey NewRsa(string keyUrl, string issuerId, TimeProvider time)
    {
        using var rsa = RSA.Create(RsaBits);
        return FromRsa(rsa, keyUrl, issuerId, time.GetUtcNow());
    }

    internal static IssuerKey FromRsa(RSA rsa, string keyUrl, string issuerId, DateTimeOffset createdAt) => new(
        keyUrl,
        issuerId,
        "RS256",
        rsa.ExportPkcs8PrivateKey(),
        PublicJwk(rsa.ExportParameters(includePrivateParameters: false), keyUrl, issuerId),
        IssuerKeyState.Active,
        createdAt);

    // The extra member iss binds the key to one issuer where a server has many (Open Badges 3.0 implementation guide).
    private static string PublicJwk(RSAParameters rsa, string keyUrl, string issuerId) => Encoding.UTF8.GetString(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("kty", "RSA");
        json.WriteString("n", Base64Url.EncodeToString(rsa.Modulus));
        json.WriteString("e", Base64Url.EncodeToString(rsa.Exponent));
        json.WriteString("alg", "RS256");
        json.WriteString("use", "sig");
        json.WriteString("kid", keyUrl);
        json.WriteString("iss", issuerId);
        json.WriteEndObject();
    }));
}
