using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>
/// The tool in a cross-site frame of a browser that keeps no cookie there, not even a partitioned one: a content setting that
/// refuses the connector's cookies below the LMS's address, and nowhere else.
/// </summary>
[Collection(SharedBrowser.Name)]
public sealed class CookielessTests(RunningBrowser browser)
{
    [BrowserFact]
    public async Task A_partitioned_cookie_survives_where_third_party_cookies_are_blocked()
    {
        await using var demo = await RunningDemo.Start();
        await using var strict = await StrictBrowser.Start(browser, demo, partitioned: true);
        await using var instructor = await Visit.In(strict.Context, demo, "instructor");

        var tool = await instructor.OpenTool();

        await Expect(tool.Locator("#create")).ToBeVisibleAsync();
        await SomeCookieReaches(strict);
        Assert.Equal(0, await tool.Locator("meta[name=launch-session]").CountAsync());
    }

    [BrowserFact]
    public async Task Platform_storage_carries_the_whole_visit_where_no_cookie_is_kept()
    {
        await using var demo = await RunningDemo.Start();
        await demo.OfferPlatformStorage(true);
        await using var strict = await StrictBrowser.Start(browser, demo, partitioned: false);
        await using var instructor = await Visit.In(strict.Context, demo, "instructor");

        var tool = await instructor.OpenTool();
        await Authoring.CreateUpToTrial(tool);
        await Expect(tool.Locator("#would-count")).ToHaveTextAsync("4");
        await Authoring.Start(tool);
        await FindAndFilter(tool);
        await Download(instructor, tool);
        await ChangeLanguage(tool);
        await GoBack(tool);
        await EndAwarding(tool);

        Assert.Empty(strict.CookiesAtTool);
        Assert.NotEqual(0, strict.RequestsAtTool);
        instructor.AssertNothingWasBlocked();
    }

    [BrowserFact]
    public async Task A_learner_watches_publishes_and_downloads_without_a_cookie()
    {
        await using var demo = await RunningDemo.Start();
        await demo.OfferPlatformStorage(true);
        await using (var instructor = await Visit.Of(browser, demo, "instructor"))
        {
            var authoring = await instructor.OpenTool();
            await Authoring.CreateUpToTrial(authoring);
            await Authoring.Start(authoring);
        }
        await using var strict = await StrictBrowser.Start(browser, demo, partitioned: false);
        await using var learner = await Visit.In(strict.Context, demo, "emi");
        var tool = await learner.OpenTool();
        await tool.WaitForSelectorAsync("article.progress[data-earned=false]");

        await demo.Grade("emi", RunningDemo.FinalProject, 85);
        await tool.WaitForSelectorAsync("article.progress[data-earned=true]");
        await tool.ClickSteady("button.publish");
        await tool.WaitForSelectorAsync("form.sharing[data-visibility=Public]");
        var download = await learner.Page.RunAndWaitForDownloadAsync(() => tool.ClickSteady("a.download"));
        Assert.EndsWith(".json", download.SuggestedFilename, StringComparison.Ordinal);
        await tool.ClickSteady(".strip a[href$='/mine']");
        await tool.WaitForSelectorAsync("section.award");

        Assert.Empty(strict.CookiesAtTool);
        learner.AssertNothingWasBlocked();
    }

    [BrowserFact]
    public async Task Without_storage_the_button_opens_a_window_in_which_all_works()
    {
        await using var demo = await RunningDemo.Start();
        await using var strict = await StrictBrowser.Start(browser, demo, partitioned: false);
        await using var instructor = await Visit.In(strict.Context, demo, "instructor");

        var tool = await instructor.OpenTool();
        await Expect(tool.Locator("#new-window button")).ToBeVisibleAsync();
        Assert.Empty(strict.CookiesAtTool);

        var window = await strict.Context.RunAndWaitForPageAsync(() => tool.ClickSteady("#new-window button"));
        await window.WaitForURLAsync($"{demo.Connector}/course/**");
        await Authoring.Create(window.MainFrame, Authoring.Title);
        await SomeCookieReaches(strict);
        instructor.AssertNothingWasBlocked();
    }

    [BrowserFact]
    public async Task A_storage_that_does_not_answer_ends_at_the_new_window()
    {
        await using var demo = await RunningDemo.Start();
        await demo.OfferPlatformStorage(true);
        await using var strict = await StrictBrowser.Start(browser, demo, partitioned: false);
        // The LMS promises storage and its page does not keep the promise.
        await strict.Context.RouteAsync("**/assets/campus.js", route => route.FulfillAsync(new()
        {
            ContentType = "text/javascript", Body = "for (const form of document.querySelectorAll('form[data-auto-submit]')) form.submit();",
        }));
        await using var instructor = await Visit.In(strict.Context, demo, "instructor");

        var tool = await instructor.OpenTool();

        await Expect(tool.Locator("#new-window button")).ToBeVisibleAsync();
        Assert.Empty(strict.CookiesAtTool);
    }

    [BrowserFact]
    public async Task Without_cookie_and_script_the_page_offers_the_new_window_only()
    {
        await using var demo = await RunningDemo.Start();
        await demo.OfferPlatformStorage(true);
        await using var strict = await StrictBrowser.Start(browser, demo, partitioned: false, script: false);
        await using var instructor = await Visit.In(strict.Context, demo, "instructor");

        await instructor.OpenWithoutScript();
        var tool = await instructor.Tool();
        await tool.ClickSteady("#launch-store a.go");

        await Expect(tool.Locator("#new-window button")).ToBeVisibleAsync();
        await Expect(tool.Locator("main a, main button")).ToHaveCountAsync(1);
        Assert.Empty(strict.CookiesAtTool);
    }

    private static async Task FindAndFilter(IFrame tool)
    {
        await tool.FillAsync("#q", "Emma");
        await Expect(tool.Locator("#people tbody tr")).ToHaveCountAsync(1);
        await tool.ClickSteady(".chips a[href*='state=Earned']");
        await Expect(tool.Locator(".chips a[aria-current]")).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("state=Earned"));
    }

    private static async Task Download(Visit instructor, IFrame tool)
    {
        var download = await instructor.Page.RunAndWaitForDownloadAsync(() => tool.ClickSteady("#csv"));
        Assert.Contains("Emma Müller", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
    }

    private static async Task ChangeLanguage(IFrame tool)
    {
        await tool.ClickSteady(".strip a[hreflang=ja]");
        await Expect(tool.Locator("main h1")).ToContainTextAsync("学習者");
        Assert.Equal("ja", await tool.EvaluateAsync<string>("document.documentElement.lang"));
        await tool.ClickSteady(".strip a[hreflang=en]");
        await Expect(tool.Locator("main h1")).ToContainTextAsync("Learners");
    }

    private static async Task GoBack(IFrame tool)
    {
        await tool.ClickSteady(".tabs a[href$='/overview']");
        await Expect(tool.Locator("#earned")).ToContainTextAsync("4");
        await tool.EvaluateAsync("history.back()");
        await tool.WaitForSelectorAsync("#people");
    }

    private static async Task EndAwarding(IFrame tool)
    {
        await tool.ClickSteady(".tabs a[href$='/overview']");
        await tool.ClickSteady("#pause");
        await tool.WaitForSelectorAsync("#resume");
        await tool.ClickSteady("a[href$='ask=end']");
        await tool.ClickSteady("[name=op][value=end]");
        await Expect(tool.Locator("#resume, #pause")).ToHaveCountAsync(0);
    }

    // The browser tells of a request after the page is there.
    private static Task SomeCookieReaches(StrictBrowser strict) =>
        Eventually.True(() => strict.CookiesAtTool.Count > 0, TimeSpan.FromMilliseconds(RunningBrowser.Patience), "a cookie reaches the tool");

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
