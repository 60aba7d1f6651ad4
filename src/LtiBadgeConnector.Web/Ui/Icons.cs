using System.Collections.Frozen;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>Twenty line icons on a 24 px grid, drawn for this product. Decorative: a word always stands beside them.</summary>
public static class Icons
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["met"] = """<circle cx="12" cy="12" r="9"/><path d="M8 12.3l2.8 2.8L16 9.8"/>""",
        ["near"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5"/><path d="M12 16.2v.1"/>""",
        ["alert"] = """<path d="M12 4l9 16H3z"/><path d="M12 10v4.5"/><path d="M12 17.3v.1"/>""",
        ["stop"] = """<circle cx="12" cy="12" r="9"/><path d="M9 9l6 6M15 9l-6 6"/>""",
        ["not-yet"] = """<circle cx="12" cy="12" r="9" stroke-dasharray="3.2 2.6"/>""",
        ["none"] = """<circle cx="12" cy="12" r="9"/><path d="M8 12h8"/>""",
        ["clock"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>""",
        ["language"] = """<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18"/>""",
        ["window"] = """<path d="M14 5h5v5M19 5l-8 8M18 14v5H5V6h5"/>""",
        ["check"] = """<path d="M5 12.5l4.5 4.5L19 7.5"/>""",
        ["remove"] = """<path d="M6 6l12 12M18 6L6 18"/>""",
        ["add"] = """<path d="M12 5v14M5 12h14"/>""",
        ["up"] = """<path d="M12 19V6M6.5 11L12 5.5 17.5 11"/>""",
        ["down"] = """<path d="M12 5v13M6.5 13L12 18.5 17.5 13"/>""",
        ["download"] = """<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>""",
        ["again"] = """<path d="M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4"/>""",
        ["pause"] = """<path d="M9 6v12M15 6v12"/>""",
        ["link"] = """<path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1"/>""",
        ["search"] = """<circle cx="11" cy="11" r="6"/><path d="M15.5 15.5L20 20"/>""",
        ["lock"] = """<path d="M6 11h12v9H6z"/><path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>""",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every name there is.</summary>
    public static IReadOnlyCollection<string> Names => Paths.Keys;

    /// <summary>The icon as markup; a name that does not exist throws.</summary>
    public static IHtmlContent Svg(string name) =>
        new HtmlString($"""<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{Paths[name]}</svg>""");
}

/// <summary><c>&lt;icon name="check" /&gt;</c></summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    /// <summary>One of <see cref="Icons.Names"/>.</summary>
    public string Name { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Icons.Svg(Name));
    }
}
