using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>Markup. Made from an interpolated string in which every value that is not itself markup is encoded.</summary>
internal sealed class Html
{
    public static readonly Html Empty = new("");

    private readonly string markup;

    private Html(string markup) => this.markup = markup;

    public static Html Of(HtmlBuilder builder) => new(builder.ToString());

    public static Html If(bool condition, Func<Html> then) => condition ? then() : Empty;

    public override string ToString() => markup;
}

[InterpolatedStringHandler]
internal readonly struct HtmlBuilder(int literalLength, int formattedCount)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string markup) => text.Append(markup);

    public void AppendFormatted(Html? html) => text.Append(html);

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts) text.Append(part);
    }

    public void AppendFormatted(string? value) => text.Append(Encoder.Encode(value ?? ""));

    public void AppendFormatted(int value) => text.Append(CultureInfo.InvariantCulture, $"{value}");

    public void AppendFormatted(decimal? value) => text.Append(CultureInfo.InvariantCulture, $"{value:0.##########}");

    public override string ToString() => text.ToString();
}
