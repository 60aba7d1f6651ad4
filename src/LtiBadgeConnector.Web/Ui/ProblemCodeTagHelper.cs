using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>Why something stopped, with the code that leads to its explanation: <c>&lt;problem-code of="@row.Problem" /&gt;</c>. Nothing for none.</summary>
[HtmlTargetElement("problem-code", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ProblemCodeTagHelper(Formats formats) : TagHelper
{
    /// <summary>A code; one that is not in the catalogue (of another version) stands alone.</summary>
    public string? Of { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (Of is null) return;
        if (ProblemCatalogue.Find(Of) is { } problem) output.Content.Html($"<span>{problem.Title.In(formats.Language)}</span> <a class=\"code\" href=\"{problem.Path}\">{Of}</a>");
        else output.Content.Html($"<code>{Of}</code>");
    }
}
