using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Documents;

/// <summary>The <c>did:web</c> document of an issuer, for wallets and verifiers that resolve DIDs.</summary>
public static class DidDocument
{
    private static readonly string[] Contexts = ["https://www.w3.org/ns/did/v1", IssuerKeysDocument.MultikeyContext, "https://w3id.org/security/jwk/v1"];

    /// <summary>The DID whose document is <c>/.well-known/did.json</c> of the origin.</summary>
    public static string DidOfOrigin(string url) => $"did:web:{Authority(new Uri(url))}";

    /// <summary>The DID whose document is <c>{issuerId}/did.json</c>.</summary>
    public static string DidOfIssuer(string issuerId)
    {
        var url = new Uri(issuerId);
        return $"did:web:{Authority(url)}{url.AbsolutePath.TrimEnd('/').Replace('/', ':')}";
    }

    /// <summary>Lists retired keys too: what they signed must stay verifiable. Revoked ones go.</summary>
    public static byte[] Write(string did, IssuerProfile issuer, IEnumerable<IssuerKey> keys)
    {
        var published = keys.Where(key => key.State != IssuerKeyState.Revoked).ToList();
        return JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.Texts("@context", Contexts);
            json.WriteString("id", did);
            json.Texts("alsoKnownAs", [issuer.Id]);
            json.Objects("verificationMethod", published, key => Method(json, did, key));
            json.Texts("assertionMethod", published.Select(key => MethodId(did, key)));
            json.WriteEndObject();
        });
    }

    private static string MethodId(string did, IssuerKey key) => $"{did}#{key.Id[(key.Id.LastIndexOf('/') + 1)..]}";

    private static void Method(Utf8JsonWriter json, string did, IssuerKey key)
    {
        if (IssuerKeysDocument.MultibaseOf(key) is { } multibase)
        {
            IssuerKeysDocument.WriteMultikey(json, MethodId(did, key), did, multibase);
            return;
        }

        json.WriteString("id", MethodId(did, key));
        json.WriteString("type", "JsonWebKey");
        json.WriteString("controller", did);
        json.Object("publicKeyJwk", () => KeyMaterial(json, key));
    }

    // The method's id is the key's name here; kid and iss name it for those who come by the key's URL.
    private static void KeyMaterial(Utf8JsonWriter json, IssuerKey key)
    {
        using var jwk = JsonDocument.Parse(key.PublicJwk);
        foreach (var member in jwk.RootElement.EnumerateObject().Where(member => member.Name is not ("kid" or "iss"))) member.WriteTo(json);
    }

    private static string Authority(Uri url) => url.IsDefaultPort ? url.IdnHost : $"{url.IdnHost}%3A{url.Port}";
}
