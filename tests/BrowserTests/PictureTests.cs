using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>An instructor changes the picture of a badge by keyboard and sees it at once, and then uploads one.</summary>
[Collection(SharedBrowser.Name)]
public sealed class PictureTests(RunningBrowser browser, PreparedDemo prepared) : IClassFixture<PreparedDemo>
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_picture_is_designed_and_uploaded(bool hasScript)
    {
        await using var instructor = await Visit.Of(browser, prepared.Demo, "instructor", script: hasScript);
        var tool = hasScript ? await instructor.OpenTool() : await instructor.OpenWithoutScript();
        await Authoring.Create(tool, $"Pictured {hasScript}");
        await tool.ClickSteady("#picture");
        await Authoring.Ready(tool, "#design");
        var before = await Source(tool);

        await tool.FocusAsync("[name='Form.Shape']");
        await tool.SelectOptionAsync("[name='Form.Shape']", "Shield");
        await tool.Locator("[name='Form.Icon'][value=book]").PressAsync("Space");
        await tool.FillAsync("[name='Form.Words']", "統計");
        if (hasScript) await tool.Locator("[name='Form.Words']").BlurAsync();
        else await tool.Locator("#show").PressAsync("Enter");
        await Assertions.Expect(tool.Locator("#preview img").First).Not.ToHaveAttributeAsync("src", before);
        await Authoring.Settle(tool);
        var designed = await Source(tool);

        await tool.Locator("[name=palette][value=pine]").PressAsync("Enter");
        await Assertions.Expect(tool.Locator("[name='Form.Line']")).ToHaveValueAsync("#1f5137");
        await Assertions.Expect(tool.Locator("#preview img").First).Not.ToHaveAttributeAsync("src", designed);
        var coloured = await Source(tool);
        await tool.Locator("#save-design").PressAsync("Enter");
        await tool.WaitForSelectorAsync("#picture");
        Assert.Equal(coloured, await tool.Locator("img[width='128']").GetAttributeAsync("src"));

        await tool.ClickSteady("#picture");
        await tool.SetInputFilesAsync("[name=file]", new FilePayload { Name = "a.svg", MimeType = "image/svg+xml", Buffer = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script>alert(1)</script></svg>"u8.ToArray() });
        await tool.ClickSteady("#upload");
        await Assertions.Expect(tool.Locator(".note.stop")).ToContainTextAsync("picture-svg-active");
        await tool.SetInputFilesAsync("[name=file]", new FilePayload { Name = "a.svg", MimeType = "image/svg+xml", Buffer = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'><circle cx='2' cy='2' r='2'/></svg>"u8.ToArray() });
        await tool.ClickSteady("#upload");
        await Assertions.Expect(tool.Locator("img[width='128']")).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("^/images/"));
        instructor.AssertNothingWasBlocked();
    }

    private static async Task<string> Source(IFrame tool) => await tool.Locator("#preview img").First.GetAttributeAsync("src") ?? "";
}
