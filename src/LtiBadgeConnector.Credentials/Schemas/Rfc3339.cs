using System.Globalization;
using System.Text.RegularExpressions;

namespace LtiBadgeConnector.Credentials.Schemas;

/// <summary>Dates and instants as RFC 3339 section 5.6 writes them.</summary>
internal static partial class Rfc3339
{
    public static bool IsDate(string text) => text.Length == 10 && DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static bool IsDateTime(string text) => DateTimeParts().Match(text) is { Success: true } match && match.Groups["zone"].Success && Instant(match) is not null;

    /// <summary>Null when it is no instant. Without an offset it is UTC (VCDM 2.0, 4.9): such values exist, though they should not.</summary>
    public static DateTimeOffset? Parse(string text) => DateTimeParts().Match(text) is { Success: true } match ? Instant(match) : null;

    // \z, because $ would let a trailing line feed pass.
    [GeneratedRegex(@"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<time>[0-9]{2}:[0-9]{2}:)(?<second>[0-9]{2})(?:\.(?<fraction>[0-9]+))?(?<zone>[Zz]|(?<sign>[+-])(?<hours>[0-9]{2}):(?<minutes>[0-9]{2}))?\z")]
    private static partial Regex DateTimeParts();

    private static DateTimeOffset? Instant(Match match)
    {
        // A leap second has no representation here; it counts as the second before.
        var leap = match.Groups["second"].ValueSpan is "60";
        var second = leap ? "59" : match.Groups["second"].Value;
        if (!DateTime.TryParseExact($"{match.Groups["date"].Value} {match.Groups["time"].Value}{second}", "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        if (Offset(match) is not { } offset) return null;

        var utc = local.Ticks + FractionTicks(match.Groups["fraction"].Value) - offset.Ticks;
        if (utc < 0 || utc > DateTime.MaxValue.Ticks) return null;
        var instant = new DateTimeOffset(utc, TimeSpan.Zero);
        return leap && instant is not { Hour: 23, Minute: 59 } ? null : instant;
    }

    private static TimeSpan? Offset(Match match)
    {
        if (!match.Groups["sign"].Success) return TimeSpan.Zero;
        var hours = int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture);
        var minutes = int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture);
        if (hours > 23 || minutes > 59) return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return match.Groups["sign"].ValueSpan is "-" ? -offset : offset;
    }

    private static long FractionTicks(string digits) =>
        digits.Length == 0 ? 0 : long.Parse(digits.PadRight(7, '0').AsSpan(0, 7), CultureInfo.InvariantCulture);
}
