using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Keys;

namespace LtiBadgeConnector.Credentials.Documents;

/// <summary>The public keys of issuers: one as JWK at its <c>kid</c>, all of them as JWK Set.</summary>
public static class IssuerKeysDocument
{
    internal const string MultikeyContext = "https://w3id.org/security/multikey/v1";

    /// <summary>
    /// One key at its own URL. Keys of Data Integrity proofs are a Multikey in the same document, because their URL is the
    /// proofs' verification method; readers of JWKs pass over what they do not know.
    /// </summary>
    public static byte[] Jwk(IssuerKey key) => MultibaseOf(key) is { } multibase ? JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("@context", MultikeyContext);
        WriteMultikey(json, key.Id, key.IssuerId, multibase);
        using var jwk = JsonDocument.Parse(key.PublicJwk);
        foreach (var member in jwk.RootElement.EnumerateObject()) member.WriteTo(json);
        json.WriteEndObject();
    }) : Encoding.UTF8.GetBytes(key.PublicJwk);

    internal static void WriteMultikey(Utf8JsonWriter json, string id, string controller, string multibase)
    {
        json.WriteString("id", id);
        json.WriteString("type", "Multikey");
        json.WriteString("controller", controller);
        json.WriteString("publicKeyMultibase", multibase);
    }

    /// <summary>Null for keys that have no such form, such as RSA.</summary>
    internal static string? MultibaseOf(IssuerKey key)
    {
        using var jwk = JsonDocument.Parse(key.PublicJwk);
        return PublicKey.FromJwk(jwk.RootElement)?.Multibase;
    }

    /// <summary>Retired keys stay, or what they signed could no longer be checked; revoked ones go.</summary>
    public static byte[] JwkSet(IEnumerable<IssuerKey> keys) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var key in keys.Where(key => key.State != IssuerKeyState.Revoked)) json.WriteRawValue(key.PublicJwk);
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
