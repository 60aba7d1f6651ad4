using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// A bar of people: <c>&lt;bar met="26" waiting="15" total="48" /&gt;</c>; or of points with the
/// threshold as a line: <c>&lt;bar met="61" total="90" limit="63" near label="61 of 90 points" /&gt;</c>.
/// Widths are SVG attributes, which the content security policy does not touch.
/// </summary>
[HtmlTargetElement("bar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class BarTagHelper : TagHelper
{
    private const decimal Width = 400;

    /// <summary>The filled part.</summary>
    public decimal Met { get; set; }

    /// <summary>The part that waits, after the filled one.</summary>
    public decimal Waiting { get; set; }

    /// <summary>The whole; a bar of nothing is empty.</summary>
    public decimal Total { get; set; }

    /// <summary>Where the threshold stands, if it is to be drawn.</summary>
    public decimal? Limit { get; set; }

    /// <summary>Draws the filled part as not quite enough.</summary>
    public bool Near { get; set; }

    /// <summary>The whole statement for screen readers; without one the bar is decoration of words beside it.</summary>
    public string? Label { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var height = Limit is null ? 10 : 12;
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "chart");
        output.Attributes.SetAttribute("viewBox", $"0 0 {Width} {height}");
        output.Attributes.SetAttribute("preserveAspectRatio", "none");
        output.Attributes.SetAttribute("height", height);
        if (Label is null)
        {
            output.Attributes.SetAttribute("aria-hidden", "true");
        }
        else
        {
            output.Attributes.SetAttribute("role", "img");
            output.Attributes.SetAttribute("aria-label", Label);
        }

        var met = Along(Met);
        var waiting = Math.Min(Along(Waiting), Width - met);
        output.Content.AppendHtml($"<rect class=\"f-track\" width=\"{Width}\" height=\"{height}\"/>");
        if (met > 0) output.Content.AppendHtml($"<rect class=\"{(Near ? "f-near" : "f-met")}\" width=\"{Short(met)}\" height=\"{height}\"/>");
        if (waiting > 0) output.Content.AppendHtml($"<rect class=\"f-hold\" x=\"{Short(met)}\" width=\"{Short(waiting)}\" height=\"{height}\"/>");
        if (Limit is { } limit) output.Content.AppendHtml($"<line class=\"lim\" x1=\"{Short(Along(limit))}\" x2=\"{Short(Along(limit))}\" y1=\"-4\" y2=\"16\"/>");
    }

    private decimal Along(decimal part) => Total <= 0 ? 0 : Math.Clamp(part / Total, 0, 1) * Width;

    private static string Short(decimal number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
