using LtiBadgeConnector.Web.Resources;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>Where a list stands and how it goes on: <c>&lt;pager range="@F.Range(1, 50, 1204)" next="?after=…" first="?" /&gt;</c>.</summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PagerTagHelper(IStringLocalizer<Words> words) : TagHelper
{
    /// <summary>What is shown of how much, in words.</summary>
    public string Range { get; set; } = "";

    /// <summary>The address of the next page; keyset paging knows no page numbers.</summary>
    public string? Next { get; set; }

    /// <summary>The address of the first page, when this is another.</summary>
    public string? First { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", words["Pages"].Value);
        output.Content.Html($"<span>{Range}</span><span class=\"acts\">");
        if (First is not null) output.Content.Html($"<a class=\"btn tight\" href=\"{First}\">{words["Back to the first page"].Value}</a>");
        if (Next is not null) output.Content.Html($"<a class=\"btn tight\" href=\"{Next}\" rel=\"next\">{words["Next"].Value}</a>");
        output.Content.AppendHtml("</span>");
    }
}
