using System.Text;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>An outside body with keys of its own, and what it signs about others.</summary>
internal static class AnEndorsement
{
    public const string Agency = "https://agency.example";

    public const string AgencyId = $"{Agency}/issuers/1";

    public static readonly IssuerKey Inside = IssuerKeys.NewEd25519($"{AgencyId}/keys/e1", AgencyId, TimeProvider.System);

    public static readonly IssuerKey Token = IssuerKeys.NewP256($"{AgencyId}/keys/p1", AgencyId, TimeProvider.System);

    /// <summary>The web of the agency and of our issuer together.</summary>
    public static Web WithAgency(this Web web)
    {
        web.With($"{Agency}/.well-known/jwks.json", IssuerKeysDocument.JwkSet([Inside, Token]));
        return web.With(Inside.Id, IssuerKeysDocument.Jwk(Inside)).With(Token.Id, IssuerKeysDocument.Jwk(Token));
    }

    public static string OfJson(string subject = ADossier.IssuerId, string comment = "Accredited until 2030.", string? context = null, DateTimeOffset? until = null)
    {
        var document = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            Members(json, subject, comment, context, until);
            json.WriteEndObject();
        });
        return Encoding.UTF8.GetString(new DataIntegritySigner().Sign(document, [Inside], ADossier.AwardedAt));
    }

    public static string OfToken(string subject = ADossier.IssuerId)
    {
        var payload = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            Members(json, subject, "Accredited until 2030.", context: null, until: null);
            json.WriteString("iss", AgencyId);
            json.WriteString("jti", $"{Agency}/endorsements/1");
            json.WriteString("sub", subject);
            json.WriteNumber("nbf", ADossier.AwardedAt.ToUnixTimeSeconds());
            json.WriteEndObject();
        });
        var header = $"{{\"alg\":\"ES256\",\"kid\":\"{Token.Id}\"}}";
        var signed = $"{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{System.Buffers.Text.Base64Url.EncodeToString(payload)}";
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(new IssuerSigner().Sign(Token, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static void Members(System.Text.Json.Utf8JsonWriter json, string subject, string comment, string? context, DateTimeOffset? until)
    {
        json.WriteStartArray("@context");
        json.WriteStringValue("https://www.w3.org/ns/credentials/v2");
        json.WriteStringValue(context ?? "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json");
        json.WriteEndArray();
        json.WriteString("id", $"{Agency}/endorsements/1");
        json.Texts("type", ["VerifiableCredential", "EndorsementCredential"]);
        json.WriteString("name", "Accreditation");
        json.Object("issuer", () =>
        {
            json.WriteString("id", AgencyId);
            json.Texts("type", ["Profile"]);
            json.WriteString("name", "Quality Agency");
        });
        json.WriteString("validFrom", "2026-04-01T09:00:00Z");
        if (until is { } end) json.WriteString("validUntil", LtiBadgeConnector.Credentials.Formats.OpenBadge3Json.Instant(end));
        json.Object("credentialSubject", () =>
        {
            json.WriteString("id", subject);
            json.Texts("type", ["EndorsementSubject"]);
            json.WriteString("endorsementComment", comment);
        });
    }
}
