using System.Text;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Documents;

/// <summary>The public keys of issuers: one as JWK at its <c>kid</c>, all of them as JWK Set.</summary>
public static class IssuerKeysDocument
{
    public static byte[] Jwk(IssuerKey key) => Encoding.UTF8.GetBytes(key.PublicJwk);

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
