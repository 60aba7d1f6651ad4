using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.Lti.Keys;

/// <summary>One of our LTI keys with its private half, which signs client assertions and Deep Linking answers.</summary>
public sealed class ToolKeyPair : IDisposable
{
    private static readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly RSA rsa;
    private readonly SigningCredentials credentials;

    private ToolKeyPair(RSA rsa, ToolKey key)
    {
        this.rsa = rsa;
        Public = key;
        // Signature providers cached by the library would outlive this pair and its RSA object.
        credentials = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = key.Kid }, SecurityAlgorithms.RsaSha256)
        {
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
    }

    public ToolKey Public { get; }

    /// <param name="bits">2048 or more.</param>
    public static ToolKeyPair Generate(DateTimeOffset now, int bits = 2048)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2048);
        var rsa = RSA.Create(bits);
        return new ToolKeyPair(rsa, ToolKey.Of(rsa, now));
    }

    /// <summary>The pair again from what was stored.</summary>
    public static ToolKeyPair From(ToolKey key, ReadOnlySpan<byte> pkcs8)
    {
        ArgumentNullException.ThrowIfNull(key);
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        if (ToolKey.Of(rsa, key.CreatedAt).Kid != key.Kid) throw new InvalidOperationException($"The private key stored for {key.Kid} is another key's.");
        return new ToolKeyPair(rsa, key);
    }

    /// <summary>The private half (PKCS #8, DER); encrypt it before it is stored.</summary>
    public byte[] Pkcs8() => rsa.ExportPkcs8PrivateKey();

    public void Dispose() => rsa.Dispose();

    /// <summary>A compact JWS with <c>alg</c> RS256, <c>typ</c> JWT and our <c>kid</c> over exactly these claims.</summary>
    internal string Sign(string claimsJson) => handler.CreateToken(claimsJson, credentials);
}
