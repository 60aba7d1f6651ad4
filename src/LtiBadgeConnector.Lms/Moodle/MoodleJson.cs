using System.Globalization;
using System.Text.Json;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>Readings of members whose types wander between Moodle's versions: numbers as text, text as numbers, null for absent.</summary>
internal static class MoodleJson
{
    // Moodle keeps grades as numeric(10,5). PHP may print the nearest double with 17 digits; the five decimals restore the value.
    private const int GradeDecimals = 5;

    public static string? Text(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => Decode(text),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>An id: never empty, never zero.</summary>
    public static string? Id(JsonElement element, string name) => Text(element, name) is { Length: > 0 and <= 200 } id && id != "0" ? id : null;

    public static bool Flag(JsonElement element, string name) =>
        Member(element, name) is { } member && (member.ValueKind == JsonValueKind.True || Text(element, name) is "1" or "true");

    /// <summary>Whether the member is there at all: a grade the token may not see is left out, which is not the same as null.</summary>
    public static bool Has(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    public static decimal? Grade(JsonElement element, string name) =>
        Text(element, name) is { } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? decimal.Round(value, GradeDecimals)
            : null;

    /// <summary>Unix seconds; zero means never.</summary>
    public static DateTimeOffset? Instant(JsonElement element, string name) =>
        long.TryParse(Text(element, name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <exception cref="LmsException">There is no such list: this is no Moodle, or not the function we know.</exception>
    public static IEnumerable<JsonElement> List(JsonElement element, string name, string function) =>
        Elements(Member(element, name) ?? throw NotMoodle(function), function);

    public static IEnumerable<JsonElement> Elements(JsonElement list, string function) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw NotMoodle(function);

    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Decode(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no name or id that we could keep.
            return null;
        }
    }

    private static LmsException NotMoodle(string function) =>
        new(MoodleProblems.AnswerMalformed, $"{function}: the answer lacks what this function gives", isTransient: true);
}
