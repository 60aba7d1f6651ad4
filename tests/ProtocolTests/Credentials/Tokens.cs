using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Takes tokens apart and makes wrong ones, without any code of the product.</summary>
internal static class Tokens
{
    public static async Task<string> Issue(AwardDossier dossier) =>
        Encoding.ASCII.GetString((await new OpenBadge3JwtFormat().Issue(dossier, CancellationToken.None)).Bytes);

    public static JsonElement Header(string token) => Part(token, 0);

    public static JsonElement Payload(string token) => Part(token, 1);

    public static JsonObject PayloadNode(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();

    /// <summary>Another payload under the old signature.</summary>
    public static string WithPayload(string token, JsonNode payload)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{Encode(payload)}.{parts[2]}";
    }

    /// <summary>Signed with the issuer's key of <see cref="ADossier"/> unless another is given.</summary>
    public static string Sign(JsonNode header, JsonNode payload, byte[]? pkcs8 = null)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8 ?? ADossier.Key.Pkcs8, out _);
        return Sign(header, payload, data => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static string Sign(JsonNode header, JsonNode payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(JsonNode part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static JsonElement Part(string token, int index) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[index])).RootElement;
}
