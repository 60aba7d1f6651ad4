using System.Text;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// A person's name as an LMS tells it. The order follows the script of the name before the language
/// of the page: 佐藤 美咲 is family name first everywhere, Lucas Müller never is.
/// </summary>
/// <param name="Full">The name as one text; used when the parts are not known.</param>
public sealed record PersonName(string? Given, string? Family, string? Full)
{
    /// <summary>True when the LMS told no name at all; the page says so in words.</summary>
    public bool IsUnknown => InText().Length == 0;

    /// <summary>Misaki Sato; 佐藤 美咲; ルーカス・ミュラー</summary>
    public string InText() => (Blank(Given), Blank(Family)) switch
    {
        ({ } given, { } family) when IsKatakana(given) && IsKatakana(family) => $"{given}・{family}",
        ({ } given, { } family) when IsEastAsian(family) => $"{family} {given}",
        ({ } given, { } family) => $"{given} {family}",
        _ => Blank(Full) ?? Blank(Given) ?? Blank(Family) ?? "",
    };

    private static string? Blank(string? part) => string.IsNullOrWhiteSpace(part) ? null : part.Trim();

    private static bool IsKatakana(string text) => text.EnumerateRunes().All(rune => rune.Value is >= 0x30A0 and <= 0x30FF or ' ');

    // Kana, CJK ideographs (with extensions) and Hangul syllables.
    private static bool IsEastAsian(string text) =>
        text.EnumerateRunes().Any(rune => rune.Value is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x9FFF or >= 0xAC00 and <= 0xD7AF or >= 0x20000 and <= 0x3FFFF)
        && !text.EnumerateRunes().Any(rune => Rune.IsLetter(rune) && rune.Value < 0x250);
}
