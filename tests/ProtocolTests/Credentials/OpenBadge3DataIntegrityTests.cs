using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Json;
using NSec.Cryptography;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Open Badges 3.0 with a Data Integrity proof: what is issued, that it verifies, and that nothing in it can be changed.</summary>
public class OpenBadge3DataIntegrityTests
{
    private static readonly IssuerKey Ed25519 = Key("e1");
    private static readonly IssuerKey P256 = IssuerKeys.NewP256($"{ADossier.IssuerId}/keys/p1", ADossier.IssuerId, TimeProvider.System);

    [Fact]
    public async Task Issues_an_open_badge_that_the_schema_accepts()
    {
        var document = await Issue(ADossier.Full());
        Assert.Equal("ob3-di", document.Format);
        Assert.Equal("application/vc", document.MediaType);
        Assert.Equal(Ed25519.Id, document.KeyId);

        var json = JsonDocument.Parse(document.Bytes).RootElement;
        Assert.Equal(["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"], json.GetProperty("@context").EnumerateArray().Take(3).Select(context => context.GetString()));
        Assert.Equal("mc", json.GetProperty("@context")[3].EnumerateObject().Single().Name);
        Assert.Empty(LtiBadgeConnector.Credentials.Schemas.SchemaLibrary.Find(OpenBadge3.AchievementCredentialSchema)!.Validate(json));

        var proof = json.GetProperty("proof").EnumerateArray().Single();
        Assert.Equal(["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"], proof.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("DataIntegrityProof", "eddsa-rdfc-2022", "assertionMethod"), (proof.Text("type"), proof.Text("cryptosuite"), proof.Text("proofPurpose")));
        Assert.Equal(Ed25519.Id, proof.Text("verificationMethod"));
    }

    [Fact]
    public async Task What_we_issue_we_verify_every_check_of_it()
    {
        var report = await Published().Verify((await Issue(ADossier.Full())).Bytes, email: "hanako@example.ac.jp");
        Assert.True(report.Verdict == Verdict.Valid, string.Join("; ", report.Checks));
        Assert.Equal(["structure-good", "contexts-known", "schema-good", "proof-good", "issuer-key-good", "dates-good", "status-none", "recipient-good"], report.Checks.Select(check => check.Code));
    }

    [Fact]
    public async Task An_issuer_with_a_P_256_key_signs_with_ECDSA()
    {
        var document = await Issue(ADossier.Full(), P256);
        Assert.Equal("ecdsa-rdfc-2019", JsonDocument.Parse(document.Bytes).RootElement.GetProperty("proof")[0].Text("cryptosuite"));
        Assert.Equal(Verdict.Valid, (await Published().Verify(document.Bytes)).Verdict);
    }

    [Fact]
    public async Task Prefers_Ed25519_and_the_newest_active_key()
    {
        var newer = Key("e2") with { CreatedAt = ADossier.AwardedAt.AddDays(1) };
        Assert.Equal(newer.Id, (await Issue(ADossier.Small(), P256, Ed25519, newer)).KeyId);
        Assert.Equal(Ed25519.Id, (await Issue(ADossier.Small(), Ed25519, newer with { State = IssuerKeyState.Retired })).KeyId);
        await Assert.ThrowsAsync<NoSigningKeyException>(() => Issue(ADossier.Small(), ADossier.Key));
    }

    [Fact]
    public async Task Every_change_of_any_value_is_noticed()
    {
        var signed = JsonNode.Parse((await Issue(ADossier.Full())).Bytes)!;
        var places = VerifierTamperTests.Places(signed, []).ToList();
        Assert.True(places.Count > 150, $"only {places.Count} places");
        foreach (var place in places)
        {
            foreach (var removed in new[] { true, false })
            {
                var changed = signed.DeepClone();
                VerifierTamperTests.Change(changed, place, removed);

                // One image of the credential and its achievement is one node: what is said of it twice may be said once.
                if (Canonical(changed) == Canonical(signed)) continue;
                var report = await Published().Verify(changed.ToJsonString());
                Assert.True(report.Verdict is not (Verdict.Valid or Verdict.Expired or Verdict.Revoked), $"{string.Join('/', place)} removed {removed}: {report.Verdict}");
            }
        }
    }

    [Theory]
    [InlineData("honours", "\"summa cum laude\"", "terms-undefined")]
    [InlineData("@future", "\"x\"", "terms-undefined")]
    [InlineData("@index", "\"x\"", "terms-undefined")]
    public async Task Nothing_can_be_added_that_the_signature_does_not_cover(string name, string value, string code)
    {
        foreach (var path in new[] { "", "credentialSubject", "credentialSubject.achievement" })
        {
            var signed = JsonNode.Parse((await Issue(ADossier.Full())).Bytes)!;
            path.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(signed, (node, step) => node[step]!).AsObject()[name] = JsonNode.Parse(value);
            (await Published().Verify(signed.ToJsonString())).Is(Verdict.Invalid, CheckNames.Contexts, code);
        }
    }

    [Fact]
    public async Task A_context_nobody_carries_leaves_the_verdict_open()
    {
        var signed = JsonNode.Parse((await Issue(ADossier.Full())).Bytes)!;
        signed["@context"]!.AsArray().Add("https://example.org/context.json");
        var web = Published();
        (await web.Verify(signed.ToJsonString())).Is(Verdict.Indeterminate, CheckNames.Contexts, "context-unknown");
        Assert.DoesNotContain("https://example.org/context.json", web.Asked);
    }

    [Theory]
    [InlineData("cryptosuite", "\"eddsa-jcs-2022\"", "signature-mismatch")]
    [InlineData("cryptosuite", "\"ecdsa-rdfc-2019\"", "key-unusable")]
    [InlineData("proofPurpose", "\"authentication\"", "proof-purpose")]
    [InlineData("proofPurpose", "null", "proof-purpose")]
    [InlineData("created", "\"yesterday\"", "proof-malformed")]
    [InlineData("created", "\"2026-04-01T09:00:01Z\"", "signature-mismatch")]
    [InlineData("expires", "\"2026-04-01T09:00:01Z\"", "proof-expired")]
    [InlineData("expires", "7", "proof-malformed")]
    [InlineData("verificationMethod", "null", "proof-malformed")]
    [InlineData("verificationMethod", "\"no-address\"", "key-id-malformed")]
    [InlineData("verificationMethod", "\"did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\"", "issuer-key-elsewhere")]
    [InlineData("proofValue", "null", "proof-malformed")]
    [InlineData("proofValue", "\"z111\"", "proof-malformed")]
    [InlineData("proofValue", "\"uAAAA\"", "proof-malformed")]
    [InlineData("previousProof", "\"urn:uuid:1\"", "proof-malformed")]
    public async Task Refuses_a_proof_that_is_not_right(string member, string value, string code)
    {
        var signed = JsonNode.Parse((await Issue(ADossier.Full())).Bytes)!;
        signed["proof"]![0]![member] = JsonNode.Parse(value);
        (await Published().Verify(signed.ToJsonString())).Is(Verdict.Invalid, CheckNames.Proof, code);
    }

    [Fact]
    public async Task Another_s_key_is_not_the_issuer_s()
    {
        var forger = IssuerKeys.NewEd25519("https://forger.example/keys/1", "https://forger.example/issuers/1", TimeProvider.System);
        var web = Published().With(forger.Id, IssuerKeysDocument.Jwk(forger));
        (await web.Verify((await Issue(ADossier.Small(), forger)).Bytes)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-elsewhere");

        // A key that calls itself the issuer's, under the issuer's name, in no list of the issuer.
        var named = IssuerKeys.NewEd25519($"{ADossier.IssuerId}#{Multibase(forger)}", ADossier.IssuerId, TimeProvider.System);
        (await Published().Verify((await Issue(ADossier.Small(), named with { Pkcs8 = forger.Pkcs8 })).Bytes)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-not-listed");
    }

    [Fact]
    public async Task A_retired_key_s_badges_stay_valid_and_a_revoked_key_s_do_not()
    {
        var badge = (await Issue(ADossier.Small())).Bytes;
        Assert.Equal(Verdict.Valid, (await Published(Ed25519 with { State = IssuerKeyState.Retired }, Key("e2")).Verify(badge)).Verdict);
        (await Published(Ed25519 with { State = IssuerKeyState.Revoked }, Key("e2")).Verify(badge)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-not-listed");
    }

    [Fact]
    public async Task Did_web_and_did_key_issuers_verify_by_their_documents()
    {
        const string Did = "did:web:badges.example.ac.jp:issuers:3kq7";
        var key = Ed25519 with { Id = $"{Did}#e1", IssuerId = Did };
        var badge = (await Issue(ADossier.Full() with { Issuer = ADossier.Issuer with { Id = Did } }, key)).Bytes;
        var web = new Web().With("https://badges.example.ac.jp/issuers/3kq7/did.json", DidDocument.Write(Did, ADossier.Issuer, [Ed25519]));
        Assert.Equal(Verdict.Valid, (await web.Verify(badge)).Verdict);

        var own = $"did:key:{Multibase(Ed25519)}";
        badge = (await Issue(ADossier.Full() with { Issuer = ADossier.Issuer with { Id = own } }, Ed25519 with { Id = $"{own}#{Multibase(Ed25519)}", IssuerId = own })).Bytes;
        web = new Web();
        Assert.Equal(Verdict.Valid, (await web.Verify(badge)).Verdict);
        Assert.Empty(web.Asked);
    }

    [Fact]
    public async Task Hostile_names_are_signed_and_verified_as_they_are()
    {
        foreach (var name in new[] { "O'Neill \"Mac\" \\ \r\n\t", "\u0000\u0001\u007f", "\ufffe\uffff", "𝒳\u200f山田", "<script>", "z\u0338" })
        {
            var badge = (await Issue(ADossier.Small() with { Recipient = new(ADossier.Learner) { Name = name } })).Bytes;
            var report = await Published().Verify(badge);
            Assert.Equal((Verdict.Valid, name), (report.Verdict, report.Credential!.RecipientName));
        }
    }

    [Fact]
    public async Task Refuses_to_sign_what_the_signature_would_not_cover()
    {
        var broken = ADossier.Small() with { Recipient = new("not an address") };
        Assert.Equal(JsonLdCodes.TermsUndefined, (await Assert.ThrowsAsync<JsonLdException>(() => Issue(broken))).Code);
    }

    [Fact]
    public void The_key_is_published_as_Multikey_and_JWK_alike()
    {
        var document = JsonDocument.Parse(IssuerKeysDocument.Jwk(Ed25519)).RootElement;
        Assert.Equal((Ed25519.Id, "Multikey", ADossier.IssuerId), (document.Text("id"), document.Text("type"), document.Text("controller")));
        Assert.Equal(Multikey.Read(document.Text("publicKeyMultibase")!)!.Material, LtiBadgeConnector.Credentials.Keys.PublicKey.FromJwk(document)!.Material);
        Assert.Equal((Ed25519.Id, "OKP", "Ed25519", "EdDSA"), (document.Text("kid"), document.Text("kty"), document.Text("crv"), document.Text("alg")));

        var profile = JsonDocument.Parse(IssuerProfileDocument.Write(ADossier.Issuer, [Ed25519, Key("old") with { State = IssuerKeyState.Retired }, Key("bad") with { State = IssuerKeyState.Revoked }, ADossier.Key])).RootElement;
        Assert.Equal([Ed25519.Id, $"{ADossier.IssuerId}/keys/old"], profile.Texts("assertionMethod"));

        var did = JsonDocument.Parse(DidDocument.Write("did:web:x", ADossier.Issuer, [Ed25519, ADossier.Key])).RootElement;
        Assert.Equal(["Multikey", "JsonWebKey"], did.Items("verificationMethod").Select(method => method.Text("type")));
    }

    private static string? Canonical(JsonNode signed)
    {
        try
        {
            var document = JsonText.ParseObject(Encoding.UTF8.GetBytes(signed.ToJsonString()));
            return document["proof"] is { } proof ? Encoding.UTF8.GetString([.. ProofHash.Canonical(document.Without("proof")), .. JsonCanonicalizer.Canonicalize(proof)]) : null;
        }
        catch (JsonLdException)
        {
            return null;
        }
    }

    private static string Multibase(IssuerKey key) => LtiBadgeConnector.Credentials.Keys.PublicKey.FromJwk(JsonDocument.Parse(key.PublicJwk).RootElement)!.Multibase!;

    private static IssuerKey Key(string name)
    {
        // From the name, so that the same test signs the same bytes each time.
        using var key = NSec.Cryptography.Key.Import(SignatureAlgorithm.Ed25519, SHA256.HashData(Encoding.UTF8.GetBytes(name)), KeyBlobFormat.RawPrivateKey, new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        return IssuerKeys.FromEd25519(key, $"{ADossier.IssuerId}/keys/{name}", ADossier.IssuerId, ADossier.AwardedAt);
    }

    private static Web Published(params IssuerKey[] keys)
    {
        if (keys.Length == 0) keys = [Ed25519, P256];
        return Web.OfIssuer(keys).With(ADossier.IssuerId, IssuerProfileDocument.Write(ADossier.Issuer, keys));
    }

    private static Task<SignedDocument> Issue(AwardDossier dossier, params IssuerKey[] keys) =>
        new OpenBadge3DataIntegrityFormat().Issue(dossier with { Keys = keys.Length == 0 ? [Ed25519] : keys }, CancellationToken.None);
}
