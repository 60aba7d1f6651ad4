using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>The instructor's journey with nothing but a keyboard, seeing at each step where they are.</summary>
[Collection(SharedBrowser.Name)]
public sealed class KeyboardTests(RunningBrowser browser)
{
    private const int MostStops = 120;

    // The outline of the focused element, as somebody sees it.
    private const string Outline = "() => { const style = getComputedStyle(document.activeElement); return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth); }";

    [BrowserFact]
    public async Task Creates_requires_and_starts_by_keyboard_alone()
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor");
        var page = await instructor.OpenToolInWindow();

        await SkipToContent(page);
        await Press(page, "#create");
        await Type(page, "[name=Name]", Authoring.Title);
        await Press(page, "[name=op][value=create]");
        await Authoring.Ready(page.MainFrame, "[name='Form.Description']");
        foreach (var (field, text) in ((string, string)[])[("Form.Description", "Reads data."), ("Form.Outcomes", "Reads tables"), ("Form.Effort", "24"), ("a.form-of-participation.text", "Online"), ("a.credit-recognition.text", "None"), ("a.assessment.text", "Quizzes"), ("a.quality-assurance.text", "Yearly")])
            await Type(page, $"[name='{field}']", text);
        await Press(page, "#continue");
        await Authoring.Ready(page.MainFrame, "#rule");

        await Add(page, rows: 2);
        await Choose(page, "select[name$='.item'] >> nth=1", "Final project");
        await Press(page, "#try");
        await page.WaitForSelectorAsync("#start");
        await Press(page, "#start");
        await Authoring.Ready(page.MainFrame, "#people");

        // One of the class: found by typing, ticked with the space bar, looked at again, and told so.
        // What was asked for before the last letter may be answered first.
        await page.RunAndWaitForResponseAsync(() => Type(page, "#q", "Emma"), answer => answer.Url.Contains("q=Emma", StringComparison.Ordinal));
        await Authoring.Settle(page.MainFrame);
        await Assertions.Expect(page.Locator("#people tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#found")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("#q")).ToBeFocusedAsync();
        await TabTo(page, "#people [name=who]");
        await page.Keyboard.PressAsync("Space");
        await Press(page, "[name=op][value=again]");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("1 learner is checked again.");
        await Press(page, "#states a[href*='state=Earned']");
        await Assertions.Expect(page.Locator("#people tbody tr")).ToHaveCountAsync(1);

        instructor.AssertNothingWasBlocked();
    }

    private static async Task SkipToContent(IPage page)
    {
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.closest('main') !== null"), "The skip link does not lead into the page.");
    }

    private static async Task Add(IPage page, int rows)
    {
        await Press(page, "#addto-g0");
        await Assertions.Expect(page.Locator(".kids > li")).ToHaveCountAsync(rows);
        // The new row takes the focus, so the person goes on where they are.
        await Assertions.Expect(page.Locator(".kids > li").Nth(rows - 1).Locator("select")).ToBeFocusedAsync();
    }

    private static async Task Choose(IPage page, string control, string option)
    {
        await TabTo(page, control);
        await page.Keyboard.PressAsync(option[..1]);
        await Authoring.Settle(page.MainFrame);
        await Assertions.Expect(page.Locator(control)).ToHaveValueAsync(await page.Locator(control).Locator("option", new() { HasText = option }).GetAttributeAsync("value") ?? "");
        await Assertions.Expect(page.Locator(control)).ToBeFocusedAsync();
    }

    private static async Task Type(IPage page, string field, string text)
    {
        await TabTo(page, field);
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task Press(IPage page, string control)
    {
        await TabTo(page, control);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Goes on with Tab until the control has the focus; every stop on the way must show where it is.</summary>
    private static async Task TabTo(IPage page, string control)
    {
        var target = page.Locator(control);
        await target.WaitForAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            if (await target.EvaluateAsync<bool>("one => one === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("() => document.activeElement === document.body")) continue;
            var outline = await page.EvaluateAsync<double>(Outline);
            Assert.True(outline >= 2, $"No visible focus on {await page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)")}");
        }
        Assert.Fail($"{control} cannot be reached with Tab.");
    }
}
