using System.Text.Json;
using Deque.AxeCore.Commons;
using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>What must hold for every page: nothing runs over the side at three widths, and axe finds nothing. With <c>LBC_TEST_PICTURES=1</c> pictures at each width lie in <c>TestResults/screenshots</c> afterwards.</summary>
internal static class PageCheck
{
    private static readonly int[] widths = [1280, 760, 390];
    private static readonly bool takesPictures = Environment.GetEnvironmentVariable("LBC_TEST_PICTURES") == "1";
    private static readonly string axe = new BundledAxeScriptProvider().GetScript();
    private static readonly string folder = Directory.CreateDirectory(Repository.PathTo("TestResults/screenshots")).FullName;

    private const string RunAxe = """
        async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] }))
          .violations.map(violation => violation.id + ": " + violation.nodes.map(node => node.target.join(" ")).join(", "))
        """;

    private const string Overflow = """
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? null
          : [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
              .slice(0, 3).map(one => one.tagName.toLowerCase() + "." + one.className).join(", ") || "something"
        """;

    // A column that another one has left no room stands one letter a line; what is hidden from the eye alone is narrower than any letter.
    private const string Squeezed = """
        () => [...document.querySelectorAll("main :is(td, th, dd, li, p)")].filter(one => one.offsetWidth > 8 && one.offsetWidth < 48 && one.offsetHeight > 160)
          .slice(0, 3).map(one => one.tagName.toLowerCase() + " “" + one.textContent.trim().slice(0, 40) + "”").join(", ") || null
        """;

    /// <returns>A sentence for each thing that is wrong.</returns>
    public static async Task<IReadOnlyList<string>> Findings(IPage page, string name)
    {
        List<string> findings = [];
        await page.WaitForLoadStateAsync();
        var isJapanese = name.StartsWith("ja-", StringComparison.Ordinal);
        // Colours that are still on their way between light and dark would be measured.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync(axe);
        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            if (await page.EvaluateAsync<string?>(Overflow) is { } over) findings.Add($"{name} at {width}: {over} runs over the side");
            if (await page.EvaluateAsync<string?>(Squeezed) is { } squeezed) findings.Add($"{name} at {width}: no room for {squeezed}");
            if (await page.EvaluateAsync<double>("() => document.querySelector('h1')?.getBoundingClientRect().width ?? 0") < 150) findings.Add($"{name} at {width}: no heading, or a collapsed one");
            // The widest is seen in the light and the narrowest in the dark. Axe asks each of them once; of a Japanese page, which differs
            // in its words alone, the narrowest.
            var isDark = width == widths[^1];
            if (isDark) await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            if (isDark || (width == widths[0] && !isJapanese)) findings.AddRange((await Axe(page)).Select(finding => $"{name} at {width}{(isDark ? ", dark" : "")}: {finding}"));
            if (takesPictures) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true, Caret = ScreenshotCaret.Initial });
        }
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(widths[0], 900);
        return findings;
    }

    public static void AssertNone(IReadOnlyList<string> findings) => Assert.True(findings.Count == 0, string.Join('\n', findings));

    private static async Task<string[]> Axe(IPage page) => (await page.EvaluateAsync<JsonElement>(RunAxe)).Deserialize<string[]>() ?? [];
}
