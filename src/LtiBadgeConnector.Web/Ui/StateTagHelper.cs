using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// A state: <c>&lt;state of="StateWords.Awarding" /&gt;</c>, or with text of its own,
/// <c>&lt;state of="StateWords.Earned"&gt;Earned 14 Nov&lt;/state&gt;</c>.
/// </summary>
[HtmlTargetElement("state")]
public sealed class StateTagHelper(IStringLocalizer<Words> words) : TagHelper
{
    /// <summary>Gives the colour, the icon and, unless the element has text, the word.</summary>
    public StateWord Of { get; set; } = StateWords.NotYet;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await output.GetChildContentAsync();
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"tag {Of.Tone}");
        output.Content.SetHtmlContent(Icons.Svg(Of.Icon));
        if (text.IsEmptyOrWhiteSpace) output.Content.Append(words.Say(Of.Word));
        else output.Content.AppendHtml(text);
    }
}

/// <summary>The round mark in front of a row of a list: <c>&lt;mark-of state="StateWords.Met" /&gt;</c>.</summary>
[HtmlTargetElement("mark-of", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MarkTagHelper : TagHelper
{
    /// <summary>Gives the colour and the icon; the word stands beside it in the page.</summary>
    public StateWord State { get; set; } = StateWords.NotYet;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"mark {State.Tone}");
        output.Content.SetHtmlContent(Icons.Svg(State.Icon));
    }
}
