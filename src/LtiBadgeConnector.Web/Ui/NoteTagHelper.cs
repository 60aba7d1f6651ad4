using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// A coloured panel for what needs a person, at most one or two a page:
/// <c>&lt;note tone="near" icon="near" heading="14 learners wait"&gt;&lt;p&gt;…&lt;/p&gt;&lt;actions&gt;…&lt;/actions&gt;&lt;/note&gt;</c>.
/// </summary>
[HtmlTargetElement("note")]
public sealed class NoteTagHelper : TagHelper
{
    /// <summary><c>met</c>, <c>near</c>, <c>stop</c>, <c>ai</c> or <c>idle</c>.</summary>
    public string Tone { get; set; } = "idle";

    /// <summary>One of <see cref="Icons.Names"/>; follows the tone when not given.</summary>
    public string? Icon { get; set; }

    /// <summary>The sentence that says it all; without one the panel holds only its text.</summary>
    public string? Heading { get; set; }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var slots = Slots.Open(context);
        var body = await output.GetChildContentAsync();

        output.TagName = Heading is null ? "div" : "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"note {Tone}");
        if (Heading is not null) output.Attributes.SetAttribute("aria-label", Heading);

        output.Content.SetHtmlContent(Icons.Svg(Icon ?? IconOf(Tone)));
        output.Content.AppendHtml("<div>");
        if (Heading is not null) output.Content.Html($"<h2>{Heading}</h2>");
        output.Content.AppendHtml(body).AppendHtml("</div>");
        if (slots.Actions is { } actions) output.Content.AppendHtml("<div class=\"acts\">").AppendHtml(actions).AppendHtml("</div>");
    }

    private static string IconOf(string tone) => tone switch { "met" => "met", "near" => "near", "stop" => "alert", _ => "none" };
}
