using System.Text;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;

namespace LtiBadgeConnector.IntegrationTests.Admin;

/// <summary>An outside body that is a key and nothing else, so that its endorsements are checked without a network.</summary>
internal sealed class EndorsingBody
{
    private readonly IssuerKey key;

    public EndorsingBody()
    {
        var made = IssuerKeys.NewEd25519("https://unused.example/keys/1", "https://unused.example", TimeProvider.System);
        var multibase = IssuerKeysDocument.MultibaseOf(made)!;
        Did = $"did:key:{multibase}";
        key = made with { Id = $"{Did}#{multibase}" };
    }

    public string Did { get; }

    public string Endorse(string subject, string comment)
    {
        var document = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.Texts("@context", ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]);
            json.WriteString("id", "urn:uuid:7d0f2c0e-0c3f-4b4e-8f0e-5c1c0a4c9d10");
            json.Texts("type", ["VerifiableCredential", "EndorsementCredential"]);
            json.WriteString("name", "Accreditation");
            json.Object("issuer", () =>
            {
                json.WriteString("id", Did);
                json.Texts("type", ["Profile"]);
                json.WriteString("name", "Quality Agency");
            });
            json.WriteString("validFrom", "2026-01-01T00:00:00Z");
            json.Object("credentialSubject", () =>
            {
                json.WriteString("id", subject);
                json.Texts("type", ["EndorsementSubject"]);
                json.WriteString("endorsementComment", comment);
            });
            json.WriteEndObject();
        });
        return Encoding.UTF8.GetString(new DataIntegritySigner().Sign(document, [key], new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }
}
