using System.Globalization;
using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;
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

        // A level that its framework has not is not lost, and what is wrong about it goes when it is mended.
        await tool.Locator("#d-level").EvaluateAsync("one => { const fold = one.closest('details'); if (fold) fold.open = true; }");
        await tool.FillAsync("[name='a.level.add']", "EQF 9");
        await tool.Locator("[name='a.assessment.text']").FocusAsync();
        await Expect(tool.Locator("#f-a-level-add-error")).ToContainTextAsync("The framework has no such level");
        await tool.FillAsync("[name='a.level.add']", "EQF 5");
        await tool.Locator("[name='a.assessment.text']").FocusAsync();
        await Expect(tool.Locator("[name='a.level.code'][value='EQF 5']")).ToBeCheckedAsync();
        await Expect(tool.Locator("[name='a.level.add']")).ToHaveValueAsync("");
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
        await CreateUnfolded(page, language);
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

    [BrowserTheory]
    [InlineData("en", "eqf 6", "European Qualifications Framework, level 6")]
    [InlineData("ja", "EQFレベル6", "欧州資格枠組み レベル6")]
    public async Task A_level_is_searched_by_framework_and_number_with_the_keyboard(string language, string typed, string found)
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor", language);
        var page = await instructor.OpenToolInWindow();
        await CreateUnfolded(page, language);
        var (box, first) = (page.Locator("[name='a.level.add']"), page.Locator("#found-level [role=option]").First);

        await box.FocusAsync();
        await page.Keyboard.InsertTextAsync(typed);
        await Expect(first).ToContainTextAsync(found);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel(found, new() { Exact = true })).ToBeCheckedAsync();
        await Expect(box).ToHaveValueAsync("");
        await Expect(box).ToBeFocusedAsync();

        await page.Keyboard.InsertTextAsync("other: ITSS 2");
        await Expect(first).ToHaveAttributeAsync("data-value", "other ITSS 2");
        PageCheck.AssertNone(await PageCheck.Findings(page, $"{language}-about-searching-level"));
        await box.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[name='a.level.code'][value='other ITSS 2']")).ToBeCheckedAsync();

        await page.ReloadAsync();
        await Expect(page.Locator("[name='a.level.code']:checked")).ToHaveCountAsync(2);
        instructor.AssertNothingWasBlocked();
    }

    [BrowserTheory]
    [InlineData("en", "peer", "2 found", "Nothing found")]
    [InlineData("ja", "試験", "2件", "見つかりません")]
    public async Task Boxes_are_narrowed_as_one_types_in_either_language_and_ticked_ones_stay(string language, string typed, string said, string none)
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor", language);
        var page = await instructor.OpenToolInWindow();
        await CreateUnfolded(page, language);
        await Expect(page.Locator("[data-narrow]:visible")).ToHaveCountAsync(5);
        var (box, boxes) = (page.Locator("#choice-assessment [data-narrow]"), page.Locator("#choice-assessment .pick:visible"));
        var all = await boxes.CountAsync();
        await page.CheckAsync("[name='a.assessment.code'][value=portfolio]");

        await box.FocusAsync();
        await page.Keyboard.InsertTextAsync(typed);
        await Expect(page.Locator("#said")).ToHaveTextAsync(said);
        await Expect(boxes).ToHaveCountAsync(int.Parse(said[..1], CultureInfo.InvariantCulture) + 1);
        await Expect(page.Locator("[name='a.assessment.code'][value=portfolio]")).ToBeVisibleAsync();
        PageCheck.AssertNone(await PageCheck.Findings(page, $"{language}-about-narrowed"));

        // By keyboard to the first that is left, in the other language, and back to all.
        await box.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await Expect(box).ToHaveValueAsync("");
        await Expect(boxes).ToHaveCountAsync(all);
        await page.Keyboard.InsertTextAsync("筆記 ＥＸＡＭ");
        await Expect(boxes).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator("[name='a.assessment.code'][value=written-exam]")).ToBeCheckedAsync();
        await box.FillAsync("zzzz");
        await Expect(page.Locator("#said")).ToHaveTextAsync(none);
        await Expect(boxes).ToHaveCountAsync(2);

        await page.ReloadAsync();
        await Expect(page.Locator("[name='a.assessment.code']:checked")).ToHaveCountAsync(2);

        // What a framework file offers is narrowed in the same way.
        await page.ClickAsync("#d-learning-outcomes a[href$='/outcomes']");
        await page.SetInputFilesAsync("[name=file]", new FilePayload { Name = "case.json", MimeType = "application/json", Buffer = """{"CFDocument":{"title":"Statistics"},"CFItems":[{"uri":"https://case.example/1","fullStatement":"Reads a box plot","humanCodingScheme":"S.1"},{"uri":"https://case.example/2","fullStatement":"Finds a median","humanCodingScheme":"S.2"}]}"""u8.ToArray() });
        await page.ClickAsync("[name=op][value=upload]");
        await Expect(page.Locator("#take")).ToBeFocusedAsync();
        await page.FillAsync("#take [data-narrow]", "s.2");
        await Expect(page.Locator("#take .pick:visible")).ToHaveCountAsync(1);
        await page.CheckAsync("#take .pick:visible input");
        await page.ClickAsync("[name=op][value=take]");
        await Expect(page.Locator("#outcomes section h2")).ToHaveTextAsync("Finds a median");
        instructor.AssertNothingWasBlocked();
    }

    private static async Task CreateUnfolded(IPage page, string language)
    {
        await page.ClickAsync("#create");
        await page.FillAsync("[name=Name]", Authoring.TitleIn(language));
        await page.ClickAsync("[name=op][value=create]");
        await page.WaitForSelectorAsync("[name='Form.Description']");
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => one.open = true)");
    }
}
