using System.Globalization;

namespace LtiBadgeConnector.JsonLd.Json;

/// <summary>Numbers as text, the ways JCS and JSON-LD want them.</summary>
internal static class EcmaScriptNumber
{
    /// <summary>ECMAScript's Number::toString, which RFC 8785 (3.2.2.3) prescribes.</summary>
    public static string Text(double value)
    {
        if (!double.IsFinite(value)) throw new JsonLdException(JsonLdCodes.JsonMalformed, "a number out of range");
        if (value == 0) return "0";

        var (negative, digits, point) = Parts(value);
        var sign = negative ? "-" : "";
        if (point is > 0 and <= 21) return sign + (digits.Length <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}");
        if (point is > -6 and <= 0) return $"{sign}0.{new string('0', -point)}{digits}";

        var exponent = (point - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return digits.Length == 1 ? $"{sign}{digits}e{exponent}" : $"{sign}{digits[0]}.{digits[1..]}e{exponent}";
    }

    /// <summary>All digits of a whole number below 1e21.</summary>
    public static string Integer(double value) => value == 0 ? "0" : value.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>The canonical form of xsd:double as JSON-LD writes it, for example 5.0E-1 (API, section 8.6).</summary>
    public static string Double(double value)
    {
        var text = value.ToString("E15", CultureInfo.InvariantCulture);
        var exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = text[..exponentAt].TrimEnd('0');
        if (mantissa.EndsWith('.')) mantissa += "0";
        return $"{mantissa}E{int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The shortest digits that read back to the same double, and where the decimal point stands among them.</summary>
    private static (bool Negative, string Digits, int Point) Parts(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var digits = string.Concat(shortest.TakeWhile(letter => letter != 'E').Where(char.IsAsciiDigit)).TrimStart('0').TrimEnd('0');
        return (value < 0, digits, PointOf(shortest));
    }

    private static int PointOf(string shortest)
    {
        var unsigned = shortest.TrimStart('-');
        var exponentAt = unsigned.IndexOf('E', StringComparison.Ordinal);
        var exponent = exponentAt < 0 ? 0 : int.Parse(unsigned.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? unsigned : unsigned[..exponentAt];
        var pointAt = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = (pointAt < 0 ? mantissa : mantissa[..pointAt]).TrimStart('0');
        if (whole.Length > 0) return whole.Length + exponent;
        var fraction = mantissa[(pointAt + 1)..];
        return exponent - (fraction.Length - fraction.TrimStart('0').Length);
    }
}
