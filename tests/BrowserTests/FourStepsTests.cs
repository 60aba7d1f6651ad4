using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>The demo's four steps as people take them: register, set up, grade, show and check.</summary>
[Collection(SharedBrowser.Name)]
public sealed class FourStepsTests(RunningBrowser browser)
{
    [BrowserTheory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task From_registration_to_a_verified_badge(string language)
    {
        await using var demo = await RunningDemo.Start();

        await RegisterAgain(demo, language);
        await using var instructor = await Visit.Of(browser, demo, "instructor", language);
        await SetUp(instructor, language);
        await using var learner = await Visit.Of(browser, demo, "emi", language);
        var tool = await GradeWhileTheLearnerWatches(instructor, learner);
        await ShowAndCheck(demo, learner, tool, language);

        instructor.AssertNothingWasBlocked();
        learner.AssertNothingWasBlocked();
    }

    private async Task RegisterAgain(RunningDemo demo, string language)
    {
        await using var administrator = await Visit.Of(browser, demo, "admin", language);
        var page = administrator.Page;
        var clientId = page.GetByTestId("client-id");
        await Expect(clientId).ToHaveCountAsync(1);
        var before = await clientId.InnerTextAsync();

        await page.GetByTestId("register").ClickAsync();
        var tool = await administrator.Tool();
        await tool.ClickSteady("[data-testid=confirm-registration]");
        await tool.WaitForSelectorAsync("#registered");
        // The tool says that it is done, and the LMS goes back by itself.
        await page.WaitForURLAsync("**/admin");

        await Expect(clientId).ToHaveCountAsync(1);
        Assert.Equal(before, await clientId.InnerTextAsync());
        administrator.AssertNothingWasBlocked();
    }

    private static async Task SetUp(Visit instructor, string language)
    {
        var tool = await instructor.OpenTool();
        Assert.Equal(language, await tool.EvaluateAsync<string>("document.documentElement.lang"));
        await Authoring.CreateUpToTrial(tool, language);

        await Expect(tool.Locator("#answer")).ToHaveTextAsync(language == "ja" ? "今日の時点で新たに4名が授与の対象です" : "4 more learners would earn it today");
        var names = await tool.InnerTextAsync("#would-names");
        Assert.All(["佐藤 美咲", "鈴木 大輔", "Emma Müller", "山本 葵"], name => Assert.Contains(name, names, StringComparison.Ordinal));
        Assert.DoesNotContain("Test Learner", names, StringComparison.Ordinal);

        await Authoring.Start(tool);
        await tool.ClickSteady(".tabs a[href$='/overview']");
        await Expect(tool.Locator("#earned")).ToContainTextAsync("4");
    }

    private static async Task<IFrame> GradeWhileTheLearnerWatches(Visit instructor, Visit learner)
    {
        var tool = await learner.OpenTool();
        await tool.WaitForSelectorAsync("article.progress[data-earned=false]");
        await tool.EvaluateAsync("window.sameDocument = true");
        await learner.Page.EvaluateAsync("window.sameDocument = true");

        await instructor.Page.GetByTestId("tab-gradebook").ClickAsync();
        await instructor.Page.GetByTestId($"grade-emi-{RunningDemo.FinalProject}").FillAsync("85");
        await instructor.Page.GetByTestId("save-emi").ClickAsync();

        await tool.WaitForSelectorAsync("article.progress[data-earned=true]");
        Assert.True(await tool.EvaluateAsync<bool>("window.sameDocument === true"), "The tool's page was loaded again.");
        Assert.True(await learner.Page.EvaluateAsync<bool>("window.sameDocument === true"), "The LMS's page was loaded again.");
        return tool;
    }

    private static async Task ShowAndCheck(RunningDemo demo, Visit learner, IFrame tool, string language)
    {
        var award = await learner.Context.RunAndWaitForPageAsync(() => tool.ClickSteady("a.open-award"));
        await Expect(award.Locator("h1")).ToContainTextAsync(Authoring.TitleIn(language));

        var download = await award.RunAndWaitForDownloadAsync(() => award.ClickAsync("a.download[data-format='ob3-di']"));
        var file = await download.PathAsync();
        var credential = (await File.ReadAllTextAsync(file)).Trim();
        Assert.EndsWith(".json", download.SuggestedFilename, StringComparison.Ordinal);
        // The button in the frame leads to the same bytes by a one-time ticket.
        var again = await learner.Page.RunAndWaitForDownloadAsync(() => tool.ClickSteady("a.download"));
        Assert.Equal(credential, (await File.ReadAllTextAsync(await again.PathAsync())).Trim());

        await award.GotoAsync($"{demo.Connector}/verify");
        await award.SetInputFilesAsync("#f-file", new FilePayload { Name = "credential.json", MimeType = "application/octet-stream", Buffer = await File.ReadAllBytesAsync(file) });
        await award.ClickAsync("main button.go");
        await Expect(award.Locator("#result")).ToHaveAttributeAsync("data-verdict", "valid");

        await award.GotoAsync($"{demo.Connector}/verify");
        await award.FillAsync("#f-text", Changed(credential));
        await award.ClickAsync("main button.go");
        await Expect(award.Locator("#result")).ToHaveAttributeAsync("data-verdict", "invalid");
        await Expect(award.Locator("#result [data-code=signature-mismatch][data-result=fail]")).ToHaveCountAsync(1);
        await Expect(award.Locator("#v")).ToHaveTextAsync(language == "ja" ? "署名後に改変されています" : "Changed since it was signed");
    }

    /// <summary>The same credential with more hours of work behind it.</summary>
    private static string Changed(string credential)
    {
        var changed = credential.Replace("PT24H", "PT42H", StringComparison.Ordinal);
        Assert.NotEqual(credential, changed);
        return changed;
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
