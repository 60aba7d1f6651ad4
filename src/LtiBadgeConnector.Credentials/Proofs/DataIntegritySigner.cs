using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;

namespace LtiBadgeConnector.Credentials.Proofs;

/// <summary>Puts a Data Integrity proof into a credential: <c>eddsa-rdfc-2022</c> with Ed25519 keys, <c>ecdsa-rdfc-2019</c> with P-256.</summary>
internal sealed class DataIntegritySigner
{
    /// <summary>Where credentials of one definition differ from learner to learner.</summary>
    internal static readonly IReadOnlySet<string> Places = new HashSet<string>(StringComparer.Ordinal)
    {
        "id", "awardedDate", "validFrom", "validUntil",
        "credentialSubject/id", "credentialSubject/identifier/*/identityHash", "credentialSubject/identifier/*/salt",
        "credentialSubject/result/*/value", "credentialSubject/result/*/status",
        "evidence/*/id", "evidence/*/name", "evidence/*/description", "evidence/*/narrative",
        "credentialStatus/id", "credentialStatus/statusListIndex", "credentialStatus/statusListCredential",
    };

    private static readonly IReadOnlySet<string> OptionPlaces = new HashSet<string>(StringComparer.Ordinal) { "created" };

    private readonly IssuerSigner signer = new();
    private readonly PreparedShapes documents = new(Places, JsonLdProcessor.Offline);
    private readonly PreparedShapes options = new(OptionPlaces, JsonLdProcessor.Offline);

    /// <param name="document">A JSON object without proof, as it will be published; its bytes are kept.</param>
    /// <exception cref="JsonLdException">Something in the document would ride along unsigned.</exception>
    public byte[] Sign(byte[] document, IReadOnlyList<IssuerKey> keys, DateTimeOffset created) =>
        WithProofs(document, [.. keys.Select(key => ProofOf(document, key, created))]);

    // Each proof of a set signs the document without any of them.
    private byte[] ProofOf(byte[] document, IssuerKey key, DateTimeOffset created)
    {
        var suite = key.Algorithm == IssuerSigner.EdDsa ? ProofSuite.EddsaRdfc2022 : ProofSuite.EcdsaRdfc2019;
        var hash = ProofHash.Joined(options.Canonicalize(Options(document, suite, key, created)), documents.Canonicalize(document), HashKind.Sha256);
        var signature = signer.Sign(key, hash);
        return Proof(suite, key, created, Base58Btc.Encode(signature));
    }

    // The options are read under the document's contexts.
    private static byte[] Options(byte[] document, ProofSuite suite, IssuerKey key, DateTimeOffset created)
    {
        var proof = Proof(suite, key, created, value: null).AsSpan();
        return [.. "{\"@context\":"u8, .. ContextOf(document), .. ","u8, .. proof[1..]];
    }

    private static ReadOnlySpan<byte> ContextOf(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        if (!reader.Read() || !reader.Read() || !reader.ValueTextEquals("@context"u8) || !reader.Read()) throw new ArgumentException("A credential begins with its contexts.", nameof(document));
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return document[start..(int)reader.BytesConsumed];
    }

    private static byte[] Proof(ProofSuite suite, IssuerKey key, DateTimeOffset created, string? value) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", ProofSuite.DataIntegrityType);
        json.WriteString("cryptosuite", suite.Name);
        json.WriteString("created", OpenBadge3Json.Instant(created));
        json.WriteString("verificationMethod", key.Id);
        json.WriteString("proofPurpose", "assertionMethod");
        json.Text("proofValue", value);
        json.WriteEndObject();
    });

    // The document's own bytes stay: what was built and canonicalised once is what is published.
    private static byte[] WithProofs(ReadOnlySpan<byte> document, IReadOnlyList<byte[]> proofs)
    {
        if (document is not [.. var members, (byte)'}']) throw new ArgumentException("The document is no JSON object.", nameof(document));
        return [.. members, .. ",\"proof\":["u8, .. proofs.SelectMany((proof, at) => at == 0 ? proof : [(byte)',', .. proof]), .. "]}"u8];
    }
}
