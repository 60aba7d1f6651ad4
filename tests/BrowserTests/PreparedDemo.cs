using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>A demo some days into term: one micro-credential is awarded and published by a learner, another is a draft, the console has its administrator.</summary>
public sealed class PreparedDemo(RunningBrowser browser) : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private RunningDemo? demo;

    internal RunningDemo Demo => demo ?? throw new InvalidOperationException("The demo has not started.");

    /// <summary>The published award's page.</summary>
    internal string Award { get; private set; } = "";

    /// <summary>The page with all that the same learner has published.</summary>
    internal string Collection { get; private set; } = "";

    /// <summary>The public page of each framework's sample.</summary>
    internal IReadOnlyList<(string Name, string Address)> Samples { get; private set; } = [];

    /// <summary>The mapping of a pathway for which somebody has submitted a badge.</summary>
    internal string Pathway { get; private set; } = "";

    /// <summary>Cookies of the console's administrator.</summary>
    internal string ConsoleState { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is not null) return;
        demo = await RunningDemo.Start();
        await SetUp();
        await Publish();
        Samples = await demo.PublishSamples();
        Pathway = (await demo.MakeAPathway()).ToString();
        await SignInToConsole();
    }

    public async Task DisposeAsync()
    {
        if (demo is not null) await demo.DisposeAsync();
    }

    private async Task SetUp()
    {
        await using var instructor = await Visit.Of(browser, Demo, "instructor");
        var tool = await instructor.OpenTool();
        await Authoring.CreateUpToTrial(tool);
        await Authoring.Start(tool);
        tool = await instructor.OpenTool();
        await Authoring.Create(tool, Authoring.JapaneseTitle);
    }

    private async Task Publish()
    {
        await using var learner = await Visit.Of(browser, Demo, "misaki");
        var tool = await learner.OpenTool();
        await tool.WaitForSelectorAsync("article.progress[data-earned=true]");
        await tool.ClickSteady("button.publish");
        await tool.WaitForSelectorAsync("form.sharing[data-visibility=Public]");
        Award = await tool.GetAttributeAsync("a.open-award", "href") ?? throw new InvalidOperationException("The award has no address.");
        await tool.ClickSteady(".strip a[href$='/mine']");
        await tool.ClickSteady("#open-collection");
        Collection = await tool.InnerTextAsync("#collection-link");
    }

    private async Task SignInToConsole()
    {
        await using var context = await browser.Browser.NewContextAsync();
        context.SetDefaultTimeout(RunningBrowser.Patience);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Demo.ConsoleSignIn);
        await page.FillAsync("[name=Name]", "Ada");
        await page.FillAsync("[name=Login]", "ada");
        await page.FillAsync("[name=Password]", Password);
        await page.ClickAsync("#sign-in button");
        await page.WaitForSelectorAsync(".side nav");
        ConsoleState = await context.StorageStateAsync();
        await SayWhatAssures(page);
    }

    private async Task SayWhatAssures(IPage page)
    {
        await page.GotoAsync($"{Demo.Connector}/admin/issuers");
        await page.Locator("#assurance summary").Nth(0).ClickAsync();
        await page.FillAsync("[name='Rows[0].En']", "Self-review by the evaluation office, published every year");
        await page.FillAsync("[name='Rows[0].Ja']", "点検・評価委員会による自己点検・評価（毎年公表）");
        await page.Locator("#assurance summary").Nth(1).ClickAsync();
        await page.FillAsync("[name='Rows[1].En']", "Certified evaluation and accreditation");
        await page.FillAsync("[name='Rows[1].Ja']", "認証評価で適合");
        await page.FillAsync("[name='Rows[1].Url']", "https://agency.example/shirakaba");
        await page.FillAsync("[name='Rows[1].From']", "2026-04-01");
        await page.FillAsync("[name='Rows[1].Until']", "2999-03-31");
        await page.ClickAsync("[name=op][value=assure]");
        await page.WaitForURLAsync("**/admin/issuers?assured=true");
    }
}
