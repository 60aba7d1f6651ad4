using System.Globalization;

namespace LtiBadgeConnector.Lms;

/// <summary>
/// Scores from the text an LMS wrote, never through double. What the database could not keep digit for digit
/// (18 before the point, 10 after) is not read, because it would have to be rounded.
/// </summary>
internal static class ExactNumber
{
    private const int DigitsBeforePoint = 18;
    private const int DigitsAfterPoint = 10;
    private const int LongestText = 64;

    /// <summary>Invariant notation, exponents included; <c>12,5</c> is not a number.</summary>
    public static decimal? Parse(string text)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.Length > LongestText || !decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var value)) return null;
        return Fits(text) ? value : null;
    }

    public static bool Fits(decimal value) => decimal.Round(value, DigitsAfterPoint) == value && Math.Abs(value) < 1_000_000_000_000_000_000m;

    // Counted on the text: parsing to decimal has already rounded what was too long.
    private static bool Fits(string text)
    {
        var digits = text.TrimStart('+', '-');
        var exponent = 0;
        if (digits.IndexOfAny(['e', 'E']) is var e and >= 0)
        {
            if (!int.TryParse(digits.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;
            digits = digits[..e];
        }
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (digits, "") : (digits[..point], digits[(point + 1)..]);

        var all = whole + fraction;
        var firstUsed = all.AsSpan().IndexOfAnyExcept('0');
        if (firstUsed < 0) return true;
        var lastUsed = all.AsSpan().LastIndexOfAnyExcept('0');
        var pointAt = (long)whole.Length + exponent;
        return pointAt - firstUsed <= DigitsBeforePoint && lastUsed + 1 - pointAt <= DigitsAfterPoint;
    }
}
