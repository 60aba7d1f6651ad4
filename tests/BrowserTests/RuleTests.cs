using System.Text.RegularExpressions;
using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>A rule with groups in groups, tried, let go and taken back, as an instructor does it.</summary>
[Collection(SharedBrowser.Name)]
public sealed class RuleTests(RunningBrowser browser)
{
    [BrowserFact]
    public async Task A_rule_of_many_kinds_is_built_tried_awarded_and_taken_back()
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor");
        var tool = await instructor.OpenTool();
        await Authoring.Create(tool, Authoring.Title);
        await Authoring.Describe(tool, "en");
        await Rate(browser, demo, ["misaki", "daisuke"]);
        await Authoring.Require(tool);

        // The LMS has told of a competency; from then on rules can ask for it.
        await Eventually.True(
            async () =>
            {
                if (await tool.Locator("[name='g0.add'] option[value=outcome]").CountAsync() > 0) return true;
                await tool.ClickSteady("#rule [value=save]");
                await Authoring.Settle(tool);
                return false;
            },
            TimeSpan.FromMilliseconds(RunningBrowser.Patience), "the rule offers the competency");
        await Choose(tool, "[name='g0.kind']", "some");
        await Fill(tool, "[name='g0.count']", "4");
        await AddTo(tool, "g0", "mean");
        await tool.ClickSteady("details.weights summary");
        await Fill(tool, "details.weights li:has-text('Final project') input", "3");
        await AddTo(tool, "g0", "group");
        await Choose(tool, "[name='g1.kind']", "within");
        await Fill(tool, "[name='g1.until']", "2999-12-31");
        await AddTo(tool, "g1", "outcome");
        await Expect(tool.Locator(".err")).ToHaveCountAsync(0);

        await tool.ClickSteady("#try");
        await tool.WaitForSelectorAsync("#start");
        var would = int.Parse(await tool.InnerTextAsync("#would-count"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(would > 0);

        // One more reaches it meanwhile: more than were seen do not go before somebody has looked.
        await Grade(browser, demo, "emi", "85");
        await tool.ClickSteady("#start");
        await Expect(tool.Locator("#approve")).ToContainTextAsync($"{would + 1}");
        await tool.PressAsync("#approve", "Enter");
        await Expect(tool.Locator("a.undo")).ToHaveCountAsync(1);

        await tool.ClickSteady(".tabs a[href$='/overview']");
        await Expect(tool.Locator("#earned")).ToHaveTextAsync(new Regex($@"^{would + 1}\b"));
        await FrameFits(tool);
        await tool.ClickSteady("#to-awards");
        await tool.WaitForSelectorAsync("a.undo");
        await FrameFits(tool);
        await Expect(tool.Locator("h1")).ToBeInViewportAsync();
        await tool.ClickSteady("a.undo");
        await tool.FillAsync("#undo [name=reason]", "The key of the quiz was wrong.");
        await tool.ClickSteady("#undo [value=undo]");
        await tool.WaitForSelectorAsync("#runs");
        await Expect(tool.Locator("a.undo")).ToHaveCountAsync(0);

        await using var learner = await Visit.Of(browser, demo, "misaki");
        var progress = await learner.OpenTool();
        await Expect(progress.Locator(".withdrawal")).ToContainTextAsync("The key of the quiz was wrong.");
        await progress.ClickSteady("a.why");
        await Expect(progress.Locator(".replay[data-same=true]").First).ToBeVisibleAsync();
        await Expect(progress.Locator(".replay[data-same=false]")).ToHaveCountAsync(0);
        instructor.AssertNothingWasBlocked();
    }

    private static async Task Rate(RunningBrowser browser, RunningDemo demo, string[] people)
    {
        await using var instructor = await Visit.Of(browser, demo, "instructor");
        foreach (var person in people)
        {
            await instructor.Page.GotoAsync($"{demo.Lms}/courses/{RunningDemo.Course}/completion");
            await instructor.Page.GetByTestId($"complete-{person}-competency").ClickAsync();
            await Expect(instructor.Page.GetByTestId($"complete-{person}-competency")).ToHaveAttributeAsync("aria-pressed", "true");
        }
    }

    private static async Task Grade(RunningBrowser browser, RunningDemo demo, string person, string points)
    {
        await using var instructor = await Visit.Of(browser, demo, "instructor");
        await instructor.Page.GotoAsync($"{demo.Lms}/courses/{RunningDemo.Course}/gradebook");
        await instructor.Page.GetByTestId($"grade-{person}-{RunningDemo.FinalProject}").FillAsync(points);
        await instructor.Page.GetByTestId($"save-{person}").ClickAsync();
        await Expect(instructor.Page.GetByTestId($"grade-{person}-{RunningDemo.FinalProject}")).ToHaveValueAsync(points);
    }

    // While a page loads the LMS makes the frame as high as the page; what is pressed meanwhile, faster than a person could, is missed.
    private static Task FrameFits(IFrame tool) => Eventually.True(
        () => tool.EvaluateAsync<bool>("document.documentElement.getBoundingClientRect().height <= window.innerHeight + 8"), TimeSpan.FromSeconds(30), "the frame is as high as its page");

    private static async Task AddTo(IFrame tool, string group, string kind)
    {
        await tool.SelectOptionAsync($"[name='{group}.add']", kind);
        await tool.ClickSteady($"#addto-{group}");
        await Authoring.Settle(tool);
    }

    private static async Task Choose(IFrame tool, string control, string value)
    {
        await tool.SelectOptionAsync(control, value);
        await Authoring.Settle(tool);
    }

    private static async Task Fill(IFrame tool, string control, string value)
    {
        await tool.FillAsync(control, value);
        await tool.Locator(control).BlurAsync();
        await Authoring.Settle(tool);
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
