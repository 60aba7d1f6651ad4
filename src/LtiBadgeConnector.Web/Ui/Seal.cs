using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>What has become of the thing the seal stands for.</summary>
public enum SealState
{
    /// <summary>On the way: the ring inks in as requirements are met.</summary>
    None,

    /// <summary>Issued: the centre is vermilion.</summary>
    Issued,

    /// <summary>Withdrawn, suspended or expired: grey.</summary>
    Void,
}

/// <summary>
/// The one ornament: a guilloche computed from a definition's id, ringed by one arc for each
/// top-level requirement. The same geometry draws pages and the default badge image.
/// </summary>
/// <param name="DefinitionId">Decides the pattern; the same id always draws the same seal.</param>
/// <param name="Letter">The centre: see <see cref="LetterOf"/>, or one kanji chosen by the author.</param>
public sealed record Seal(string DefinitionId, int Requirements, int Met, string Letter, SealState State = SealState.None)
{
    private const double RingRadius = 54;
    private const double Circumference = 2 * Math.PI * RingRadius;

    /// <summary>How many ellipses make the pattern of a definition, and how high each of them is.</summary>
    internal static (int Petals, int Height) WeaveOf(string definitionId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(definitionId));
        return (9 + hash[0] % 5, 10 + hash[1] % 9);
    }

    /// <summary>The first Latin capital of a title, otherwise its first character in upper case.</summary>
    public static string LetterOf(string title)
    {
        var capital = title.FirstOrDefault(char.IsAsciiLetterUpper);
        if (capital != default) return capital.ToString();
        return title.EnumerateRunes().Where(Rune.IsLetterOrDigit).Select(rune => Rune.ToUpperInvariant(rune).ToString()).FirstOrDefault("·");
    }

    /// <summary>For a page: coloured by the style sheet, hidden from screen readers because the words beside it say the same.</summary>
    public string ToPageSvg(string size = "") =>
        $"""<svg class="{Classes(size)}" viewBox="0 0 120 120" aria-hidden="true"><g class="g">{Guilloche()}</g>{Ring(met => met ? "class=\"on\"" : "class=\"off\"")}<circle class="disc" cx="60" cy="60" r="17"/><text class="ch" x="60" y="67">{WebUtility.HtmlEncode(Letter)}</text></svg>""";

    /// <summary>A document of its own, for a badge image: nothing outside it is needed to draw it.</summary>
    /// <param name="title">The accessible name, for example the title of the definition.</param>
    public string ToSvg(string title)
    {
        var line = State is SealState.Void ? SealColours.Edge : SealColours.Ai;
        var (disc, edge, letter) = State switch
        {
            SealState.Issued => (SealColours.Shu, SealColours.Shu, SealColours.OnShu),
            SealState.Void => (SealColours.Sheet, SealColours.Edge, SealColours.Ink3),
            _ => (SealColours.Sheet, SealColours.Ai, SealColours.Ai),
        };
        string Arc(bool met) => met
            ? $"fill=\"none\" stroke=\"{line}\" stroke-width=\"5\""
            : $"fill=\"none\" stroke=\"{SealColours.Edge}\" stroke-width=\"1\"";

        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 120 120" role="img">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <circle cx="60" cy="60" r="60" fill="{SealColours.Sheet}"/>
            <g fill="none" stroke="{line}" stroke-width=".75" opacity=".85">{Guilloche()}</g>
            {Ring(Arc)}
            <circle cx="60" cy="60" r="17" fill="{disc}" stroke="{edge}" stroke-width="1.25"/>
            <text x="60" y="67" fill="{letter}" font-family="serif" font-size="19" font-weight="600" text-anchor="middle">{WebUtility.HtmlEncode(Letter)}</text>
            </svg>

            """.ReplaceLineEndings("\n");
    }

    internal string Classes(string size) => string.Join(' ', new[]
    {
        "seal",
        size,
        State switch { SealState.Issued => "issued", SealState.Void => "void", _ => "" },
    }.Where(word => word.Length > 0));

    private string Guilloche()
    {
        var (petals, height) = WeaveOf(DefinitionId);
        return string.Concat(Enumerable.Range(0, petals).Select(petal =>
            $"""<ellipse cx="60" cy="60" rx="45" ry="{height}" transform="rotate({Short(petal * 180.0 / petals)} 60 60)"/>"""));
    }

    private string Ring(Func<bool, string> paint)
    {
        if (Requirements == 0) return $"""<circle {paint(false)} cx="60" cy="60" r="54"/>""";

        var step = Circumference / Requirements;
        // Gaps of 6, but never more gap than arc when a rule has very many parts.
        var gap = Math.Min(6, step / 2);
        var dash = $"{Short(step - gap)} {Short(Circumference - step + gap)}";
        var start = -90 + gap / 2 / Circumference * 360;
        return string.Concat(Enumerable.Range(0, Requirements).Select(arc =>
            $"""<circle {paint(arc < Met)} cx="60" cy="60" r="54" stroke-dasharray="{dash}" transform="rotate({Short(start + arc * 360.0 / Requirements)} 60 60)"/>"""));
    }

    private static string Short(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);
}

/// <summary>The light tokens a standalone image needs written out. A test compares them with <c>tokens.css</c>.</summary>
internal static class SealColours
{
    public const string Sheet = "#ffffff";
    public const string Ai = "#22407a";
    public const string Shu = "#b23a26";
    public const string OnShu = "#ffffff";
    public const string Edge = "#76839a";
    public const string Ink3 = "#596579";
}
