using LtiBadgeConnector.Web.Resources;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// Label, hint, error and their wiring around one control:
/// <c>&lt;field name="Effort" label="…" hint="…"&gt;&lt;input name="Effort" …&gt;&lt;/field&gt;</c>. The control of
/// the same name inside gets its <c>id</c>, <c>aria-describedby</c> and <c>aria-invalid</c>.
/// </summary>
[HtmlTargetElement("field")]
public sealed class FieldTagHelper(IStringLocalizer<Words> words) : TagHelper
{
    /// <summary>A key of the view's data: its fields save themselves, so that errors come and go without the control being drawn again.</summary>
    public const string SaysErrorsLater = nameof(SaysErrorsLater);

    /// <summary>The control's <c>name</c>, which is also where the page's model state keeps its errors.</summary>
    public string Name { get; set; } = "";

    /// <summary>The visible label, already in the page's language.</summary>
    public string Label { get; set; } = "";

    /// <summary>What helps before typing.</summary>
    public string? Hint { get; set; }

    /// <summary>What a good answer looks like.</summary>
    public string? Example { get; set; }

    /// <summary>Who requires an answer, for example "required: Japan".</summary>
    public string? Needed { get; set; }

    /// <summary>Marks the field as one that may stay empty.</summary>
    public bool Optional { get; set; }

    /// <summary>An error that does not stand in the model state.</summary>
    public string? Error { get; set; }

    /// <summary>Set by the framework.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var error = Error ?? FirstError();
        var id = ErrorSummaryTagHelper.IdOf(Name);
        var saysLater = ViewContext.ViewData.ContainsKey(SaysErrorsLater);
        string?[] describedBy = [error is null && !saysLater ? null : id + "-error", Hint is null ? null : id + "-hint", Example is null ? null : id + "-example"];
        context.Items[typeof(FieldWiring)] = new FieldWiring(Name, id, string.Join(' ', describedBy.OfType<string>()), error is not null);
        var control = await output.GetChildContentAsync();

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        output.Content.SetHtmlContent("").Html($"<label for=\"{id}\">{Label}");
        var note = Needed ?? (Optional ? words["optional"].Value : null);
        if (note is not null) output.Content.Html($" <span class=\"req\">{note}</span>");
        output.Content.AppendHtml("</label>");
        if (error is not null) output.Content.Html($"<p class=\"err\" id=\"{id}-error\">{Icons.Svg("alert")}{error}</p>");
        else if (saysLater) output.Content.Html($"<p class=\"err\" id=\"{id}-error\" hidden></p>");
        output.Content.AppendHtml(control);
        if (Hint is not null) output.Content.Html($"<p class=\"hint\" id=\"{id}-hint\">{Hint}</p>");
        if (Example is not null) output.Content.Html($"<p class=\"eg\" id=\"{id}-example\">{Example}</p>");
    }

    private string? FirstError() =>
        ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) ? entry.Errors.Select(error => error.ErrorMessage).FirstOrDefault() : null;
}

/// <summary>Ties a control to the field around it.</summary>
[HtmlTargetElement("input", Attributes = "name", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("select", Attributes = "name")]
[HtmlTargetElement("textarea", Attributes = "name")]
public sealed class FieldControlTagHelper : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.TryGetValue(typeof(FieldWiring), out var found) || found is not FieldWiring field) return;
        if (!string.Equals(context.AllAttributes["name"].Value.ToString(), field.Name, StringComparison.Ordinal)) return;

        output.Attributes.SetAttribute("id", field.Id);
        if (field.DescribedBy.Length > 0) output.Attributes.SetAttribute("aria-describedby", field.DescribedBy);
        if (field.IsInvalid) output.Attributes.SetAttribute("aria-invalid", "true");
    }
}

internal sealed record FieldWiring(string Name, string Id, string DescribedBy, bool IsInvalid);
