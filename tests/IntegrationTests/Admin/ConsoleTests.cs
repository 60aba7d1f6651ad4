using System.Net;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.IntegrationTests.Admin;

public sealed class ConsoleTests : IAsyncLifetime
{
    private RunningConnector connector = null!;
    private ConsoleBrowser browser = null!;
    private TenantId tenant;

    public async Task InitializeAsync()
    {
        connector = await RunningConnector.Start();
        browser = await ConsoleBrowser.SignedIn(connector);
        tenant = (await connector.Get<TenantRepository>().All(default))[0].Id;
    }

    public Task DisposeAsync() => connector.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_place_answers_empty_and_full_in_both_languages()
    {
        foreach (var (_, _, href) in AdminChrome.Places) await Answers(href);
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 92);
        await campus.Park(learner);

        foreach (var (_, _, href) in AdminChrome.Places) await Answers(href);
        await Answers($"/admin/people/{learner}");
        await Answers("/admin/events?show=Refused");
        await Answers("/admin/events?show=Parked");
        await Answers("/admin/audit?server=true");
    }

    [Fact]
    public async Task The_overview_leads_to_what_stopped()
    {
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        await campus.Park(await campus.AddLearner("Misaki Sato"));

        var page = await browser.Get("/admin");

        Assert.Contains("""<a href="/admin/events?show=Parked">1 delivery needs you.</a>""", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"calm\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("misaki")]
    [InlineData("s1@example")]
    [InlineData("s1")]
    public async Task A_person_is_found_by_name_e_mail_or_id_and_shows_the_whole_road(string text)
    {
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.AddLearner("Emi Ito", "x2");
        await campus.Grade(learner, 92);

        var found = await browser.Get($"/admin/people?q={text}");
        Assert.Contains($"/admin/people/{learner}", found, StringComparison.Ordinal);
        Assert.DoesNotContain("Emi Ito", found, StringComparison.Ordinal);

        var road = await browser.Get($"/admin/people/{learner}");
        Assert.Contains("92 of 100 points", road, StringComparison.Ordinal);
        Assert.Contains("Quiz 1 score is at least 60%", road, StringComparison.Ordinal);
        Assert.Contains("Statistics I", road, StringComparison.Ordinal);
        Assert.Contains("Open Badges 3.0 (JSON with signature)", road, StringComparison.Ordinal);
        Assert.Contains("Holds 1 credential.", road, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_a_learner_has_none_is_said_in_words()
    {
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 41);

        var road = await browser.Get($"/admin/people/{learner}");

        Assert.Contains("No credential yet", road, StringComparison.Ordinal);
        Assert.Contains("41 of 100 points, 60 needed", road, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stopped_is_explained_and_can_be_tried_again_from_the_person_and_from_the_events()
    {
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        var parked = await campus.Park(learner);

        var road = await browser.Get($"/admin/people/{learner}");
        Assert.Contains("/problems/webhook-connection-gone", road, StringComparison.Ordinal);
        Assert.Contains("It is on its way again.", await browser.Do($"/admin/people/{learner}?handler=Again"), StringComparison.Ordinal);
        await campus.IsParked(parked);

        await browser.Get("/admin/events?show=Parked");
        Assert.Contains("1 delivery is on its way again.", await browser.Do("/admin/events?handler=Retry&show=Parked"), StringComparison.Ordinal);
        await campus.IsParked(parked);
        Assert.Contains("1 delivery is on its way again.", await browser.Do("/admin/events?handler=Retry&show=Parked", ("id", parked.ToString())), StringComparison.Ordinal);

        Assert.Equal(
            ["deliveries-retried", "deliveries-retried", "learner-retried"],
            (await connector.Get<AuditRepository>().Page(tenant, null, null, null, 10, default)).Select(entry => entry.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_LMS_is_registered_by_hand_and_what_is_wrong_is_said_at_the_field()
    {
        var form = await browser.Get("/admin/connections/new");
        Assert.Contains($"{connector.Origin}/lti/launch", form, StringComparison.Ordinal);
        (string, string)[] answers =
        [
            ("Form.Name", "Hokuto Moodle"), ("Form.Issuer", "https://moodle.hokuto.example"), ("Form.ClientId", "abc"), ("Form.Deployment", "1"),
            ("Form.AuthUrl", "https://moodle.hokuto.example/auth"), ("Form.TokenUrl", "https://moodle.hokuto.example/token"), ("Form.JwksUrl", "https://moodle.hokuto.example/certs"),
        ];

        using (var refused = await browser.Post("/admin/connections/new", [.. answers[..1], ("Form.Issuer", "moodle"), .. answers[2..]]))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = await refused.Content.ReadAsStringAsync();
            Assert.Contains("id=\"f-Form-Issuer-error\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("id=\"f-Form-Name-error\"", page, StringComparison.Ordinal);
            Assert.Contains("Hokuto Moodle", page, StringComparison.Ordinal);
        }
        Assert.Empty(await connector.Get<PlatformRepository>().List(tenant, default));

        var registered = await browser.Do("/admin/connections/new", answers);
        var platform = Assert.Single(await connector.Get<PlatformRepository>().List(tenant, default));
        Assert.Contains($"{connector.Origin}/lti/login/{platform.Id}", registered, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(await connector.Get<PlatformRepository>().Deployments(tenant, platform.Id, default)).DeploymentId);
        using var taken = await (await OtherInstitution()).Post("/admin/connections/new", answers);
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Contains("platform-taken", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_names_the_processes_that_are_alive()
    {
        await Eventually.True(
            async () => (await browser.Get("/admin")).Contains($"{Environment.MachineName}:{Environment.ProcessId}", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "the process has given a sign");
    }

    [Fact]
    public async Task Two_accounts_are_joined_and_separated_again()
    {
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        var (one, other) = (await campus.AddLearner("Misaki Sato"), await campus.AddLearner("M. Sato", "s2"));

        Assert.Contains(other.ToString(), await browser.Get($"/admin/people/{one}?other=M."), StringComparison.Ordinal);
        Assert.Contains("The two are one person now.", await browser.Do($"/admin/people/{one}?handler=Join", ("with", other.ToString())), StringComparison.Ordinal);
        var accounts = await connector.Get<LearnerRepository>().IdentitiesOf(tenant, one, default);
        Assert.Equal(2, accounts.Count);

        var second = accounts.Single(account => account.Sub == "s2");
        await browser.Do($"/admin/people/{one}?handler=Separate", ("issuer", second.Issuer), ("sub", second.Sub));
        Assert.Single(await connector.Get<LearnerRepository>().IdentitiesOf(tenant, one, default));
    }

    [Fact]
    public async Task The_issuer_changes_its_profile_and_what_is_wrong_is_said_at_the_field()
    {
        await browser.Get("/admin/issuers");
        var issuer = await connector.Get<IssuerRepository>().Default(tenant, default);

        using (var refused = await browser.Post("/admin/issuers", ("op", "save"), ("Form.Id", issuer!.Id.ToString()), ("Form.Name", "Shirakaba University"), ("Form.Email", "nobody")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("Shirakaba University", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        await browser.Do("/admin/issuers", ("op", "save"), ("Form.Id", issuer.Id.ToString()), ("Form.Name", "Shirakaba University"), ("Form.Email", "badges@shirakaba.example"), ("Form.Website", "https://shirakaba.example"));

        var profile = (await connector.Get<IssuerRepository>().Default(tenant, default))!.Profile;
        Assert.Equal(("Shirakaba University", "badges@shirakaba.example", "https://shirakaba.example", issuer.Profile.Id), (profile.Name, profile.Email, profile.Url, profile.Id));
    }

    [Fact]
    public async Task A_new_key_signs_and_the_former_stays_published()
    {
        await browser.Get("/admin/issuers");
        var issuers = connector.Get<IssuerRepository>();
        var issuer = (await issuers.Default(tenant, default))!;
        var former = await issuers.Keys(tenant, issuer.Id, default);

        await browser.Do("/admin/issuers?handler=Rotate", ("id", issuer.Id.ToString()));

        var keys = await issuers.Keys(tenant, issuer.Id, default);
        Assert.Equal(former.Select(key => key.Id), keys.Where(key => key.State == IssuerKeyState.Retired).Select(key => key.Id));
        Assert.Equal(former.Select(key => key.Algorithm).Order(), keys.Where(key => key.State == IssuerKeyState.Active).Select(key => key.Algorithm).Order());
        using var published = await connector.Client.GetAsync("/.well-known/jwks.json");
        var document = await published.Content.ReadAsStringAsync();
        Assert.All(former, key => Assert.Contains(key.Url, document, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_audit_trail_is_filtered_paged_and_given_as_a_file()
    {
        foreach (var at in Enumerable.Range(0, 60))
            await connector.Get<AuditRepository>().Append(AuditEntry.Of(tenant, TimeProvider.System.GetUtcNow().AddMinutes(-at), "command", null, at % 2 == 0 ? "mapping-paused" : "mapping-resumed", $"=m{at}"), default);

        var first = await browser.Get("/admin/audit");
        Assert.Contains("rel=\"next\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"next\"", await browser.Get("/admin/audit?act=mapping-paused"), StringComparison.Ordinal);
        Assert.DoesNotContain("Awarding resumed</td>", await browser.Get("/admin/audit?act=mapping-paused"), StringComparison.Ordinal);

        var csv = await browser.Get("/admin/audit?handler=Csv");
        Assert.Equal(61, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"'=m59\"", csv, StringComparison.Ordinal);
        Assert.Contains("ada", await browser.Get("/admin/audit?server=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_show_what_is_in_force_and_no_secret()
    {
        var page = await browser.Get("/admin/settings");

        Assert.Contains(connector.Origin, page, StringComparison.Ordinal);
        Assert.Contains("Retention:RawBodies", page, StringComparison.Ordinal);
        Assert.Contains("master.key", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Data Source", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_institutions_never_see_each_other()
    {
        await browser.Get("/admin/settings");
        await browser.Do("/admin/settings?handler=Tenant", ("name", "Hokuto College"));
        var other = (await connector.Get<TenantRepository>().All(default)).Single(one => one.Name == "Hokuto College").Id;
        var ours = await new Campus(connector, tenant).Open("Shirakaba");
        var theirs = await new Campus(connector, other).Open("Hokuto");
        var (mine, foreign) = (await ours.AddLearner("Misaki Sato"), await theirs.AddLearner("Daisuke Abe"));
        await theirs.Grade(foreign, 92);
        var parked = await theirs.Park(foreign);

        await browser.Get("/admin");
        await browser.Do("/admin/tenant", ("id", tenant.ToString()));
        foreach (var (_, _, href) in AdminChrome.Places)
        {
            var page = await browser.Get(href);
            Assert.DoesNotContain("Daisuke", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Hokuto Moodle", page, StringComparison.Ordinal);
            Assert.DoesNotContain(parked.ToString(), page, StringComparison.Ordinal);
        }
        Assert.Contains("Misaki", await browser.Get("/admin/people"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusOf($"/admin/people/{foreign}"));
        var platform = (await connector.Get<PlatformRepository>().List(other, default))[0];
        Assert.Equal(HttpStatusCode.Redirect, await StatusOf($"/admin/connections/{platform.Id}"));
        Assert.Contains("0 deliveries are on their way again.", await browser.Do("/admin/events?handler=Retry&show=Parked", ("id", parked.ToString())), StringComparison.Ordinal);

        await browser.Do("/admin/tenant", ("id", other.ToString()));
        var people = await browser.Get("/admin/people");
        Assert.Contains("Daisuke", people, StringComparison.Ordinal);
        Assert.DoesNotContain("Misaki", people, StringComparison.Ordinal);
        Assert.Contains("Hokuto", await browser.Get("/admin/issuers"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusOf($"/admin/people/{mine}"));
    }

    private async Task<ConsoleBrowser> OtherInstitution()
    {
        await browser.Get("/admin/settings");
        await browser.Do("/admin/settings?handler=Tenant", ("name", "Hokuto College"));
        return browser;
    }

    private async Task<HttpStatusCode> StatusOf(string path)
    {
        using var answer = await browser.Ask(path);
        return answer.StatusCode;
    }

    private async Task Answers(string href)
    {
        foreach (var language in new[] { "en", "ja" })
        {
            var page = await browser.Get($"{href}{(href.Contains('?', StringComparison.Ordinal) ? '&' : '?')}culture={language}");
            Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
            Assert.Single(System.Text.RegularExpressions.Regex.Matches(page, "<h1"));
        }
        await browser.Get("/admin?culture=en");
    }
}
