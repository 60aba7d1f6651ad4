using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>Writes markup whose holes are encoded: text stays text, other content stays markup.</summary>
internal static class HtmlContent
{
    public static TagHelperContent Html(this TagHelperContent content, FormattableString markup) =>
        content.AppendFormat(CultureInfo.InvariantCulture, markup.Format, markup.GetArguments()!);
}
