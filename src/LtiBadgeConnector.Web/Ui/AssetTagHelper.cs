using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary><c>&lt;link asset="css/app.css" /&gt;</c>, <c>&lt;script asset="js/app.js"&gt;</c>: fills in the hashed address.</summary>
[HtmlTargetElement("link", Attributes = "asset", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("script", Attributes = "asset")]
public sealed class AssetTagHelper : TagHelper
{
    /// <summary>The file's name under <c>wwwroot</c>.</summary>
    public string Asset { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var url = Assets.Embedded.Url(Asset);
        if (output.TagName == "script")
        {
            output.Attributes.SetAttribute("src", url);
            output.Attributes.SetAttribute("defer", "defer");
            return;
        }
        output.Attributes.SetAttribute("rel", "stylesheet");
        output.Attributes.SetAttribute("href", url);
    }
}
