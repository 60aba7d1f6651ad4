using Microsoft.Playwright;

namespace LtiBadgeConnector.BrowserTests;

/// <summary>What the instructor does in the tool, with or without script: the same controls serve both.</summary>
internal static class Authoring
{
    public const string Title = "Data Literacy Foundations";
    public const string JapaneseTitle = "データリテラシー基礎";

    public static string TitleIn(string language) => language == "ja" ? JapaneseTitle : Title;

    /// <summary>Creates a micro-credential, describes it, requires "Quiz 1 ≥ 60 %, Final project ≥ 70 %, course completed" and tries it.</summary>
    public static async Task CreateUpToTrial(IFrame tool, string language = "en")
    {
        await Create(tool, TitleIn(language));
        await Describe(tool, language);
        await Require(tool);
        await tool.ClickSteady("#try");
        await tool.WaitForSelectorAsync("#start");
        // The page, and not only the part that waits for the result.
        await Assertions.Expect(tool.Locator(".tabs a[href$='/trial']")).ToHaveCountAsync(1);
    }

    public static async Task Start(IFrame tool)
    {
        await tool.ClickSteady("#start");
        await tool.WaitForSelectorAsync("#people");
    }

    public static async Task Create(IFrame tool, string title)
    {
        await tool.ClickSteady("#create");
        await tool.FillAsync("[name=Name]", title);
        await tool.ClickSteady("[name=op][value=create]");
        await Ready(tool, "[name='Form.Description']");
    }

    public static async Task Describe(IFrame tool, string language)
    {
        foreach (var (name, text) in language == "ja" ? InJapanese : InEnglish)
        {
            await tool.FillAsync($"[name='{name}']", text);
            await Settle(tool);
        }
        await tool.ClickSteady("#continue");
        await Ready(tool, "#rule");
    }

    /// <summary>Builds the demo's rule on the requirements page.</summary>
    public static async Task Require(IFrame tool)
    {
        if (await tool.Locator("[name='g0.add']").CountAsync() == 0)
        {
            await tool.ClickSteady("#read");
            await tool.WaitForSelectorAsync("[name='g0.add']");
        }
        while (await Items(tool).CountAsync() < 2) await Add(tool, "score");
        await Add(tool, "course");
        await Score(tool, 0, "Quiz 1", "60");
        await Score(tool, 1, "Final project", "70");
    }

    public static async Task Add(IFrame tool, string kind)
    {
        var rows = tool.Locator(".kids > li");
        var before = await rows.CountAsync();
        await tool.SelectOptionAsync("[name='g0.add']", kind);
        await tool.ClickSteady("#addto-g0");
        await Assertions.Expect(rows).ToHaveCountAsync(before + 1);
        await Settle(tool);
    }

    /// <summary>Waits for a page that shows this, to its last line and until its script listens.</summary>
    public static async Task Ready(IFrame tool, string shown)
    {
        await tool.WaitForSelectorAsync(shown);
        await tool.WaitForLoadStateAsync();
    }

    /// <summary>Waits until htmx has put in place what it was asking for; without script there is nothing to wait for.</summary>
    public static async Task Settle(IFrame tool) =>
        await Assertions.Expect(tool.Locator(".htmx-request, .htmx-swapping, .htmx-settling")).ToHaveCountAsync(0);

    private static ILocator Items(IFrame tool) => tool.Locator("select[name$='.item']");

    private static async Task Score(IFrame tool, int row, string item, string percent)
    {
        await Items(tool).Nth(row).SelectOptionAsync(new SelectOptionValue { Label = item });
        await Settle(tool);
        await tool.Locator("input[name$='.value']").Nth(row).FillAsync(percent);
        await tool.Locator("input[name$='.value']").Nth(row).BlurAsync();
        await Settle(tool);
    }

    private static readonly (string Name, string Text)[] InEnglish =
    [
        ("Form.Description", "Reads, cleans and explains everyday data, and says how far it can be trusted."),
        ("Form.Outcomes", "Reads tables and charts critically\nCleans a small data set and says what was changed\nExplains a finding to people who are no specialists"),
        ("Form.Effort", "24"),
        ("a.form-of-participation.text", "Online, with two meetings on site"),
        ("a.credit-recognition.text", "No credit"),
        ("a.assessment.text", "Quizzes and a supervised final project"),
        ("a.quality-assurance.text", "Reviewed each year by the faculty’s teaching committee"),
    ];

    private static readonly (string Name, string Text)[] InJapanese =
    [
        ("Form.Description", "身近なデータを読み取り、整え、その信頼性を含めて説明します。"),
        ("Form.Outcomes", "表やグラフを批判的に読み取ることができる\n小規模なデータを整え、変更点を説明できる\n専門外の人に分析結果を説明できる"),
        ("Form.Effort", "24"),
        ("a.form-of-participation.text", "オンライン（対面2回を含む）"),
        ("a.credit-recognition.text", "単位なし"),
        ("a.assessment.text", "小テストと監督下の最終課題"),
        ("a.quality-assurance.text", "学部の教育委員会が毎年点検"),
    ];
}
