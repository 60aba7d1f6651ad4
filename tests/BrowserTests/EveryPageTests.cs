using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>Every page in both languages: accessible, readable at 1280, 760 and 390 pixels, and its script and style allowed by its own policy.</summary>
[Collection(SharedBrowser.Name)]
public sealed class EveryPageTests(RunningBrowser browser, PreparedDemo prepared) : IClassFixture<PreparedDemo>
{
    private RunningDemo Demo => prepared.Demo;

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Pages_of_the_instructor(string language)
    {
        await using var instructor = await Visit.Of(browser, Demo, "instructor", language);
        var page = await instructor.OpenToolInWindow();
        var root = new Uri(page.Url).AbsolutePath;
        var awarding = (await Addresses(page, $"#definitions a:text-is('{Authoring.Title}')"))[0];
        var draft = (await Addresses(page, $"#definitions a:text-is('{Authoring.JapaneseTitle}')"))[0];

        List<string> findings = [];
        await Check(findings, page, language, [("course", root), ("new", $"{root}/new"), ("gallery", $"{root}/start"), ("gallery-filtered", $"{root}/start?framework=eu-2022&q=zzz"), ("gallery-template", $"{root}/start/template:certificate-of-completion"), ("new-from-template", $"{root}/new?from=template:japan"), ("new-pathway", $"{root}/pathway"), ("recognitions", $"{root}/d/{prepared.Pathway}/recognitions"), ("pathway-requirements", $"{root}/d/{prepared.Pathway}/requirements")]);
        await ContradictAndImport(findings, page, language, root);
        await Check(findings, page, language, Tabs("draft", draft, ["overview", "about", "picture", "outcomes", "preview", "reviews", "requirements", "trial", "try-out"]));
        await page.GotoAsync($"{Demo.Connector}{draft.Replace("overview", "reviews", StringComparison.Ordinal)}");
        await page.FillAsync("[name=Reviewer]", "Japan Data Society");
        await page.CheckAsync("[name=Side][value=external]");
        await page.ClickAsync("[name=op][value=ask]");
        await Check(findings, page, language, [("judge", await page.InnerTextAsync("#link"))]);
        await page.ClickAsync("[name=op][value=approve]");
        await page.WaitForSelectorAsync("#decide [role=alert]");
        findings.AddRange(await PageCheck.Findings(page, $"{language}-judge-incomplete"));
        await Check(findings, page, language, Tabs("awarding", awarding, ["overview", "overview?ask=end", "about", "outcomes", "preview", "requirements", "afterwards", "trial", "awards", "try-out", "hand-over", "learners"]));
        var learner = (await Addresses(page, "#people tbody a"))[0];
        await Check(findings, page, language, [("awarding-learner", learner), ("awarding-decisions", $"{learner}/decisions")]);
        var learners = awarding.Replace("overview", "learners", StringComparison.Ordinal);
        await Check(findings, page, language, [("awarding-figures", learners + "/figures"), ("awarding-sorted", learners + "?sort=State&state=Earned")]);
        await page.CheckAsync("[name=scope][value=all]");
        await page.ClickAsync("[name=op][value=ask]");
        await page.WaitForSelectorAsync("#withdraw-many");
        findings.AddRange(await PageCheck.Findings(page, $"{language}-awarding-withdraw-many"));

        PageCheck.AssertNone(findings);
        instructor.AssertNothingWasBlocked();
    }

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Pages_of_learners(string language)
    {
        List<string> findings = [];
        foreach (var person in (string[])["misaki", "shota", "sofia"])
        {
            await using var learner = await Visit.Of(browser, Demo, person, language);
            var page = await learner.OpenToolInWindow();
            findings.AddRange(await PageCheck.Findings(page, $"{language}-progress-{person}"));
            await Check(findings, page, language, [($"decisions-{person}", (await Addresses(page, "a.why"))[0])]);
            await page.GoBackAsync();
            if (person == "shota") await Check(findings, page, language, [("pathways", page.Url[..page.Url.IndexOf("/progress", StringComparison.Ordinal)] + "/pathways")]);
            if (person == "shota") await page.GoBackAsync();
            await Check(findings, page, language, [($"mine-{person}", (await Addresses(page, ".strip a[href$='/mine']"))[0])]);
            var preferences = (await Addresses(page, "#to-preferences"))[0];
            if (await Addresses(page, ".to-evidence") is [var evidence, ..])
            {
                await Check(findings, page, language, [($"evidence-{person}", evidence)]);
                await page.ClickAsync("#look");
                await page.WaitForSelectorAsync("#look", new() { State = WaitForSelectorState.Detached });
                findings.AddRange(await PageCheck.Findings(page, $"{language}-evidence-files-{person}"));
            }
            if (person == "misaki") await CarryEverything(findings, page, language);
            await Check(findings, page, language, [($"preferences-{person}", preferences)]);
            learner.AssertNothingWasBlocked();
        }

        PageCheck.AssertNone(findings);
    }

    // And back out, so that the other language begins with nothing ticked.
    private async Task CarryEverything(List<string> findings, IPage page, string language)
    {
        foreach (var piece in await page.Locator("[name=piece]").AllAsync()) await piece.CheckAsync();
        await page.ClickAsync("#carry");
        await page.WaitForSelectorAsync("#state[data-carries=true]");
        findings.AddRange(await PageCheck.Findings(page, $"{language}-evidence-carried"));
        var evidence = page.Url;
        await page.GotoAsync(prepared.Award);
        await page.WaitForSelectorAsync("section[aria-labelledby=evidence] a[href*='/evidence/']");
        findings.AddRange(await PageCheck.Findings(page, $"{language}-award-with-evidence"));
        await page.GotoAsync(evidence);
        await page.ClickAsync("#leave-out");
        await page.WaitForSelectorAsync("#state[data-carries=false]");
    }

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Public_pages(string language)
    {
        await using var context = await NewContext(language);
        var page = await context.NewPageAsync();
        List<string> findings = [];
        await Check(findings, page, language, [("award", prepared.Award)]);
        var issuer = (await Addresses(page, ".strip a[href*='/issuers/']"))[0];
        await Check(findings, page, language,
        [
            ("start", "/"), ("issuer", issuer), ("verify", "/verify"), ("verify-genuine", $"/verify?url={Uri.EscapeDataString(prepared.Award)}"),
            ("problem", "/problems/launch-nonce-reused"), ("not-found", "/no-such-page"), ("no-session", "/course/none/progress"), ("catalogue", "/catalogue"),
            ("collection", prepared.Collection), ("stop-mails", Demo.StopMails),
        ]);
        await page.GotoAsync($"{Demo.Connector}/catalogue");
        var achievement = (await Addresses(page, "#catalogue li h2 a"))[0];
        await Check(findings, page, language,
            [("achievement", achievement), ("review-unknown", "/reviews/none"), ("compare", $"/catalogue/compare?id={achievement.Split('/')[^1]}"), ("compare-nothing", "/catalogue/compare"), ("catalogue-nothing", "/catalogue?q=zzz&effort=10")]);

        await Check(findings, page, language, prepared.Samples.Select(sample => ($"sample-{sample.Name}", sample.Address)));
        var four = string.Join('&', prepared.Samples.Take(4).Select(sample => $"id={sample.Address.Split('/')[^1]}"));
        await Check(findings, page, language, [("compare-four", $"/catalogue/compare?{four}"), ("catalogue-filtered", "/catalogue?framework=eu-2022&field=02")]);

        PageCheck.AssertNone(findings);
    }

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Pages_of_the_console(string language)
    {
        await using var stranger = await NewContext(language);
        await using var context = await NewContext(language, prepared.ConsoleState);
        var (door, page) = (await stranger.NewPageAsync(), await context.NewPageAsync());
        List<string> findings = [];
        await Check(findings, door, language, [("console-sign-in", "/admin/sign-in")]);
        await page.GotoAsync($"{Demo.Connector}/admin");
        await Check(findings, page, language, [.. (await Addresses(page, ".side nav a")).Select(href => ($"console{href.Replace('/', '-')}", href))]);
        await Check(findings, page, language, [("console-mail", "/admin/mail"), ("console-mail-withdrawn", "/admin/mail?kind=Withdrawn&of=ja")]);
        await page.GotoAsync($"{Demo.Connector}/admin/people");
        await Check(findings, page, language,
        [
            ("console-person", (await Addresses(page, "main a[href^='/admin/people/']"))[0]), ("console-new-platform", "/admin/connections/new"), ("console-tokens", "/admin/settings/tokens"),
        ]);
        await page.GotoAsync($"{Demo.Connector}/admin/connections");
        await Check(findings, page, language, [("console-platform", (await Addresses(page, "#platforms a[href^='/admin/connections/']"))[0]), ("console-endorsements", "/admin/endorsements"), ("console-pathways", "/admin/pathways"), ("console-new-pathway", "/admin/pathways/new")]);

        PageCheck.AssertNone(findings);
    }

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Pages_that_the_LMS_opens_in_other_ways(string language)
    {
        await using var instructor = await Visit.Of(browser, Demo, "instructor", language);
        var place = await instructor.OpenFrameInWindow($"/courses/{RunningDemo.Course}/add");
        List<string> findings = [.. await PageCheck.Findings(place, $"{language}-place")];
        var review = await instructor.OpenFrameInWindow(await ReviewOf(instructor, "misaki"));
        findings.AddRange(await PageCheck.Findings(review, $"{language}-review"));
        instructor.AssertNothingWasBlocked();

        await using var administrator = await Visit.Of(browser, Demo, "admin", language);
        await administrator.Page.GotoAsync($"{Demo.Lms}/admin");
        await administrator.Page.GetByTestId("register").ClickAsync();
        var register = await administrator.Context.NewPageAsync();
        await register.GotoAsync((await administrator.Tool()).Url);
        findings.AddRange(await PageCheck.Findings(register, $"{language}-register"));

        PageCheck.AssertNone(findings);
    }

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Pages_of_a_connection(string language)
    {
        await using var context = await NewContext(language, prepared.ConsoleState);
        var page = await context.NewPageAsync();
        List<string> findings = [];
        await page.GotoAsync($"{Demo.Connector}/admin/connections");
        var platform = (await Addresses(page, "#platforms a"))[0];
        await Check(findings, page, language, [("console-review", $"{platform}/review"), ("console-conflicts", "/admin/people/conflicts")]);
        await Check(findings, page, language, ((string[])["", "?lms=moodle", "?lms=canvas", "?lms=other"]).Select(lms => ($"console-connect{lms.Replace("?lms=", "-", StringComparison.Ordinal)}", $"/admin/connect{lms}")));

        // One that only LTI connects, and that does not answer.
        await page.GotoAsync($"{Demo.Connector}/admin/connections/new");
        foreach (var (name, value) in ((string, string)[])[
            ("Name", "Zürich Campus"), ("Issuer", "https://lms.example"), ("ClientId", language), ("Deployment", "1"), ("AuthUrl", "https://lms.example/auth"), ("TokenUrl", "https://lms.example/token"), ("JwksUrl", "https://lms.example/jwks")])
            await page.FillAsync($"[name='Form.{name}']", value);
        await page.ClickAsync("[name=op][value=register]");
        await page.WaitForSelectorAsync("#platform-state");
        var byHand = new Uri(page.Url).AbsolutePath;
        findings.AddRange(await PageCheck.Findings(page, $"{language}-console-platform-by-hand"));
        await Check(findings, page, language, [("console-review-by-hand", $"{byHand}/review")]);

        PageCheck.AssertNone(findings);
    }

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Pages_that_make_a_connection_of_each_kind(string language)
    {
        await using var context = await NewContext(language, prepared.ConsoleState);
        var page = await context.NewPageAsync();
        List<string> findings = [];
        await page.GotoAsync($"{Demo.Connector}/admin/connections");
        var platform = (await Addresses(page, "#platforms a"))[0];
        await page.GotoAsync(Demo.Connector + platform);
        foreach (var add in await Addresses(page, "#kinds a")) await Check(findings, page, language, [($"console-add-{add.Split('/')[^1]}", add)]);

        // Refused with what is missing, made with its secret shown once, and one that waits for its root account.
        await page.GotoAsync($"{Demo.Connector}{platform}/add/canvas");
        await page.ClickAsync("#add .go");
        await page.WaitForSelectorAsync("#code");
        findings.AddRange(await PageCheck.Findings(page, $"{language}-console-add-refused"));
        await page.GotoAsync($"{Demo.Connector}{platform}/add/xapi");
        await page.ClickAsync("#add .go");
        await page.WaitForSelectorAsync("#webhook-secret");
        findings.AddRange(await PageCheck.Findings(page, $"{language}-console-added"));
        await page.GotoAsync($"{Demo.Connector}{platform}/add/canvas-live-events");
        await page.FillAsync("[name=accountUuid]", "");
        await page.ClickAsync("#add .go");
        await page.WaitForSelectorAsync("#webhook-url");
        await page.GotoAsync($"{Demo.Connector}{platform}/add/canvas");
        await page.FillAsync("[name=siteUrl]", "https://school.example");
        await page.FillAsync("[name=clientId]", "1");
        await page.FillAsync("[name=clientSecret]", "secret");
        await page.ClickAsync("#add .go");
        // It goes on by itself at once, where script is off and where it is on.
        await page.RouteAsync("**/canvas/authorised*", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Headers = answer.Headers.Where(header => header.Key is not "refresh").ToDictionary() });
        });
        await Check(findings, page, language,
        [
            ("console-platform-of-canvas", platform), ("console-review-of-canvas", $"{platform}/review"), ("canvas-authorised", "/canvas/authorised?code=1&state=unknown"),
            ("console-canvas-return", "/admin/canvas-authorised?code=1&state=unknown"),
        ]);

        PageCheck.AssertNone(findings);
    }

    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Pages_of_the_demo_LMS(string language)
    {
        List<string> findings = [];
        await using var administrator = await Visit.Of(browser, Demo, "admin", language);
        await Check(findings, administrator.Page, language, [("campus", $"{Demo.Lms}/"), ("campus-admin", $"{Demo.Lms}/admin")]);
        await using var instructor = await Visit.Of(browser, Demo, "instructor", language);
        await Check(findings, instructor.Page, language,
            [("campus-gradebook", $"{Demo.Lms}/courses/2/gradebook"), ("campus-completion", $"{Demo.Lms}/courses/2/completion"), ("campus-people", $"{Demo.Lms}/courses/2/people")]);

        PageCheck.AssertNone(findings);
    }

    /// <summary>A description that contradicts itself everywhere, made from the sample of a framework, and a file that cannot be taken.</summary>
    private async Task ContradictAndImport(List<string> findings, IPage page, string language, string root)
    {
        await page.GotoAsync($"{Demo.Connector}{root}/new");
        await page.FillAsync("[name=Name]", "Broken");
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => one.open = true)");
        await page.SetInputFilesAsync("[name=file]", new FilePayload { Name = "broken.json", MimeType = "application/json", Buffer = """{"type":"Achievement","name":"x","alignment":[{"targetName":"a","targetUrl":"javascript:alert(1)"}]}"""u8.ToArray() });
        await page.ClickAsync("[name=op][value=create]");
        await page.WaitForSelectorAsync("#code");
        findings.AddRange(await PageCheck.Findings(page, $"{language}-new-import-refused"));

        await page.GotoAsync($"{Demo.Connector}{root}/start?framework=jp-rishu");
        await page.ClickAsync(".gallery a.btn");
        await page.ClickAsync("[name=op][value=create]");
        await page.WaitForSelectorAsync("[name='Form.Effort']");
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => one.open = true)");
        await page.FillAsync("[name='Form.Effort']", "9");
        await page.FillAsync("[name='Form.Outcomes']", new string('x', 1001));
        await page.FillAsync("[name='a.level.add']", "EQF 9");
        await page.ClickAsync("[name=op][value=save]");
        await page.WaitForSelectorAsync("#f-a-level-add-error:visible");
        findings.AddRange(await PageCheck.Findings(page, $"{language}-about-contradictory"));
    }

    /// <summary>The LMS's page that opens the work behind a cell of the connector's own column, which is switched on for it.</summary>
    private async Task<string> ReviewOf(Visit instructor, string person)
    {
        var tool = await instructor.OpenToolInWindow();
        await tool.ClickAsync($"#definitions a:text-is('{Authoring.Title}')");
        await Authoring.Ready(tool.MainFrame, "#report, #keep-quiet");
        if (await tool.Locator("#report").CountAsync() > 0) await tool.ClickAsync("#report");
        await tool.WaitForSelectorAsync("#keep-quiet");

        var link = instructor.Page.Locator($"[data-testid^='review-{person}-']");
        await Eventually.True(
            async () =>
            {
                await instructor.Page.GotoAsync($"{Demo.Lms}/courses/{RunningDemo.Course}/gradebook");
                return await link.CountAsync() > 0;
            },
            TimeSpan.FromMilliseconds(RunningBrowser.Patience), "the gradebook has the connector's column");
        return (await link.First.GetAttributeAsync("href"))!;
    }

    private async Task Check(List<string> findings, IPage page, string language, IEnumerable<(string Name, string Address)> pages)
    {
        foreach (var (name, address) in pages)
        {
            await page.GotoAsync(address.StartsWith('/') ? Demo.Connector + address : address);
            // A class that is being tried changes under the eyes of whoever looks.
            await Assertions.Expect(page.Locator("#trial[hx-get]")).ToHaveCountAsync(0);
            findings.AddRange(await PageCheck.Findings(page, $"{language}-{name}"));
        }
    }

    private async Task<IBrowserContext> NewContext(string language, string? state = null)
    {
        var context = await browser.Browser.NewContextAsync(new() { Locale = language == "ja" ? "ja-JP" : "en-GB", StorageState = state });
        context.SetDefaultTimeout(RunningBrowser.Patience);
        return context;
    }

    private static IEnumerable<(string Name, string Address)> Tabs(string name, string overview, string[] tabs) =>
        tabs.Select(tab => ($"{name}-{tab.Split('?')[^1].Replace('=', '-')}", overview.Replace("overview", tab, StringComparison.Ordinal)));

    private static async Task<List<string>> Addresses(IPage page, string selector) =>
        [.. await page.Locator(selector).EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))")];
}
