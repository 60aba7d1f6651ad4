using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Verification;
using NSec.Cryptography;
using SimpleBase;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Keys of other issuers: the other algorithms, key sets, did:web and did:key.</summary>
public class VerifierKeyTests
{
    private const string Did = "did:web:badges.example.ac.jp";
    private const string DidUrl = $"{ADossier.Origin}/.well-known/did.json";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accepts_ES256(bool right)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(q.X), ["y"] = Base64Url.EncodeToString(q.Y), ["kid"] = ADossier.KeyId };
        var report = await Verify("ES256", jwk, data => ecdsa.SignData(right ? data : [1], HashAlgorithmName.SHA256));

        report.Is(right ? Verdict.Valid : Verdict.Invalid, CheckNames.Proof, right ? "proof-good" : "signature-mismatch");
    }

    [Fact]
    public async Task A_point_off_the_curve_signs_nothing()
    {
        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(new byte[32]), ["y"] = Base64Url.EncodeToString(new byte[32]), ["kid"] = ADossier.KeyId };
        (await Verify("ES256", jwk, _ => new byte[64])).Is(Verdict.Invalid, CheckNames.Proof, "signature-mismatch");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accepts_EdDSA(bool right)
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        var jwk = new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = Base64Url.EncodeToString(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)), ["kid"] = ADossier.KeyId };
        var report = await Verify("EdDSA", jwk, data => SignatureAlgorithm.Ed25519.Sign(key, right ? data : [1]));

        report.Is(right ? Verdict.Valid : Verdict.Invalid, CheckNames.Proof, right ? "proof-good" : "signature-mismatch");
    }

    [Fact]
    public async Task A_did_key_issuer_needs_no_web()
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        var multibase = "z" + Base58.Bitcoin.Encode([0xed, 0x01, .. key.PublicKey.Export(KeyBlobFormat.RawPublicKey)]);
        var did = $"did:key:{multibase}";
        var token = Tokens.Sign(Header("EdDSA", $"{did}#{multibase}"), await Payload(did), data => SignatureAlgorithm.Ed25519.Sign(key, data));
        Assert.Equal(Verdict.Valid, (await new Web().Verify(token)).Verdict);

        // The same key under another's name.
        var forged = Tokens.Sign(Header("EdDSA", $"{did}#{multibase}"), await Payload("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"), data => SignatureAlgorithm.Ed25519.Sign(key, data));
        (await new Web().Verify(forged)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-elsewhere");
    }

    [Theory]
    [InlineData($"{Did}#r1")]
    [InlineData("#r1")]
    public async Task A_did_web_issuer_is_found_by_the_document_we_publish(string keyId)
    {
        var document = DidDocument.Write(Did, ADossier.Issuer, [ADossier.Key]);
        var token = Tokens.Sign(Header("RS256", keyId), await Payload(Did));
        Assert.Equal(Verdict.Valid, (await new Web().With(DidUrl, document).Verify(token)).Verdict);
    }

    [Fact]
    public async Task A_did_web_key_must_be_one_that_asserts_and_belongs_to_the_did()
    {
        var token = Tokens.Sign(Header("RS256", $"{Did}#r1"), await Payload(Did));
        Web With(Action<JsonObject> change)
        {
            var document = JsonNode.Parse(DidDocument.Write(Did, ADossier.Issuer, [ADossier.Key]))!.AsObject();
            change(document);
            return new Web().With(DidUrl, document);
        }

        (await With(document => document.Remove("assertionMethod")).Verify(token)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-not-listed");
        (await With(document => document.Remove("verificationMethod")).Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-not-found");
        (await With(document => document["id"] = "did:web:other.example").Verify(token)).Is(Verdict.Indeterminate, CheckNames.Proof, "key-document-malformed");
        (await With(document => document["verificationMethod"]![0]!["controller"] = "did:web:other.example").Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-not-found");
        (await new Web().Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-not-found");
    }

    [Fact]
    public async Task A_method_embedded_under_assertionMethod_counts()
    {
        var document = JsonNode.Parse(DidDocument.Write(Did, ADossier.Issuer, [ADossier.Key]))!.AsObject();
        document["assertionMethod"] = document["verificationMethod"]!.DeepClone();
        document.Remove("verificationMethod");
        var token = Tokens.Sign(Header("RS256", $"{Did}#r1"), await Payload(Did));

        Assert.Equal(Verdict.Valid, (await new Web().With(DidUrl, document).Verify(token)).Verdict);
    }

    [Fact]
    public async Task A_key_of_another_did_is_not_the_issuer_s()
    {
        var other = DidDocument.Write("did:web:forger.example", ADossier.Issuer, [ADossier.Key]);
        var token = Tokens.Sign(Header("RS256", "did:web:forger.example#r1"), await Payload(Did));
        (await new Web().With("https://forger.example/.well-known/did.json", other).Verify(token)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-elsewhere");
    }

    [Fact]
    public async Task A_web_issuer_s_kid_may_point_at_its_key_set()
    {
        const string KeyId = $"{Web.JwksUrl}#r1";
        var jwk = JsonNode.Parse(ADossier.Key.PublicJwk)!.AsObject();
        jwk["kid"] = KeyId;
        var web = new Web().With(Web.JwksUrl, new JsonObject { ["keys"] = new JsonArray(jwk) });
        Assert.Equal(Verdict.Valid, (await web.Verify(Tokens.Sign(Header("RS256", KeyId), await Payload(ADossier.IssuerId)))).Verdict);
    }

    private static async Task<VerificationReport> Verify(string algorithm, JsonObject jwk, Func<byte[], byte[]> sign)
    {
        var web = new Web().With(ADossier.KeyId, jwk.DeepClone()).With(Web.JwksUrl, new JsonObject { ["keys"] = new JsonArray(jwk) });
        return await web.Verify(Tokens.Sign(Header(algorithm, ADossier.KeyId), await Payload(ADossier.IssuerId), sign));
    }

    private static JsonObject Header(string algorithm, string keyId) => new() { ["alg"] = algorithm, ["kid"] = keyId };

    private static async Task<JsonObject> Payload(string issuer)
    {
        var payload = Tokens.PayloadNode(await Tokens.Issue(ADossier.Small()));
        payload["iss"] = issuer;
        payload["issuer"]!["id"] = issuer;
        return payload;
    }
}
