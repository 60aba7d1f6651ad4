using System.Globalization;
using System.Text.RegularExpressions;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>Colours as <c>#rrggbb</c>, and how well one is seen on another (WCAG 2.2, relative luminance).</summary>
internal static partial class BadgeColour
{
    private const string Light = "#ffffff";
    private const string Dark = "#14213d";

    public static bool IsOne(string text) => Form().IsMatch(text);

    /// <summary>From 1, the same, to 21, black on white.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>White or nearly black, whichever is seen better on the colour; that is always enough for text.</summary>
    public static string Upon(string colour) => Contrast(Light, colour) >= Contrast(Dark, colour) ? Light : Dark;

    private static double Luminance(string colour) => 0.2126 * Channel(colour, 1) + 0.7152 * Channel(colour, 3) + 0.0722 * Channel(colour, 5);

    private static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Form();
}
