using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>An instant in words, with its exact form in the markup: <c>&lt;when at="@row.At" format="NearPast" /&gt;</c>.</summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WhenTagHelper(Formats formats, TimeProvider time) : TagHelper
{
    /// <summary>The instant, in any offset.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The format by name.</summary>
    public WhenFormat Format { get; set; } = WhenFormat.Exact;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", formats.Machine(At));
        output.Content.SetContent(formats.When(At, Format, time.GetUtcNow()));
    }
}
