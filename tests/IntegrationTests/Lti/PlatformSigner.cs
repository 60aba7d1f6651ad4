using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>A platform's key, written from the standards (RFC 7515, 7517) and not with the connector's own code.</summary>
internal sealed class PlatformSigner : IDisposable
{
    private readonly RSA rsa = RSA.Create(2048);
    private readonly string kid = Guid.NewGuid().ToString("N");

    public string KeySet
    {
        get
        {
            var key = rsa.ExportParameters(includePrivateParameters: false);
            return $$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{kid}}","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}]}""";
        }
    }

    public string Sign(string claims)
    {
        var signed = $"{Part($$"""{"alg":"RS256","typ":"JWT","kid":"{{kid}}"}""")}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose() => rsa.Dispose();

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
