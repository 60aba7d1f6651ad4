using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// Says what will be here and offers the one step that fills it:
/// <c>&lt;empty heading="Nothing is awarded in this course yet"&gt;&lt;p&gt;…&lt;/p&gt;&lt;actions&gt;…&lt;/actions&gt;&lt;/empty&gt;</c>.
/// </summary>
[HtmlTargetElement("empty")]
public sealed class EmptyTagHelper : TagHelper
{
    /// <summary>What is not here yet.</summary>
    public string Heading { get; set; } = "";

    /// <summary>1 where the page has no other title, else 2.</summary>
    public int HeadingLevel { get; set; } = 2;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var slots = Slots.Open(context);
        var body = await output.GetChildContentAsync();

        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "sheet");
        output.Attributes.SetAttribute("aria-label", Heading);
        output.Content.SetHtmlContent("").AppendHtml($"<h{HeadingLevel}>").Append(Heading).AppendHtml($"</h{HeadingLevel}>");
        output.Content.AppendHtml(body);
        if (slots.Actions is { } actions) output.Content.AppendHtml("<div class=\"acts wide\">").AppendHtml(actions).AppendHtml("</div>");
    }
}
