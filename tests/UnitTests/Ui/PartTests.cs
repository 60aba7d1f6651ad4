using System.Globalization;
using System.Text.Encodings.Web;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LtiBadgeConnector.UnitTests.Ui;

/// <summary>The parts as markup: text is encoded, what belongs together is tied together.</summary>
public class PartTests
{
    private static readonly IStringLocalizer<Words> Words = new StringLocalizer<Words>(
        new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));

    [Fact]
    public async Task A_state_is_an_icon_and_a_word() =>
        Assert.Matches("<span class=\"tag met\"><svg .*</svg>Awarding</span>", await Render(new StateTagHelper(Words) { Of = StateWords.Awarding }));

    [Fact]
    public async Task A_state_speaks_the_language_of_the_page()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo("ja-JP");
            Assert.EndsWith("授与中</span>", await Render(new StateTagHelper(Words) { Of = StateWords.Awarding }), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData(24, 12, 48, "width=\"200\"", "x=\"200\" width=\"100\"")]
    [InlineData(40, 20, 48, "width=\"333.3\"", "x=\"333.3\" width=\"66.7\"")]
    public async Task A_bar_shows_parts_of_the_whole_and_never_more(int met, int waiting, int total, string filled, string held)
    {
        var bar = await Render(new BarTagHelper { Met = met, Waiting = waiting, Total = total });

        Assert.Contains($"<rect class=\"f-met\" {filled}", bar, StringComparison.Ordinal);
        Assert.Contains($"<rect class=\"f-hold\" {held}", bar, StringComparison.Ordinal);
        Assert.Contains("aria-hidden=\"true\"", bar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bar_of_nothing_is_empty() => Assert.DoesNotContain("f-met", await Render(new BarTagHelper { Met = 1, Total = 0 }), StringComparison.Ordinal);

    [Fact]
    public async Task A_bar_with_a_label_is_an_image_with_that_name() =>
        Assert.Contains("role=\"img\" aria-label=\"61 of 90 points\"", await Render(new BarTagHelper { Met = 61, Total = 90, Limit = 63, Label = "61 of 90 points" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_note_encodes_what_it_is_told()
    {
        var note = await Render(new NoteTagHelper { Tone = "near", Heading = "<b>" });

        Assert.Contains("<h2>&lt;b&gt;</h2>", note, StringComparison.Ordinal);
        Assert.StartsWith("<section class=\"note near\" aria-label=\"&lt;b&gt;\">", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_ties_label_hint_and_error_to_its_control()
    {
        var view = View();
        view.ViewData.ModelState.AddModelError("Effort", "Write a number of hours");
        var context = new TagHelperContext([], new Dictionary<object, object>(), "field");
        var field = await Render(new FieldTagHelper(Words) { Name = "Effort", Label = "Effort", Hint = "In hours", ViewContext = view }, context);
        var control = await Render(new FieldControlTagHelper(), new TagHelperContext([new("name", "Effort")], context.Items, "input"));

        Assert.Contains("<label for=\"f-Effort\">Effort</label><p class=\"err\" id=\"f-Effort-error\">", field, StringComparison.Ordinal);
        Assert.Contains("<p class=\"hint\" id=\"f-Effort-hint\">In hours</p>", field, StringComparison.Ordinal);
        Assert.Contains("id=\"f-Effort\" aria-describedby=\"f-Effort-error f-Effort-hint\" aria-invalid=\"true\"", control, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_links_each_error_to_its_field_and_takes_the_focus()
    {
        var view = View();
        view.ViewData.ModelState.AddModelError("Rule.Value", "Nobody can reach 700%");
        var summary = await Render(new ErrorSummaryTagHelper { Heading = "One answer", ViewContext = view });

        Assert.Contains("role=\"alert\" tabindex=\"-1\" data-focus", summary, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#f-Rule-Value\">Nobody can reach 700%</a>", summary, StringComparison.Ordinal);
        Assert.Empty(await Render(new ErrorSummaryTagHelper { Heading = "None", ViewContext = View() }));
    }

    private static ViewContext View() => new() { ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()) };

    private static async Task<string> Render(TagHelper helper, TagHelperContext? context = null)
    {
        var output = new TagHelperOutput("part", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        await helper.ProcessAsync(context ?? new TagHelperContext([], new Dictionary<object, object>(), "part"), output);
        await using var text = new StringWriter();
        output.WriteTo(text, HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        return text.ToString();
    }
}
