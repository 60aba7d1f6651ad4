using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>What the verifier says of good badges, and of bad ones one fault at a time.</summary>
public class VerifierTests
{
    private static readonly JsonObject Header = new() { ["alg"] = "RS256", ["kid"] = ADossier.KeyId };

    [Fact]
    public async Task Accepts_what_we_issue()
    {
        var report = await Web.OfIssuer().Verify(await Tokens.Issue(ADossier.Full()));

        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.Equal(
            ["structure-good", "contexts-known", "schema-good", "proof-good", "issuer-key-good", "dates-good", "status-none", "recipient-not-asked"],
            report.Checks.Select(check => check.Code));
        Assert.Equal(CheckNames.All.Except([CheckNames.Image, CheckNames.Endorsements]), report.Checks.Select(check => check.Name));
    }

    [Fact]
    public async Task Tells_what_the_badge_says()
    {
        var summary = (await Web.OfIssuer().Verify(await Tokens.Issue(ADossier.Full()))).Credential!;

        Assert.Equal(("データサイエンス基礎", "例示大学 Example University", "山田 花子"), (summary.AchievementName, summary.IssuerName, summary.RecipientName));
        Assert.Equal((ADossier.AwardedAt, ADossier.AwardedAt, ADossier.AwardedAt.AddYears(5)), (summary.AwardedAt, summary.ValidFrom, summary.ValidUntil));
    }

    [Fact]
    public async Task Reports_in_the_form_scripts_read()
    {
        var json = JsonDocument.Parse((await new Web().Verify("hello")).ToJson()).RootElement;

        Assert.Equal("""{"verdict":"not-a-credential","checks":[{"name":"structure","result":"fail","code":"input-unreadable"}]}""", json.GetRawText());
    }

    [Theory]
    [InlineData("  {0}\r\n")]
    [InlineData("\uFEFF{0}")]
    [InlineData("""{{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,{0}"}}""")]
    public async Task Accepts_a_token_however_it_is_wrapped(string form)
    {
        var badge = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, await Tokens.Issue(ADossier.Small()));
        Assert.Equal(Verdict.Valid, (await Web.OfIssuer().Verify(badge)).Verdict);
    }

    [Theory]
    [InlineData("", Verdict.NotACredential, "input-empty")]
    [InlineData("   \n", Verdict.NotACredential, "input-empty")]
    [InlineData("hello", Verdict.NotACredential, "input-unreadable")]
    [InlineData("www.example.com", Verdict.NotACredential, "input-unreadable")]
    [InlineData("{", Verdict.NotACredential, "json-malformed")]
    [InlineData("""{"type":"VerifiableCredential","type":"x"}""", Verdict.NotACredential, "json-malformed")]
    [InlineData("""{"type":"\ud800"}""", Verdict.NotACredential, "json-malformed")]
    [InlineData("""{"name":"x"}""", Verdict.NotACredential, "not-a-credential")]
    [InlineData("""{"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}""", Verdict.Invalid, "id-malformed")]
    [InlineData("""{"type":["VerifiablePresentation"]}""", Verdict.Unsupported, "presentation-unsupported")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.c2ln~disclosure~", Verdict.Unsupported, "selective-disclosure-unsupported")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.bm90anNvbg.c2ln", Verdict.Invalid, "token-malformed")]
    public async Task Names_what_is_no_badge_it_can_check(string input, Verdict verdict, string code) =>
        (await new Web().Verify(input)).Is(verdict, CheckNames.Structure, code);

    [Fact]
    public async Task Names_images_and_what_is_too_large()
    {
        (await new Web().Verify([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])).Is(Verdict.Invalid, CheckNames.Image, "image-damaged");
        (await new Web().Verify("%PDF-1.7 ..."u8.ToArray())).Is(Verdict.Unsupported, CheckNames.Structure, "baked-image-unsupported");
        (await new Web().Verify(new byte[5_000_000])).Is(Verdict.Unsupported, CheckNames.Structure, "input-too-large");
    }

    [Fact]
    public async Task An_unsigned_credential_has_no_proof()
    {
        var unsigned = Tokens.PayloadNode(await Tokens.Issue(ADossier.Full())).ToJsonString();
        (await new Web().Verify(unsigned)).Is(Verdict.NoProof, CheckNames.Proof, "proof-missing");
    }

    [Fact]
    public async Task A_proof_of_an_unknown_suite_is_said_to_be_unsupported()
    {
        var payload = Tokens.PayloadNode(await Tokens.Issue(ADossier.Full()));
        payload["proof"] = new JsonArray(new JsonObject { ["type"] = "DataIntegrityProof", ["cryptosuite"] = "eddsa-2030" });
        var report = await new Web().Verify(payload.ToJsonString());

        report.Is(Verdict.Unsupported, CheckNames.Proof, "proof-kind-unsupported");
        Assert.Equal("eddsa-2030", report.Of(CheckNames.Proof).Detail);
    }

    public static TheoryData<string, string> BadHeaders => new()
    {
        { """{"alg":"none","kid":"KID"}""", "algorithm-refused" },
        { """{"alg":"None","kid":"KID"}""", "algorithm-refused" },
        { """{"alg":"HS256","kid":"KID"}""", "algorithm-refused" },
        { """{"kid":"KID"}""", "algorithm-refused" },
        { """{"alg":"RS256","kid":"KID","crit":["exp"]}""", "critical-header" },
        { """{"alg":"RS256","kid":"KID","typ":"at+jwt"}""", "token-type-refused" },
        { """{"alg":"RS256","kid":"KID","typ":7}""", "token-type-refused" },
        { """{"alg":"RS256"}""", "header-key-missing" },
        { """{"alg":"RS256","kid":7}""", "key-id-malformed" },
        { """{"alg":"RS256","kid":"r1"}""", "key-id-malformed" },
        { """{"alg":"RS256","kid":"file:///etc/passwd"}""", "key-id-malformed" },
        { """{"alg":"RS256","kid":"did:web:a%2Fb"}""", "key-id-malformed" },
        { """{"alg":"RS256","jwk":{"kty":"RSA","n":"AQ","e":"AQAB","d":"AQ"}}""", "key-private" },
        { """{"alg":"RS256","jwk":{"kty":"RSA","n":"AQ","e":"AQAB"}}""", "key-unusable" },
        { """{"alg":"RS256","jwk":{"kty":"oct"}}""", "key-unusable" },
        { """{"alg":"ES256","kid":"KID"}""", "signature-mismatch" },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public async Task Refuses_a_bad_header(string header, string code)
    {
        var token = Tokens.Sign(JsonNode.Parse(header.Replace("KID", ADossier.KeyId))!, Tokens.PayloadNode(await Tokens.Issue(ADossier.Small())));
        (await Web.OfIssuer().Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, code);
    }

    [Theory]
    [InlineData("""{"alg":"PS256","kid":"KID"}""", "algorithm-unsupported")]
    [InlineData("""{"alg":"RS256","kid":"did:example:123#k"}""", "key-method-unsupported")]
    [InlineData("""{"alg":"EdDSA","kid":"did:key:zNope#zNope"}""", "key-method-unsupported")]
    public async Task Says_which_keys_and_algorithms_it_does_not_know(string header, string code)
    {
        var token = Tokens.Sign(JsonNode.Parse(header.Replace("KID", ADossier.KeyId))!, Tokens.PayloadNode(await Tokens.Issue(ADossier.Small())));
        (await Web.OfIssuer().Verify(token)).Is(Verdict.Unsupported, CheckNames.Proof, code);
    }

    [Fact]
    public async Task An_empty_signature_is_none() =>
        (await Web.OfIssuer().Verify((await Tokens.Issue(ADossier.Small())).Split('.') is [var header, var payload, _] ? $"{header}.{payload}." : "")).Is(Verdict.Invalid, CheckNames.Proof, "signature-mismatch");

    [Fact]
    public async Task A_signature_over_the_public_key_as_secret_is_refused()
    {
        var payload = Tokens.PayloadNode(await Tokens.Issue(ADossier.Small()));
        var token = Tokens.Sign(new JsonObject { ["alg"] = "HS256", ["kid"] = ADossier.KeyId }, payload, data => HMACSHA256.HashData(IssuerKeysDocument.Jwk(ADossier.Key), data));
        (await Web.OfIssuer().Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "algorithm-refused");
    }

    [Fact]
    public async Task The_key_s_document_may_be_out_of_reach_or_something_else()
    {
        var token = await Tokens.Issue(ADossier.Small());

        (await Web.OfIssuer().Without(ADossier.KeyId).Verify(token)).Is(Verdict.Indeterminate, CheckNames.Proof, "key-unavailable");
        (await Web.OfIssuer().With(ADossier.KeyId, "<html>"u8.ToArray()).Verify(token)).Is(Verdict.Indeterminate, CheckNames.Proof, "key-document-malformed");
        (await Web.OfIssuer().With(ADossier.KeyId, new JsonObject()).Verify(token)).Is(Verdict.Indeterminate, CheckNames.Proof, "key-document-malformed");
        (await Web.OfIssuer().With(ADossier.KeyId, new JsonObject { ["keys"] = new JsonArray() }).Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-not-found");
        (await Web.OfIssuer().With(ADossier.KeyId, Jwk(jwk => jwk["kid"] = "https://other.example/k")).Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-not-found");
        (await Web.OfIssuer().With(ADossier.KeyId, Jwk(jwk => jwk["d"] = "AQ")).Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-private");
        (await Web.OfIssuer().With(ADossier.KeyId, Jwk(jwk => jwk["use"] = "enc")).Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-unusable");
        (await Web.OfIssuer().With(ADossier.KeyId, Jwk(jwk => jwk["alg"] = "RS512")).Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-unusable");
        (await Web.OfIssuer().With(ADossier.KeyId, Jwk(jwk => jwk["n"] = Base64(new byte[256]))).Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, "key-unusable");
    }

    [Fact]
    public async Task A_key_below_2048_bits_is_refused()
    {
        using var weak = RSA.Create(1024);
        var key = IssuerKeys.FromRsa(weak, ADossier.KeyId, ADossier.IssuerId, ADossier.AwardedAt);
        (await Web.OfIssuer(key).Verify(await Tokens.Issue(ADossier.Small() with { Keys = [key] }))).Is(Verdict.Invalid, CheckNames.Proof, "key-unusable");
    }

    [Fact]
    public async Task A_forger_s_own_key_is_not_the_issuer_s()
    {
        var forged = IssuerKeys.NewRsa("https://forger.example/keys/1", ADossier.IssuerId, TimeProvider.System);
        var web = Web.OfIssuer().With(forged.Id, IssuerKeysDocument.Jwk(forged));
        (await web.Verify(await Tokens.Issue(ADossier.Small() with { Keys = [forged] }))).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-elsewhere");

        var sameServer = forged with { Id = $"{ADossier.Origin}/uploads/key.json", PublicJwk = forged.PublicJwk.Replace("https://forger.example/keys/1", $"{ADossier.Origin}/uploads/key.json") };
        web = Web.OfIssuer().With(sameServer.Id, IssuerKeysDocument.Jwk(sameServer));
        (await web.Verify(await Tokens.Issue(ADossier.Small() with { Keys = [sameServer] }))).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-not-listed");
    }

    [Fact]
    public async Task A_neighbour_s_key_on_the_same_server_is_not_the_issuer_s()
    {
        var neighbour = IssuerKeys.NewRsa($"{ADossier.Origin}/issuers/other/keys/1", $"{ADossier.Origin}/issuers/other", TimeProvider.System);
        var token = await Tokens.Issue(ADossier.Small() with { Keys = [neighbour] });
        (await Web.OfIssuer(ADossier.Key, neighbour).Verify(token)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-of-another");

        // The key's own document may be silent; the set is not.
        var silent = JsonNode.Parse(neighbour.PublicJwk)!.AsObject();
        silent.Remove("iss");
        (await Web.OfIssuer(ADossier.Key, neighbour).With(neighbour.Id, silent).Verify(token)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-of-another");
    }

    [Fact]
    public async Task Without_the_issuer_s_key_set_nobody_can_say_whose_key_it_was()
    {
        var token = await Tokens.Issue(ADossier.Small());
        (await Web.OfIssuer().Without(Web.JwksUrl).Verify(token)).Is(Verdict.Indeterminate, CheckNames.IssuerKey, "issuer-keys-unavailable");

        // Not even that it has expired.
        Assert.Equal(Verdict.Indeterminate, (await Web.OfIssuer().Without(Web.JwksUrl).Verify(await Tokens.Issue(ADossier.Full()), ADossier.AwardedAt.AddYears(6))).Verdict);
    }

    [Fact]
    public async Task A_retired_key_s_badges_stay_valid_and_a_revoked_key_s_do_not()
    {
        var token = await Tokens.Issue(ADossier.Small());
        var newer = IssuerKeys.NewRsa($"{ADossier.IssuerId}/keys/r2", ADossier.IssuerId, TimeProvider.System);

        Assert.Equal(Verdict.Valid, (await Web.OfIssuer(ADossier.Key with { State = IssuerKeyState.Retired }, newer).Verify(token)).Verdict);
        (await Web.OfIssuer(ADossier.Key with { State = IssuerKeyState.Revoked }, newer).Verify(token)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-not-listed");
    }

    [Fact]
    public async Task A_key_in_the_header_counts_when_the_issuer_lists_it()
    {
        var jwk = JsonNode.Parse(ADossier.Key.PublicJwk)!;
        var payload = Tokens.PayloadNode(await Tokens.Issue(ADossier.Small()));
        var token = Tokens.Sign(new JsonObject { ["alg"] = "RS256", ["jwk"] = jwk }, payload);
        Assert.Equal(Verdict.Valid, (await Web.OfIssuer().Verify(token)).Verdict);

        var forger = IssuerKeys.NewRsa(ADossier.KeyId, ADossier.IssuerId, TimeProvider.System);
        var forged = Tokens.Sign(new JsonObject { ["alg"] = "RS256", ["jwk"] = JsonNode.Parse(forger.PublicJwk) }, payload, forger.Pkcs8);
        (await Web.OfIssuer().Verify(forged)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-not-listed");

        // An issuer that publishes no keys: the standard calls this verified, and the report says what it does not know.
        (await new Web().Verify(forged)).Is(Verdict.Valid, CheckNames.IssuerKey, "issuer-key-unconfirmed");
    }

    [Fact]
    public async Task An_issuer_that_is_neither_web_nor_did_is_said_to_be_unsupported()
    {
        var token = Tokens.Sign(Header.DeepClone(), Changed(await Tokens.Issue(ADossier.Small()), payload =>
        {
            payload["iss"] = "urn:uuid:1";
            payload["issuer"]!["id"] = "urn:uuid:1";
        }));
        (await Web.OfIssuer().Verify(token)).Is(Verdict.Unsupported, CheckNames.IssuerKey, "issuer-unsupported");
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("jti")]
    [InlineData("nbf")]
    public async Task Refuses_a_token_without_a_claim_the_standard_demands(string claim) =>
        (await Signed(payload => payload.Remove(claim))).Is(Verdict.Invalid, CheckNames.Proof, "claim-missing");

    [Theory]
    [InlineData("iss", "\"https://badges.example.ac.jp/issuers/other\"")]
    [InlineData("jti", "\"urn:uuid:1\"")]
    [InlineData("jti", "7")]
    [InlineData("sub", "\"urn:uuid:1\"")]
    [InlineData("nbf", "1")]
    [InlineData("nbf", "\"1775034000\"")]
    [InlineData("nbf", "1e400")]
    [InlineData("exp", "1932800401")]
    public async Task Refuses_claims_that_contradict_the_credential(string claim, string value) =>
        (await Signed(payload => payload[claim] = JsonNode.Parse(value))).Is(Verdict.Invalid, CheckNames.Proof, "claim-mismatch");

    [Fact]
    public async Task A_token_of_vc_jose_cose_needs_no_claims()
    {
        var payload = Changed(await Tokens.Issue(ADossier.Small()), payload => Array.ForEach(["iss", "jti", "sub", "nbf"], claim => payload.Remove(claim)));
        var token = Tokens.Sign(new JsonObject { ["alg"] = "RS256", ["kid"] = ADossier.KeyId, ["typ"] = "vc+jwt" }, payload);
        Assert.Equal(Verdict.Valid, (await Web.OfIssuer().Verify(token)).Verdict);
    }

    [Fact]
    public async Task Exp_alone_ends_a_credential() =>
        (await Signed(payload => payload.Remove("validUntil"), ADossier.AwardedAt.AddYears(6))).Is(Verdict.Expired, CheckNames.Dates, "expired");

    [Theory]
    [InlineData(-1, Verdict.NotYetValid, "not-yet-valid")]
    [InlineData(0, Verdict.Valid, "dates-good")]
    public async Task Begins_at_validFrom(int seconds, Verdict verdict, string code) =>
        (await Web.OfIssuer().Verify(await Tokens.Issue(ADossier.Full()), ADossier.AwardedAt.AddSeconds(seconds))).Is(verdict, CheckNames.Dates, code);

    [Theory]
    [InlineData(0, Verdict.Valid, "dates-good")]
    [InlineData(1, Verdict.Expired, "expired")]
    public async Task Ends_after_validUntil(int seconds, Verdict verdict, string code) =>
        (await Web.OfIssuer().Verify(await Tokens.Issue(ADossier.Full()), ADossier.AwardedAt.AddYears(5).AddSeconds(seconds))).Is(verdict, CheckNames.Dates, code);

    public static TheoryData<string, string, string, string> BrokenPayloads => new()
    {
        { "@context", """["https://example.org/x"]""", CheckNames.Structure, "context-first" },
        { "@context", """["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://www.w3.org/ns/credentials/v2"]""", CheckNames.Structure, "context-first" },
        { "issuer", """{"type":["Profile"]}""", CheckNames.Structure, "issuer-missing" },
        { "issuer", "7", CheckNames.Structure, "issuer-missing" },
        { "issuer", "\"issuers/1\"", CheckNames.Structure, "issuer-missing" },
        { "credentialSubject", "{}", CheckNames.Structure, "subject-missing" },
        { "credentialSubject", "[]", CheckNames.Structure, "subject-missing" },
        { "credentialSubject", "\"x\"", CheckNames.Structure, "subject-missing" },
        { "id", "\"relative\"", CheckNames.Structure, "id-malformed" },
        { "id", "7", CheckNames.Structure, "id-malformed" },
        { "validFrom", "\"soon\"", CheckNames.Structure, "date-malformed" },
        { "validUntil", "\"2020-01-01T00:00:00Z\"", CheckNames.Structure, "date-malformed" },
        { "@context", """["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"]""", CheckNames.Contexts, "contexts-conflict" },
        { "credentialSubject", """{"id":"urn:uuid:6f1c1f0a-7e52-4f0e-9d7b-0f3f8f5a2b11","type":["AchievementSubject"]}""", CheckNames.Schema, "schema-violated" },
        { "awardedDate", "\"2026-04-01\"", CheckNames.Schema, "schema-violated" },
        { "vc", "{}", CheckNames.Structure, "payload-ambiguous" },
    };

    [Theory]
    [MemberData(nameof(BrokenPayloads))]
    public async Task Refuses_a_signed_credential_that_is_against_the_standard(string member, string value, string check, string code) =>
        (await Signed(payload => payload[member] = JsonNode.Parse(value))).Is(Verdict.Invalid, check, code);

    [Fact]
    public async Task An_unknown_context_is_reported_and_stands_in_the_way_of_nothing()
    {
        var report = await Signed(payload => payload["@context"]!.AsArray().Add("https://example.org/context/v1"));
        report.Is(Verdict.Valid, CheckNames.Contexts, "context-unknown");
        Assert.Equal("https://example.org/context/v1", report.Of(CheckNames.Contexts).Detail);
    }

    [Fact]
    public async Task A_credential_of_another_kind_has_no_schema_here() =>
        (await Signed(payload => payload["type"] = new JsonArray("VerifiableCredential", "ExampleDegree"))).Is(Verdict.Valid, CheckNames.Schema, "schema-none");

    [Theory]
    [InlineData("hanako@example.ac.jp", Verdict.Valid, "recipient-good")]
    [InlineData(" HANAKO@example.ac.jp", Verdict.Valid, "recipient-good")]
    [InlineData("taro@example.ac.jp", Verdict.Invalid, "recipient-mismatch")]
    public async Task Compares_the_recipient_when_an_address_is_entered(string email, Verdict verdict, string code) =>
        (await Web.OfIssuer().Verify(await Tokens.Issue(ADossier.Full()), email: email)).Is(verdict, CheckNames.Recipient, code);

    [Fact]
    public async Task A_badge_that_states_no_address_answers_nothing_about_it() =>
        (await Web.OfIssuer().Verify(await Tokens.Issue(ADossier.Small()), email: "a@example.com")).Is(Verdict.Indeterminate, CheckNames.Recipient, "recipient-not-stated");

    [Fact]
    public async Task Accepts_an_address_hashed_as_it_was_typed_or_not_hashed()
    {
        static JsonArray Identifier(bool hashed, string identity) => [new JsonObject { ["type"] = "IdentityObject", ["hashed"] = hashed, ["identityHash"] = identity, ["identityType"] = "emailAddress" }];

        (await Signed(payload => payload["credentialSubject"]!["identifier"] = Identifier(true, RecipientIdentifier.Hash("Hanako@Example.ac.jp", "")), email: "Hanako@Example.ac.jp")).Is(Verdict.Valid, CheckNames.Recipient, "recipient-good");
        (await Signed(payload => payload["credentialSubject"]!["identifier"] = Identifier(false, "Hanako@Example.ac.jp"), email: "hanako@example.ac.jp")).Is(Verdict.Valid, CheckNames.Recipient, "recipient-good");
    }

    [Fact]
    public async Task Nothing_is_asked_of_the_web_for_a_token_whose_structure_is_broken()
    {
        var web = Web.OfIssuer();
        var report = await web.Verify(Tokens.Sign(Header.DeepClone(), Changed(await Tokens.Issue(ADossier.Full()), payload => payload.Remove("issuer"))));

        Assert.Empty(web.Asked);
        Assert.Equal(("proof-not-checked", "dates-not-checked", "status-not-checked"), (report.Of(CheckNames.Proof).Code, report.Of(CheckNames.Dates).Code, report.Of(CheckNames.Status).Code));
    }

    [Fact]
    public void Every_code_is_listed_once()
    {
        var constants = typeof(VerificationCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.Equal(constants.Order(), VerificationCodes.All.Order());
        Assert.Equal(constants.Count, constants.Distinct().Count());
        Assert.All(constants, code => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", code));
    }

    [Fact]
    public void Verdicts_have_the_words_of_the_command_line() =>
        Assert.Equal(
            ["valid", "invalid", "expired", "not-yet-valid", "revoked", "suspended", "no-proof", "indeterminate", "unsupported", "not-a-credential"],
            Enum.GetValues<Verdict>().Select(verdict => verdict.Name()));

    private static async Task<VerificationReport> Signed(Action<JsonObject> change, DateTimeOffset? at = null, string? email = null) =>
        await Web.OfIssuer().Verify(Tokens.Sign(Header.DeepClone(), Changed(await Tokens.Issue(ADossier.Full()), change)), at, email);

    private static JsonObject Changed(string token, Action<JsonObject> change)
    {
        var payload = Tokens.PayloadNode(token);
        change(payload);
        return payload;
    }

    private static JsonObject Jwk(Action<JsonObject> change)
    {
        var jwk = JsonNode.Parse(Encoding.UTF8.GetBytes(ADossier.Key.PublicJwk))!.AsObject();
        change(jwk);
        return jwk;
    }

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
