using System.Security.Cryptography;
using System.Text.Json;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.Credentials.OpenBadges2;

/// <summary>The documents of Open Badges 2.0. Each stands at an address of its own, in a fixed order of members.</summary>
public static class OpenBadge2Json
{
    /// <param name="verification">How the assertion is checked: where it is hosted, or the key that signs it.</param>
    internal static byte[] Assertion(AwardDossier dossier, string id, Action<Utf8JsonWriter> verification) => Document("Assertion", id, json =>
    {
        json.Object("recipient", () => Recipient(json, dossier.Recipient));
        json.WriteString("badge", PublicAddresses.BadgeClassOf(dossier.Achievement.Id));
        json.Object("verification", () => verification(json));
        json.WriteString("issuedOn", OpenBadge3Json.Instant(dossier.AwardedAt));
        if (dossier.ValidUntil is { } until) json.WriteString("expires", OpenBadge3Json.Instant(until));
        json.Objects("evidence", dossier.Evidence, evidence =>
        {
            json.Text("id", evidence.Id);
            json.Text("name", evidence.Name);
            json.Text("description", evidence.Description);
            json.Text("narrative", evidence.Narrative);
        });
    });

    /// <summary>What stands at the address of a hosted assertion that was withdrawn (Open Badges 2.0, 5.5).</summary>
    public static byte[] Revoked(string id, string reason) => Document("Assertion", id, json =>
    {
        json.WriteBoolean("revoked", true);
        json.WriteString("revocationReason", reason);
    });

    /// <summary>The achievement as a BadgeClass.</summary>
    public static byte[] BadgeClass(Achievement achievement, IssuerProfile issuer) => Document("BadgeClass", PublicAddresses.BadgeClassOf(achievement.Id), json =>
    {
        json.WriteString("name", achievement.Name);
        json.WriteString("description", achievement.Description);
        json.Text("image", achievement.Image?.Id);
        json.Object("criteria", () =>
        {
            json.WriteString("id", achievement.Id);
            json.WriteString("narrative", achievement.CriteriaNarrative);
        });
        json.WriteString("issuer", PublicAddresses.Issuer2Of(issuer.Id));
        json.Texts("tags", achievement.Tags);
        json.Objects("alignment", achievement.Alignments, alignment =>
        {
            json.WriteString("targetName", alignment.TargetName);
            json.WriteString("targetUrl", alignment.TargetUrl);
            json.Text("targetDescription", alignment.TargetDescription);
            json.Text("targetFramework", alignment.TargetFramework);
            json.Text("targetCode", alignment.TargetCode);
        });
    });

    /// <summary>The issuer's profile. Keys that were revoked are no longer named.</summary>
    public static byte[] Issuer(IssuerProfile issuer, IEnumerable<IssuerKey> keys)
    {
        var id = PublicAddresses.Issuer2Of(issuer.Id);
        return Document("Issuer", id, json =>
        {
            json.WriteString("name", issuer.Name);
            // Both are demanded of an issuer; the page of the issuer stands in for a web site.
            json.WriteString("url", issuer.Url ?? issuer.Id);
            json.Text("email", issuer.Email);
            json.Text("description", issuer.Description);
            json.Text("image", issuer.Image?.Id);
            json.Texts("publicKey", keys.Where(IsUsable).Select(key => PublicAddresses.IssuerKey2Of(key.Id)));
            json.WriteString("revocationList", PublicAddresses.RevocationsOf(issuer.Id));
        });
    }

    /// <summary>Null for a key that no 2.0 badge is signed with.</summary>
    public static byte[]? Key(IssuerKey key) => !IsUsable(key) ? null : Document("CryptographicKey", PublicAddresses.IssuerKey2Of(key.Id), json =>
    {
        json.WriteString("owner", PublicAddresses.Issuer2Of(key.IssuerId));
        json.WriteString("publicKeyPem", Pem(key.PublicJwk));
    });

    /// <param name="revoked">Ids of signed assertions that were withdrawn, each with its reason.</param>
    public static byte[] RevocationList(string issuerId, IEnumerable<(string Id, string Reason)> revoked) => Document("RevocationList", PublicAddresses.RevocationsOf(issuerId), json =>
    {
        json.WriteString("issuer", PublicAddresses.Issuer2Of(issuerId));
        json.WriteStartArray("revokedAssertions");
        foreach (var (id, reason) in revoked)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("revocationReason", reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static bool IsUsable(IssuerKey key) => key.Algorithm == "RS256" && key.State != IssuerKeyState.Revoked;

    // Without an e-mail the badge names its holder as the credentials of version 3.0 do.
    private static void Recipient(Utf8JsonWriter json, Recipient recipient)
    {
        json.WriteString("type", recipient.Email is null ? "url" : "email");
        json.WriteBoolean("hashed", recipient.Email is not null);
        json.Text("salt", recipient.Email?.Salt);
        json.WriteString("identity", recipient.Email?.IdentityHash ?? recipient.SubjectId);
    }

    private static byte[] Document(string type, string id, Action<Utf8JsonWriter> members) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("@context", OpenBadge2.Context);
        json.WriteString("type", type);
        json.WriteString("id", id);
        members(json);
        json.WriteEndObject();
    });

    private static string Pem(string publicJwk)
    {
        using var jwk = JsonDocument.Parse(publicJwk);
        using var rsa = RSA.Create(new RSAParameters { Modulus = CompactJws.Decode(jwk.RootElement.Text("n")!), Exponent = CompactJws.Decode(jwk.RootElement.Text("e")!) });
        return rsa.ExportSubjectPublicKeyInfoPem();
    }
}
