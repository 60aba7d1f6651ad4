using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>The three main journeys in a browser that runs no script but keeps the cookie: every action is a link or a form.</summary>
[Collection(SharedBrowser.Name)]
public sealed class WithoutScriptTests(RunningBrowser browser)
{
    [BrowserFact]
    public async Task Sets_up_earns_publishes_downloads_and_checks()
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor", script: false);
        await SetUp(instructor);

        await demo.Grade("emi", RunningDemo.FinalProject, 85);
        await using var learner = await Visit.Of(browser, demo, "emi", script: false);
        var (award, file) = await Publish(learner);
        await Check(demo, award, file);
    }

    [BrowserFact]
    public async Task Places_a_link_in_the_course()
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor", script: false);

        var tool = await instructor.OpenWithoutScript($"/courses/{RunningDemo.Course}/add");
        await tool.CheckAsync("[name=choice][value=all]");
        await tool.ClickSteady("[name=op][value=place]");
        await tool.ClickSteady("#answer button");
        await tool.ClickSteady("[data-testid=deep-link-done] a");

        await instructor.Page.WaitForURLAsync($"{demo.Lms}/courses/{RunningDemo.Course}");
        await Assertions.Expect(instructor.Page.GetByText("My badge progress")).ToBeVisibleAsync();
        instructor.AssertNothingWasBlocked();
    }

    private static async Task SetUp(Visit instructor)
    {
        var tool = await instructor.OpenWithoutScript();
        await Authoring.CreateUpToTrial(tool);
        await Assertions.Expect(tool.Locator("#would-count")).ToHaveTextAsync("4");
        await Authoring.Start(tool);
        await tool.ClickSteady(".tabs a[href$='/overview']");
        await Assertions.Expect(tool.Locator("#earned")).ToContainTextAsync("4");
    }

    private static async Task<(IPage Award, string File)> Publish(Visit learner)
    {
        var tool = await learner.OpenWithoutScript();
        // Nothing refreshes by itself here: the person looks again.
        await Eventually.True(async () =>
        {
            await tool.ClickSteady(".strip a[href$='/mine']");
            await tool.ClickSteady(".strip a[href$='/progress']");
            await tool.WaitForSelectorAsync("article.progress");
            return await tool.Locator("article.progress[data-earned=true]").CountAsync() == 1;
        }, TimeSpan.FromMilliseconds(RunningBrowser.Patience), "the learner has earned it");

        await tool.ClickSteady("button.publish");
        await tool.WaitForSelectorAsync("form.sharing[data-visibility=Public]");
        var award = await learner.Context.RunAndWaitForPageAsync(() => tool.ClickSteady("a.open-award"));
        var download = await learner.Page.RunAndWaitForDownloadAsync(() => tool.ClickSteady("a.download"));
        return (award, await download.PathAsync());
    }

    private static async Task Check(RunningDemo demo, IPage page, string file)
    {
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(Authoring.Title);
        await page.GotoAsync($"{demo.Connector}/verify");
        await page.SetInputFilesAsync("#f-file", new FilePayload { Name = "credential.json", MimeType = "application/octet-stream", Buffer = await File.ReadAllBytesAsync(file) });
        await page.ClickAsync("main button.go");
        await Assertions.Expect(page.Locator("#result")).ToHaveAttributeAsync("data-verdict", "valid");
    }
}
