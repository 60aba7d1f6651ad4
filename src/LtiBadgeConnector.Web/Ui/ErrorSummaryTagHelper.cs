using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// All errors of a form that came back, each a link to its field; takes the focus. Writes nothing when
/// there are none: <c>&lt;error-summary heading="Two answers are needed" /&gt;</c>.
/// </summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    /// <summary>How many answers are needed, and for what.</summary>
    public string Heading { get; set; } = "";

    /// <summary>Leaves the focus where it is.</summary>
    public bool Quiet { get; set; }

    /// <summary>Set by the framework.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>The <c>id</c> of the control with this name.</summary>
    public static string IdOf(string name) => "f-" + name.Replace('.', '-').Replace('[', '-').Replace("]", "", StringComparison.Ordinal);

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ViewData.ModelState
            .SelectMany(field => field.Value!.Errors, (field, error) => (field.Key, error.ErrorMessage))
            .ToList();
        output.TagName = null;
        if (errors.Count == 0) return;

        output.Content.AppendHtml(Quiet ? "<div class=\"note stop\" role=\"alert\">" : "<div class=\"note stop\" role=\"alert\" tabindex=\"-1\" data-focus>");
        output.Content.Html($"{Icons.Svg("alert")}<div><h2>{Heading}</h2><ul>");
        foreach (var (name, message) in errors)
        {
            if (name.Length == 0) output.Content.Html($"<li>{message}</li>");
            else output.Content.Html($"<li><a href=\"#{IdOf(name)}\">{message}</a></li>");
        }
        output.Content.AppendHtml("</ul></div></div>");
    }
}
