using System.Buffers.Text;
using System.Text;
using LtiBadgeConnector.TestKit;
using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>What people read about a good, a suspended, a withdrawn, an ended and a forged badge, in both languages and at every width.</summary>
[Collection(SharedBrowser.Name)]
public sealed class CheckPageTests(RunningBrowser browser)
{
    private const string Ended = "tests/ProtocolTests/Credentials/Samples/ob3/dcc/v1/ed25519/didKey/oidf-noStatus-expired.json";

    private static readonly TimeSpan aMinute = TimeSpan.FromSeconds(60);

    private readonly List<string> findings = [];

    [BrowserFact]
    public async Task Each_kind_of_badge_gets_its_own_sentence()
    {
        await using var demo = await RunningDemo.Start();
        await using var instructor = await Visit.Of(browser, demo, "instructor");
        var staff = await instructor.OpenToolInWindow();
        var learners = await StartWithSuspension(staff);

        await using var learner = await Visit.Of(browser, demo, "misaki");
        var mine = await learner.OpenToolInWindow();
        await mine.WaitForSelectorAsync("article.progress[data-earned=true]");
        var award = await mine.GetAttributeAsync("a.open-award", "href") ?? "";
        await mine.ClickAsync("button.publish");
        await mine.WaitForSelectorAsync("form.sharing[data-visibility=Public]");
        award = award.Split('?')[0];
        var token = await TokenOf(mine, award, demo);

        await Check(demo, "good", token, "valid", "Genuine and valid", "本物で、有効です");
        await Check(demo, "forged", Forged(token), "invalid", "Changed since it was signed", "署名後に改変");
        await Check(demo, "ended", await File.ReadAllTextAsync(Repository.PathTo(Ended)), "expired", "Genuine, but expired", "期限");

        await Decide(staff, learners, "suspend");
        findings.AddRange(await PageCheck.Findings(staff, "en-suspended-staff"));
        await Check(demo, "suspended", token, "suspended", "Genuine, but suspended by the issuer", "一時停止");
        await mine.ReloadAsync();
        await mine.WaitForSelectorAsync("form.appeal");
        findings.AddRange(await PageCheck.Findings(mine, "en-suspended-learner"));
        await mine.FillAsync("[name=note]", "I handed in the second version.");
        await mine.ClickAsync("form.appeal button");
        await mine.WaitForSelectorAsync("blockquote.appeal");

        await Decide(staff, learners, "withdraw");
        await Check(demo, "withdrawn", token, "suspended", "Genuine, but withdrawn by the issuer", "失効");

        PageCheck.AssertNone(findings);
        instructor.AssertNothingWasBlocked();
        learner.AssertNothingWasBlocked();
    }

    private static async Task<string> StartWithSuspension(IPage staff)
    {
        await Authoring.CreateUpToTrial(staff.MainFrame);
        var trial = staff.Url.Split('?')[0];
        await staff.GotoAsync(trial.Replace("/trial", "/afterwards", StringComparison.Ordinal));
        await staff.CheckAsync("[name='Form.MaySuspend']");
        await staff.ClickAsync("#afterwards button[value=save]");
        await staff.WaitForURLAsync("**/overview**");
        await staff.GotoAsync(trial);
        await Authoring.Start(staff.MainFrame);
        return staff.Url.Split('?')[0];
    }

    private static async Task Decide(IPage staff, string learners, string action)
    {
        await staff.GotoAsync(learners);
        await staff.Locator("#people tbody a", new() { HasText = "佐藤 美咲" }).ClickAsync();
        await staff.ClickAsync($"a.{action}");
        await staff.FillAsync("[name=reason]", "The project is looked at again.");
        await staff.ClickAsync($"#{action} button");
        await staff.WaitForSelectorAsync(".withdrawal");
    }

    private static async Task<string> TokenOf(IPage page, string award, RunningDemo demo)
    {
        await using var context = await page.Context.Browser!.NewContextAsync();
        context.SetDefaultTimeout(RunningBrowser.Patience);
        var shown = await context.NewPageAsync();
        await shown.GotoAsync(award);
        var href = await shown.GetAttributeAsync("a.download[data-format=ob3-jwt]", "href");
        using var http = new HttpClient { BaseAddress = new Uri(demo.Connector) };
        return await http.GetStringAsync(href);
    }

    // Another title in the credential, under the same signature.
    private static string Forged(string token)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace(Authoring.Title, "Doctor of Data", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{parts[2]}";
    }

    private async Task Check(RunningDemo demo, string name, string badge, string verdict, string inEnglish, string inJapanese)
    {
        foreach (var (language, sentence) in new[] { ("en", inEnglish), ("ja", inJapanese) })
        {
            await using var context = await browser.Browser.NewContextAsync(new() { Locale = language == "ja" ? "ja-JP" : "en-GB" });
            context.SetDefaultTimeout(RunningBrowser.Patience);
            var page = await context.NewPageAsync();
            // The signed list follows within seconds.
            await Eventually.True(async () => await Ask(page, demo, badge) == verdict, aMinute, $"{name} is {verdict}");
            Assert.Contains(sentence, await page.InnerTextAsync("#result h2"), StringComparison.Ordinal);
            findings.AddRange(await PageCheck.Findings(page, $"{language}-check-{name}"));
        }
    }

    private static async Task<string?> Ask(IPage page, RunningDemo demo, string badge)
    {
        await page.GotoAsync($"{demo.Connector}/verify");
        await page.FillAsync("[name=text]", badge);
        await page.ClickAsync("button[value=check]");
        return await page.GetAttributeAsync("#result", "data-verdict");
    }
}
