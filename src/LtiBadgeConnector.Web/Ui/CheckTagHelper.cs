using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// The one grammar of lists: mark, name, finding, result, action.
/// <c>&lt;checks&gt;&lt;check state="StateWords.Failed" name="Status"&gt;what was found&lt;more&gt;…&lt;/more&gt;&lt;/check&gt;&lt;/checks&gt;</c>
/// </summary>
[HtmlTargetElement("checks")]
public sealed class ChecksTagHelper : TagHelper
{
    /// <summary>Less space, for findings of one line.</summary>
    public bool Close { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ul";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Close ? "checks close" : "checks");
    }
}

/// <summary>One row of <see cref="ChecksTagHelper"/>; its text is the finding.</summary>
[HtmlTargetElement("check", ParentTag = "checks")]
public sealed class CheckTagHelper(IStringLocalizer<Words> words) : TagHelper
{
    /// <summary>Mark, colour and, unless <see cref="Result"/> says otherwise, the word at the end.</summary>
    public StateWord State { get; set; } = StateWords.NotYet;

    /// <summary>What was checked.</summary>
    public string Name { get; set; } = "";

    /// <summary>The text at the end; empty for none.</summary>
    public string? Result { get; set; }

    /// <summary>Set to 3 where the rows are long enough to be jumped between.</summary>
    public int HeadingLevel { get; set; }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var slots = Slots.Open(context);
        var finding = await output.GetChildContentAsync();
        var element = HeadingLevel > 0 ? $"h{HeadingLevel}" : "span";
        var result = Result ?? words.Say(State.Word);

        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", State.Tone);
        output.Content.SetHtmlContent("<span class=\"mark\">").AppendHtml(Icons.Svg(State.Icon)).AppendHtml("</span><div class=\"what\">");
        output.Content.AppendHtml($"<{element}>").Append(Name).AppendHtml($"</{element}>");
        if (!finding.IsEmptyOrWhiteSpace) output.Content.AppendHtml("<div class=\"small soft\">").AppendHtml(finding).AppendHtml("</div>");
        output.Content.AppendHtml("</div>");
        if (result.Length > 0) output.Content.AppendHtml("<span class=\"res\">").Append(result).AppendHtml("</span>");
        if (slots.More is { } more) output.Content.AppendHtml("<div class=\"more stack near\">").AppendHtml(more).AppendHtml("</div>");
        if (slots.Actions is { } actions) output.Content.AppendHtml("<div class=\"more acts\">").AppendHtml(actions).AppendHtml("</div>");
    }
}
