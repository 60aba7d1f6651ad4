using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.Credentials.Proofs;

/// <summary>Puts a Data Integrity proof into a credential: <c>eddsa-rdfc-2022</c> with Ed25519 keys, <c>ecdsa-rdfc-2019</c> with P-256.</summary>
internal sealed class DataIntegritySigner
{
    private readonly IssuerSigner signer = new();

    /// <param name="document">A JSON object without proof, as it will be published; its bytes are kept.</param>
    /// <exception cref="JsonLdException">Something in the document would ride along unsigned.</exception>
    public byte[] Sign(byte[] document, IssuerKey key, DateTimeOffset created)
    {
        var suite = key.Algorithm == IssuerSigner.EdDsa ? ProofSuite.EddsaRdfc2022 : ProofSuite.EcdsaRdfc2019;
        var parsed = JsonText.ParseObject(document);
        var options = JsonText.ParseObject(Proof(suite, key, created, value: null));
        var signature = signer.Sign(key, ProofHash.Of(parsed, options, suite, HashKind.Sha256));
        return WithProof(document, Proof(suite, key, created, Base58Btc.Encode(signature)));
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
    private static byte[] WithProof(ReadOnlySpan<byte> document, ReadOnlySpan<byte> proof)
    {
        if (document is not [.. var members, (byte)'}']) throw new ArgumentException("The document is no JSON object.", nameof(document));
        return [.. members, .. ",\"proof\":["u8, .. proof, .. "]}"u8];
    }
}
