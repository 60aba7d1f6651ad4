using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>Where a child of a part leaves what belongs elsewhere in it than the child stands.</summary>
internal sealed class Slots
{
    public IHtmlContent? Actions { get; set; }

    public IHtmlContent? More { get; set; }

    public static Slots Open(TagHelperContext context)
    {
        var slots = new Slots();
        context.Items[typeof(Slots)] = slots;
        return slots;
    }

    public static Slots? Of(TagHelperContext context) => context.Items.TryGetValue(typeof(Slots), out var slots) ? slots as Slots : null;
}

/// <summary><c>&lt;actions&gt;</c>: the buttons and links of the <c>&lt;note&gt;</c>, <c>&lt;empty&gt;</c> or <c>&lt;check&gt;</c> around it.</summary>
[HtmlTargetElement("actions")]
public sealed class ActionsTagHelper : TagHelper
{
    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        if (Slots.Of(context) is { } slots) slots.Actions = content;
        output.SuppressOutput();
    }
}

/// <summary><c>&lt;more&gt;</c>: what stands under the finding of the <c>&lt;check&gt;</c> around it, over its whole width.</summary>
[HtmlTargetElement("more", ParentTag = "check")]
public sealed class MoreTagHelper : TagHelper
{
    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        if (Slots.Of(context) is { } slots) slots.More = content;
        output.SuppressOutput();
    }
}
