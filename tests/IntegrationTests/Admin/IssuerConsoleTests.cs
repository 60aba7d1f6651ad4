using System.Net;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Admin;

/// <summary>What an administrator does to an issuer, and what verifiers see of it: endorsements, kinds of keys, a stolen key.</summary>
public sealed class IssuerConsoleTests
{
    [Fact]
    public async Task An_endorsement_is_checked_shown_carried_and_removed_again()
    {
        await using var connector = await RunningConnector.Start();
        var (browser, tenant, issuer) = await Open(connector);
        var body = new EndorsingBody();
        var endorsement = body.Endorse(issuer.Profile.Id, "Accredited until 2030.");
        Assert.Contains(issuer.Profile.Id, await browser.Get("/admin/endorsements"), StringComparison.Ordinal);

        await Refused(browser, "endorsement-unreadable", "{}");
        await Refused(browser, "endorsement-of-another", body.Endorse($"{connector.Origin}/issuers/other", "Not about us."));
        var changed = await Refused(browser, "endorsement-not-valid", endorsement.Replace("2030", "2099", StringComparison.Ordinal));
        Assert.Contains("The signature does not fit the content", changed, StringComparison.Ordinal);

        Assert.Contains("Quality Agency", await browser.Do("/admin/endorsements", ("text", endorsement)), StringComparison.Ordinal);
        await Refused(browser, "endorsement-known", endorsement);
        var page = new Uri(issuer.Profile.Id).AbsolutePath;
        Assert.Contains("Accredited until 2030.", await Ask(connector, page, "text/html"), StringComparison.Ordinal);
        Assert.Contains(body.Did, await Ask(connector, page, "application/json"), StringComparison.Ordinal);

        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 80);
        var document = await DocumentOf(connector, tenant, learner, "ob3-di");
        Assert.Contains(body.Did, Encoding.UTF8.GetString(document.Bytes), StringComparison.Ordinal);
        var report = await Verify(connector, document.Bytes);
        Assert.Equal((Verdict.Valid, VerificationCodes.EndorsementsGood), (report.Verdict, report.Checks.Single(check => check.Name == CheckNames.Endorsements).Code));

        var id = (await connector.Get<EndorsementRepository>().All(tenant, default))[0].Id;
        Assert.Contains("Nothing is endorsed yet", await browser.Do("/admin/endorsements?handler=Remove", ("id", id.ToString())), StringComparison.Ordinal);
        Assert.DoesNotContain("Quality Agency", await Ask(connector, page, "text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_assures_the_institution_is_said_once_and_stands_everywhere()
    {
        await using var connector = await RunningConnector.Start();
        var (browser, tenant, issuer) = await Open(connector);
        Assert.Contains("Quality rules for training", await browser.Get("/admin/issuers"), StringComparison.Ordinal);
        (string, string)[] own = [("id", issuer.Id.ToString()), ("Rows[0].Kind", "internal-institution"), ("Rows[0].Ja", "点検・評価委員会")];
        (string, string)[] agency = [("Rows[1].Kind", "external-institution"), ("Rows[1].En", "Quality Agency"), ("Rows[1].Url", "https://agency.example/1"), ("Rows[1].Until", "2999-03-31")];
        (string, string)[] ended = [("Rows[2].Kind", "licence-institution"), ("Rows[2].En", "Former licence"), ("Rows[2].Until", "2020-03-31")];

        using (var refused = await browser.Post("/admin/issuers?handler=Assurance", [.. own, ("Rows[1].Kind", "external-institution"), ("Rows[1].En", "Kept as typed"), ("Rows[1].Until", "soon")]))
        {
            var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("assurance-day-unreadable", page, StringComparison.Ordinal);
            Assert.Contains("Kept as typed", page, StringComparison.Ordinal);
        }
        Assert.Empty((await connector.Get<IssuerRepository>().Find(tenant, issuer.Id, default))!.Profile.Assurance);

        Assert.Contains("Former licence", await browser.Do("/admin/issuers?handler=Assurance", [.. own, .. agency, .. ended]), StringComparison.Ordinal);
        Assert.Contains("Quality assurance of the institution changed", await browser.Get("/admin/audit"), StringComparison.Ordinal);

        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 80);
        var document = await DocumentOf(connector, tenant, learner, "ob3-di");
        Assert.Equal(Verdict.Valid, (await Verify(connector, document.Bytes)).Verdict);
        var achievement = JsonDocument.Parse(document.Bytes).RootElement.GetProperty("credentialSubject").GetProperty("achievement").GetProperty("id").GetString()!;
        string[] all =
        [
            Encoding.UTF8.GetString(document.Bytes), await Ask(connector, new Uri(issuer.Profile.Id).AbsolutePath, "text/html"), await Ask(connector, new Uri(issuer.Profile.Id).AbsolutePath, "application/json"),
            await Ask(connector, new Uri(achievement).AbsolutePath, "text/html"), await Ask(connector, "/catalogue.json", "*/*"), await Ask(connector, "/catalogue.jsonld", "*/*"),
        ];
        Assert.All(all, page => Assert.Contains("Quality Agency", page, StringComparison.Ordinal));
        Assert.All(all, page => Assert.DoesNotContain("Former licence", page, StringComparison.Ordinal));
        var certified = JsonDocument.Parse(all[^1]).RootElement.GetProperty("@graph")[0].GetProperty("recognizedBy").GetProperty("hasCertification")[0];
        Assert.Equal(("Certification", "2999-03-31"), (certified.GetProperty("@type").GetString(), certified.GetProperty("expires").GetString()));
    }

    [Fact]
    public async Task The_kinds_of_keys_are_chosen_and_a_stolen_one_is_declared_void()
    {
        await using var connector = await RunningConnector.Start();
        var (browser, tenant, issuer) = await Open(connector);
        await browser.Get("/admin/issuers");

        await browser.Do("/admin/issuers?handler=Signing", ("id", issuer.Id.ToString()), ("proofs", "EdDSA ES256"), ("token", "ES256"));

        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 80);
        var inside = await DocumentOf(connector, tenant, learner, "ob3-di");
        Assert.Equal(["eddsa-rdfc-2022", "ecdsa-rdfc-2019"], JsonDocument.Parse(inside.Bytes).RootElement.GetProperty("proof").EnumerateArray().Select(proof => proof.GetProperty("cryptosuite").GetString()));
        var token = await DocumentOf(connector, tenant, learner, "ob3-jwt");
        Assert.Contains("\"alg\":\"ES256\"", Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(Encoding.ASCII.GetString(token.Bytes).Split('.')[0])), StringComparison.Ordinal);
        foreach (var document in new[] { inside, token }) Assert.Equal(Verdict.Valid, (await Verify(connector, document.Bytes)).Verdict);

        var stolen = (await connector.Get<IssuerRepository>().Keys(tenant, issuer.Id, default)).Single(key => key is { Algorithm: "ES256", State: IssuerKeyState.Active });
        var page = await browser.Do("/admin/issuers?handler=Revoke", ("id", issuer.Id.ToString()), ("key", stolen.PublicId.Value));

        Assert.Contains("The key is void", page, StringComparison.Ordinal);
        foreach (var document in new[] { inside, token }) Assert.Equal(Verdict.Invalid, (await Verify(connector, document.Bytes)).Verdict);
        await Eventually.True(async () => (await DocumentOf(connector, tenant, learner, "ob3-di")).ValidFrom > inside.ValidFrom, TimeSpan.FromSeconds(60), "signed anew");
        // Two documents of one second: the later one is valid from the next second on.
        await Eventually.True(async () => (await Verify(connector, (await DocumentOf(connector, tenant, learner, "ob3-jwt")).Bytes)).Verdict == Verdict.Valid, TimeSpan.FromSeconds(60), "what is signed anew is valid");
        Assert.DoesNotContain("Sign them anew", await browser.Get("/admin/issuers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_withdraws_with_a_reason_and_awards_again()
    {
        await using var connector = await RunningConnector.Start();
        var (browser, tenant, _) = await Open(connector);
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 80);
        Assert.Contains($"/admin/people/{learner}/credentials", await browser.Get($"/admin/people/{learner}"), StringComparison.Ordinal);
        var here = $"/admin/people/{learner}/credentials";
        var award = (await connector.Get<SharedAwards>().Collection(tenant, learner, default))[0].PublicId.Value;
        Assert.Contains("Statistics I", await browser.Get(here), StringComparison.Ordinal);
        Assert.Contains("Withdraw this credential?", await browser.Get($"{here}?withdraw={award}"), StringComparison.Ordinal);

        await Decided(browser, here, "withdrawal-reason-missing", ("award", award), ("op", "withdraw"), ("reason", ""));
        await Decided(browser, here, "award-not-suspendable", ("award", award), ("op", "suspend"), ("reason", "For a while."));
        await Decided(browser, here, "award-not-renewable", ("award", award), ("op", "again"));
        await Decided(browser, here, "award-action-unknown", ("award", award), ("op", "burn"));
        Assert.Contains("Mixed up.", await browser.Do($"{here}?handler=Decide", ("award", award), ("op", "withdraw"), ("reason", "Mixed up.")), StringComparison.Ordinal);

        var page = await browser.Do($"{here}?handler=Decide", ("award", award), ("op", "again"));
        Assert.Equal(2, (await connector.Get<SharedAwards>().Collection(tenant, learner, default)).Count);
        Assert.Contains("Mixed up.", page, StringComparison.Ordinal);
        Assert.Equal(Verdict.Valid, (await Verify(connector, (await DocumentOf(connector, tenant, learner, "ob3-jwt")).Bytes)).Verdict);
        await Decided(browser, here, "award-not-renewable", ("award", award), ("op", "again"));
    }

    private static async Task Decided(ConsoleBrowser browser, string here, string code, params (string, string)[] fields)
    {
        using var answer = await browser.Post($"{here}?handler=Decide", fields);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<(ConsoleBrowser Browser, TenantId Tenant, Issuer Issuer)> Open(RunningConnector connector)
    {
        var tenant = (await connector.Get<TenantRepository>().All(default))[0].Id;
        return (await ConsoleBrowser.SignedIn(connector), tenant, (await connector.Get<IssuerRepository>().Default(tenant, default))!);
    }

    private static async Task<string> Refused(ConsoleBrowser browser, string code, string text)
    {
        using var answer = await browser.Post("/admin/endorsements", ("text", text));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains(code, page, StringComparison.Ordinal);
        return page;
    }

    private static async Task<string> Ask(RunningConnector connector, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await connector.Client.SendAsync(request);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<SharedDocument> DocumentOf(RunningConnector connector, TenantId tenant, LearnerId learner, string format)
    {
        var held = (await connector.Get<SharedAwards>().Collection(tenant, learner, default))[0];
        var award = (await connector.Get<SharedAwards>().Find(held.PublicId, default))!;
        return await connector.Get<Publishing>().Document(award, format, default) ?? throw new InvalidOperationException($"No {format} was made.");
    }

    private static Task<VerificationReport> Verify(RunningConnector connector, byte[] document) =>
        connector.Get<CredentialVerifier>().Verify(document, new(TimeProvider.System.GetUtcNow()), default);
}
