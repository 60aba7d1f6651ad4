using LtiBadgeConnector.Core.Ids;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary><c>&lt;seal definition="@id" requirements="4" met="3" letter="D" state="Issued" size="big" /&gt;</c></summary>
[HtmlTargetElement("seal", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SealTagHelper : TagHelper
{
    /// <summary>The definition's id as text.</summary>
    public string Definition { get; set; } = "";

    /// <summary>How many top-level requirements the rule has.</summary>
    public int Requirements { get; set; }

    /// <summary>How many of them are met; all of them when the credential is issued.</summary>
    public int Met { get; set; }

    /// <summary>The centre; <see cref="Seal.LetterOf"/> finds it in a title.</summary>
    public string Letter { get; set; } = "";

    /// <summary>On the way, issued, or no longer valid.</summary>
    public SealState State { get; set; }

    /// <summary><c>big</c>, <c>sm</c>, or nothing.</summary>
    public string Size { get; set; } = "";

    /// <summary>A picture that stands in place of the seal: decorative like it, because the words beside it say the same.</summary>
    public ImageId? Picture { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var seal = new Seal(Definition, Requirements, Met, Letter, State);
        output.Content.SetHtmlContent(Picture is { } picture ? $"""<img class="{seal.Classes(Size)}" src="/images/{picture}" alt="">""" : seal.ToPageSvg(Size));
    }
}
