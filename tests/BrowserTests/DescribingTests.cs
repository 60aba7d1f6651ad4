using LtiBadgeConnector.TestKit;
using static Microsoft.Playwright.Assertions;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>A description that saves itself says at once, at its field, what cannot be taken, and takes it back when it is mended.</summary>
[Collection(SharedBrowser.Name)]
public sealed class DescribingTests(RunningBrowser browser)
{
    [BrowserFact]
    public async Task An_error_comes_and_goes_at_its_field_while_one_writes_on()
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor");
        var tool = await instructor.OpenTool();
        await Authoring.Create(tool, Authoring.Title);
        var (effort, error) = (tool.Locator("[name='Form.Effort']"), tool.Locator("#f-Form-Effort-error"));

        await effort.FillAsync("many");
        await tool.Locator("[name='a.assessment.text']").FocusAsync();
        await Expect(error).ToContainTextAsync("Write the effort as a number");
        await Expect(effort).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(tool.Locator("[name='a.assessment.text']")).ToBeFocusedAsync();

        await effort.FillAsync("9");
        await tool.Locator("[name='a.assessment.text']").FocusAsync();
        await Expect(tool.Locator("#says-learner-effort")).ToContainTextAsync("jp-mc-effort");
        await Expect(error).ToBeHiddenAsync();
        await Expect(effort).Not.ToHaveAttributeAsync("aria-invalid", "true");

        // A level without its framework is not lost, and what is wrong about it goes when both are there.
        await tool.Locator("#d-level").EvaluateAsync("one => { const fold = one.closest('details'); if (fold) fold.open = true; }");
        await tool.FillAsync("[name='level.0.level']", "9");
        await tool.Locator("[name='a.assessment.text']").FocusAsync();
        await Expect(tool.Locator("#f-level-0-scheme-error")).ToContainTextAsync("One half of this answer is missing");
        await tool.SelectOptionAsync("[name='level.0.scheme']", "EQF");
        await Expect(tool.Locator("#f-level-0-level-error")).ToContainTextAsync("The framework has no such level");
        await tool.FillAsync("[name='level.0.level']", "5");
        await tool.Locator("[name='a.assessment.text']").FocusAsync();
        await Expect(tool.Locator("[name='level.1.scheme']")).ToHaveCountAsync(1);
        await Expect(tool.Locator(".err:visible")).ToHaveCountAsync(0);
        instructor.AssertNothingWasBlocked();
    }

    [BrowserTheory]
    [InlineData("en", "japa", "Japanese (ja)")]
    [InlineData("ja", "フランス", "フランス語 (fr)")]
    public async Task A_long_list_is_searched_by_keyboard_as_one_types(string language, string typed, string found)
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor", language);
        var page = await instructor.OpenToolInWindow();
        await page.ClickAsync("#create");
        await page.FillAsync("[name=Name]", Authoring.TitleIn(language));
        await page.ClickAsync("[name=op][value=create]");
        await page.WaitForSelectorAsync("[name='Form.Description']");
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => one.open = true)");
        var (box, list) = (page.Locator("[name='a.language.add']"), page.Locator("#found-language"));
        await Expect(box).ToHaveAttributeAsync("role", "combobox");
        await Expect(box).ToHaveAttributeAsync("aria-expanded", "false");

        await box.FocusAsync();
        await page.Keyboard.InsertTextAsync(typed);
        await Expect(list.Locator("[role=option]").First).ToHaveAttributeAsync("data-value", found);
        await Expect(box).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(box).ToHaveAttributeAsync("aria-activedescendant", "found-language-0");
        PageCheck.AssertNone(await PageCheck.Findings(page, $"{language}-about-searching"));

        await box.FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(list).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");

        var code = found[(found.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
        await Expect(page.Locator($"[name='a.language.code'][value={code}]")).ToBeCheckedAsync();
        await Expect(box).ToHaveValueAsync("");
        await Expect(box).ToBeFocusedAsync();

        // By mouse, and one that is not there.
        await page.Keyboard.InsertTextAsync("germ");
        await list.Locator("[role=option]").First.ClickAsync();
        await Expect(page.Locator("[name='a.language.code'][value=de]")).ToBeCheckedAsync();
        await Expect(box).ToHaveValueAsync("");
        await Expect(box).ToBeFocusedAsync();
        await page.Keyboard.InsertTextAsync("zzzz");
        await Expect(page.Locator("#said")).ToHaveTextAsync(language == "ja" ? "見つかりません" : "Nothing found");
        await Expect(list).ToBeHiddenAsync();
        instructor.AssertNothingWasBlocked();
    }
}
