using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Open Badges 2.0, as issued and as checked.</summary>
public class OpenBadge2Tests
{
    private const string AssertionUrl = $"{ADossier.Origin}/ob2/assertions/h5";
    private const string BadgeUrl = $"{ADossier.Origin}/ob2/badges/9fw2";
    private const string IssuerUrl = $"{ADossier.Origin}/ob2/issuers/3kq7";
    private const string KeyUrl = $"{IssuerUrl}/keys/r1";
    private const string RevocationsUrl = $"{ADossier.Origin}/ob2/revocations/3kq7";

    [Fact]
    public void Both_forms_are_made_on_request_and_carry_no_place_in_a_status_list()
    {
        var formats = CredentialFormats.OnRequest.All.Where(format => format.Name.StartsWith("ob2-", StringComparison.Ordinal)).ToList();
        Assert.Equal(["ob2-hosted", "ob2-signed"], formats.Select(format => format.Name));
        Assert.DoesNotContain(formats, format => format.CarriesStatus);
    }

    [Fact]
    public async Task The_assertion_says_what_the_standard_demands()
    {
        var assertion = Json(await Hosted());

        Assert.Equal(("https://w3id.org/openbadges/v2", "Assertion", AssertionUrl, BadgeUrl), (Text(assertion, "@context"), Text(assertion, "type"), Text(assertion, "id"), Text(assertion, "badge")));
        Assert.Equal(("2026-04-01T09:00:00Z", "2031-04-01T09:00:00Z", "HostedBadge"), (Text(assertion, "issuedOn"), Text(assertion, "expires"), Text(assertion.GetProperty("verification"), "type")));
        var recipient = assertion.GetProperty("recipient");
        Assert.Equal(("email", "0123456789abcdef", true), (Text(recipient, "type"), Text(recipient, "salt"), recipient.GetProperty("hashed").GetBoolean()));
        Assert.Equal(RecipientIdentifier.Hash("hanako@example.ac.jp", "0123456789abcdef"), Text(recipient, "identity"));
        Assert.False(assertion.TryGetProperty("revoked", out _));
    }

    [Fact]
    public async Task Without_an_email_the_holder_is_named_by_the_random_id()
    {
        var document = await new OpenBadge2HostedFormat().Issue(ADossier.Small() with { CredentialUrl = AssertionUrl }, CancellationToken.None);
        var recipient = Json(document.Bytes).GetProperty("recipient");
        Assert.Equal(("url", ADossier.Learner, false), (Text(recipient, "type"), Text(recipient, "identity"), recipient.GetProperty("hashed").GetBoolean()));
    }

    [Fact]
    public void Badge_class_issuer_and_key_say_what_the_standard_demands()
    {
        var badge = Json(OpenBadge2Json.BadgeClass(ADossier.Achievement, ADossier.Issuer));
        var issuer = Json(OpenBadge2Json.Issuer(ADossier.Issuer, [ADossier.Key, ADossier.Key with { Id = $"{ADossier.IssuerId}/keys/r0", State = IssuerKeyState.Revoked }]));
        var key = Json(OpenBadge2Json.Key(ADossier.Key)!);

        Assert.All(new[] { "id", "type", "name", "description", "image", "criteria", "issuer" }, member => Assert.True(badge.TryGetProperty(member, out _), member));
        Assert.Equal(("BadgeClass", BadgeUrl, IssuerUrl, ADossier.Achievement.Id), (Text(badge, "type"), Text(badge, "id"), Text(badge, "issuer"), Text(badge.GetProperty("criteria"), "id")));
        Assert.All(new[] { "id", "type", "name", "url", "email" }, member => Assert.True(issuer.TryGetProperty(member, out _), member));
        Assert.Equal(("Issuer", IssuerUrl, RevocationsUrl), (Text(issuer, "type"), Text(issuer, "id"), Text(issuer, "revocationList")));
        Assert.Equal([KeyUrl], issuer.GetProperty("publicKey").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(("CryptographicKey", KeyUrl, IssuerUrl), (Text(key, "type"), Text(key, "id"), Text(key, "owner")));
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", Text(key, "publicKeyPem"), StringComparison.Ordinal);
        Assert.Null(OpenBadge2Json.Key(ADossier.Key with { Algorithm = "EdDSA" }));
    }

    [Fact]
    public async Task A_hosted_badge_is_valid_where_it_stands() =>
        (await Published(await Hosted()).Verify(await Hosted(), email: "hanako@example.ac.jp")).Is(Verdict.Valid, CheckNames.Proof, "hosted-good");

    [Fact]
    public async Task A_hosted_badge_is_checked_by_what_stands_at_its_address()
    {
        var hosted = await Hosted();
        (await Published(hosted).Without(AssertionUrl).Verify(hosted)).Is(Verdict.Indeterminate, CheckNames.Proof, "hosted-unavailable");
        (await Published(hosted).Verify(Changed(hosted, json => json["issuedOn"] = "2020-01-01T00:00:00Z"))).Is(Verdict.Invalid, CheckNames.Proof, "hosted-differs");
        (await Published(hosted).Verify(Changed(hosted, json => json["narrative"] = "with honours"))).Is(Verdict.Invalid, CheckNames.Proof, "hosted-differs");
        (await Published(hosted).Without(BadgeUrl).Verify(hosted)).Is(Verdict.Indeterminate, CheckNames.Structure, "part-unavailable");
    }

    [Fact]
    public async Task A_badge_that_stands_elsewhere_is_not_the_issuer_s()
    {
        const string elsewhere = "https://evil.example/assertions/1";
        var forged = Changed(await Hosted(), json => json["id"] = elsewhere);
        var embedded = Changed(forged, json => json["badge"] = JsonNode.Parse($$"""
            {"type":"BadgeClass","id":"https://evil.example/b","name":"n","description":"d","image":"https://evil.example/i","criteria":{},
             "issuer":{"type":"Issuer","id":"{{IssuerUrl}}","name":"Example University","url":"https://www.example.ac.jp/","verification":{"allowedOrigins":"evil.example"} } }
            """));

        (await Published(await Hosted()).With(elsewhere, forged).Verify(forged)).Is(Verdict.Invalid, CheckNames.IssuerKey, "hosted-elsewhere");
        // A profile that the badge brings along decides nothing.
        (await Published(await Hosted()).With(elsewhere, embedded).Verify(embedded)).Is(Verdict.Invalid, CheckNames.IssuerKey, "hosted-elsewhere");
    }

    [Fact]
    public async Task The_issuer_may_name_other_places()
    {
        const string elsewhere = "https://host.example/a/1";
        var hosted = Changed(await Hosted(), json => json["id"] = elsewhere);
        foreach (var policy in new[] { """{"allowedOrigins":"host.example"}""", """{"startsWith":["https://host.example/a/"]}""" })
        {
            var issuer = Changed(OpenBadge2Json.Issuer(ADossier.Issuer, [ADossier.Key]), json => json["verification"] = JsonNode.Parse(policy));
            Assert.Equal(Verdict.Valid, (await Published(await Hosted()).With(IssuerUrl, issuer).With(elsewhere, hosted).Verify(hosted)).Verdict);
        }
        var other = Changed(OpenBadge2Json.Issuer(ADossier.Issuer, [ADossier.Key]), json => json["verification"] = JsonNode.Parse("""{"startsWith":"https://host.example/b/"}"""));
        (await Published(await Hosted()).With(IssuerUrl, other).With(elsewhere, hosted).Verify(hosted)).Is(Verdict.Invalid, CheckNames.IssuerKey, "hosted-elsewhere");
    }

    [Fact]
    public async Task A_withdrawn_hosted_badge_is_revoked()
    {
        var revoked = OpenBadge2Json.Revoked(AssertionUrl, "Mixed up");
        Assert.Equal(new[] { "@context", "type", "id", "revoked", "revocationReason" }, Json(revoked).EnumerateObject().Select(member => member.Name));

        var report = await Published(revoked).Verify(await Hosted());
        report.Is(Verdict.Revoked, CheckNames.Status, "status-revoked");
        Assert.Equal("Mixed up", report.Of(CheckNames.Status).Detail);
    }

    [Fact]
    public async Task A_signed_badge_is_valid_with_a_key_of_the_issuer()
    {
        var signed = await Signed();
        Assert.Equal(KeyUrl, Text(Tokens.Header(signed), "kid"));
        (await Published(await Hosted()).Verify(signed, email: "HANAKO@example.ac.jp")).Is(Verdict.Valid, CheckNames.Proof, "proof-good");
    }

    [Fact]
    public async Task A_signed_badge_that_was_changed_or_signed_by_another_is_invalid()
    {
        var signed = await Signed();
        var payload = Tokens.PayloadNode(signed);
        payload["narrative"] = "with honours";
        var web = Published(await Hosted());
        (await web.Verify(Tokens.WithPayload(signed, payload))).Is(Verdict.Invalid, CheckNames.Proof, "signature-mismatch");

        var stranger = ADossier.Key with { Id = $"{ADossier.IssuerId}/keys/zz" };
        payload["verification"]!["creator"] = $"{IssuerUrl}/keys/zz";
        var forged = Tokens.Sign(new JsonObject { ["alg"] = "RS256" }, payload);
        (await web.With($"{IssuerUrl}/keys/zz", OpenBadge2Json.Key(stranger)!).Verify(forged)).Is(Verdict.Invalid, CheckNames.Proof, "issuer-key-not-listed");
        (await Published(await Hosted()).With(KeyUrl, Changed(OpenBadge2Json.Key(ADossier.Key)!, key => key["owner"] = "https://other.example/i")).Verify(signed)).Is(Verdict.Invalid, CheckNames.IssuerKey, "issuer-key-of-another");
        (await Published(await Hosted()).Without(KeyUrl).Verify(signed)).Is(Verdict.Indeterminate, CheckNames.Proof, "key-unavailable");
        (await web.Verify(Tokens.Sign(new JsonObject { ["alg"] = "none" }, Tokens.PayloadNode(signed)))).Is(Verdict.Invalid, CheckNames.Proof, "algorithm-refused");
        (await web.Verify(Tokens.PayloadNode(signed).ToJsonString())).Is(Verdict.NoProof, CheckNames.Proof, "proof-missing");
    }

    [Fact]
    public async Task A_signed_badge_on_the_list_is_revoked_and_without_the_list_nobody_knows()
    {
        var signed = await Signed();
        var list = OpenBadge2Json.RevocationList(ADossier.IssuerId, [($"{ADossier.Origin}/credentials/s1", "Mixed up")]);
        var report = await Published(await Hosted()).With(RevocationsUrl, list).Verify(signed);

        report.Is(Verdict.Revoked, CheckNames.Status, "status-revoked");
        Assert.Equal("Mixed up", report.Of(CheckNames.Status).Detail);
        (await Published(await Hosted()).Without(RevocationsUrl).Verify(signed)).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-unavailable");
    }

    [Fact]
    public async Task The_issuer_can_be_asked_again_about_a_signed_badge()
    {
        var web = Published(await Hosted());
        var reference = StatusReference.Read((await web.Verify(await Signed())).Status!.ToJson()!);

        Assert.Equal(Verdict.Valid, await new CredentialVerifier(web).AskAgain(reference, ADossier.AwardedAt, default));
        web.With(RevocationsUrl, OpenBadge2Json.RevocationList(ADossier.IssuerId, [($"{ADossier.Origin}/credentials/s1", "Mixed up")]));
        Assert.Equal(Verdict.Revoked, await new CredentialVerifier(web).AskAgain(reference, ADossier.AwardedAt, default));
        Assert.Equal(Verdict.Indeterminate, await new CredentialVerifier(web.Without(IssuerUrl)).AskAgain(reference, ADossier.AwardedAt, default));
    }

    [Fact]
    public async Task A_hosted_badge_holds_for_as_long_as_it_stands()
    {
        var hosted = await Hosted();
        var web = Published(hosted);
        var reference = StatusReference.Read((await web.Verify(hosted)).Status!.ToJson()!);

        Assert.Equal(Verdict.Valid, await new CredentialVerifier(web).AskAgain(reference, ADossier.AwardedAt, default));
        Assert.Equal(Verdict.Indeterminate, await new CredentialVerifier(web.Without(AssertionUrl)).AskAgain(reference, ADossier.AwardedAt, default));
        Assert.Equal(Verdict.Revoked, await new CredentialVerifier(web.Gone(AssertionUrl)).AskAgain(reference, ADossier.AwardedAt, default));
    }

    [Fact]
    public async Task Dates_and_holder_are_checked()
    {
        var hosted = await Hosted();
        (await Published(hosted).Verify(hosted, ADossier.AwardedAt.AddDays(-1))).Is(Verdict.NotYetValid, CheckNames.Dates, "not-yet-valid");
        (await Published(hosted).Verify(hosted, ADossier.AwardedAt.AddYears(6))).Is(Verdict.Expired, CheckNames.Dates, "expired");
        (await Published(hosted).Verify(hosted, email: "taro@example.ac.jp")).Is(Verdict.Invalid, CheckNames.Recipient, "recipient-mismatch");
    }

    [Theory]
    [InlineData("recipient")]
    [InlineData("badge")]
    [InlineData("verification")]
    [InlineData("issuedOn")]
    [InlineData("id")]
    public async Task An_assertion_that_lacks_what_it_must_say_is_invalid(string member) =>
        Assert.Equal(Verdict.Invalid, (await Published(await Hosted()).Verify(Changed(await Hosted(), json => json.Remove(member)))).Verdict);

    private static Web Published(byte[] hosted) => new Web()
        .With(AssertionUrl, hosted)
        .With(BadgeUrl, OpenBadge2Json.BadgeClass(ADossier.Achievement, ADossier.Issuer))
        .With(IssuerUrl, OpenBadge2Json.Issuer(ADossier.Issuer, [ADossier.Key]))
        .With(KeyUrl, OpenBadge2Json.Key(ADossier.Key)!)
        .With(RevocationsUrl, OpenBadge2Json.RevocationList(ADossier.IssuerId, []));

    private static async Task<byte[]> Hosted() => (await new OpenBadge2HostedFormat().Issue(ADossier.Full() with { CredentialUrl = AssertionUrl }, CancellationToken.None)).Bytes;

    private static async Task<string> Signed() =>
        Encoding.ASCII.GetString((await new OpenBadge2SignedFormat().Issue(ADossier.Full() with { CredentialUrl = $"{ADossier.Origin}/credentials/s1" }, CancellationToken.None)).Bytes);

    private static byte[] Changed(byte[] document, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(document)!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static JsonElement Json(byte[] document) => JsonDocument.Parse(document).RootElement;

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
