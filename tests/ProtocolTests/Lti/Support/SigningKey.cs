using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LtiBadgeConnector.ProtocolTests.Lti.Support;

/// <summary>A platform's key, with its own JWS code: nothing of the product signs here.</summary>
internal sealed class SigningKey(string kid, int bits = 2048)
{
    public static readonly SigningKey Platform = new("platform-key-1");
    public static readonly SigningKey Another = new("another-key");
    public static readonly SigningKey Short = new("short-key", 1024);

    private readonly RSA rsa = RSA.Create(bits);

    public string Kid => kid;

    public JsonObject Jwk(string? withKid = null)
    {
        var parameters = rsa.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = withKid ?? kid,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    public string Sign(string header, string payload, string algorithm = "RS256")
    {
        var input = Encode(header) + "." + Encode(payload);
        var bytes = Encoding.ASCII.GetBytes(input);
        var signature = algorithm switch
        {
            "none" => [],
            // The classic confusion: the public key's text as HMAC secret.
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), bytes),
            "RS512" => rsa.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            _ => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return input + "." + Base64Url.EncodeToString(signature);
    }

    public static bool Verifies(JsonObject jwk, string jwt)
    {
        using var key = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars((string)jwk["n"]!),
            Exponent = Base64Url.DecodeFromChars((string)jwk["e"]!),
        });
        var parts = jwt.Split('.');
        return key.VerifyData(
            Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public static JsonObject PartOf(string jwt, int part) =>
        JsonNode.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[part]))!.AsObject();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
