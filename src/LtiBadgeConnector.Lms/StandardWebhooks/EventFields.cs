using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>Why an event cannot be taken. The text is for the sender's administrator and quotes no value.</summary>
internal sealed record EventFault(string Text, string Problem = WebhookProblems.Malformed);

/// <summary>
/// Reads the members of one object of an event. Absent and null are the same and give null; a value of the wrong form gives
/// null and is noted as a fault, which refuses the delivery: we define this format, so a mistake is told to its sender.
/// </summary>
internal sealed partial class EventFields(JsonElement? element, string path, List<EventFault> faults)
{
    private const int LongestId = 200;
    private const int LongestName = 500;

    public bool Exists => element is not null;

    public bool Has(string name) => Member(name) is not null;

    public EventFields Object(string name)
    {
        var member = Member(name);
        if (member is not (null or { ValueKind: JsonValueKind.Object })) Fault(name, "is not an object");
        return new(member is { ValueKind: JsonValueKind.Object } ? member : null, $"{path}{name}.", faults);
    }

    /// <summary>An LMS's id: a string, or a whole number, which is kept as its digits.</summary>
    public string? Id(string name)
    {
        switch (Member(name))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } text when IsId(text.GetString()!):
                return text.GetString();
            case { ValueKind: JsonValueKind.Number } number when WholeNumber().IsMatch(number.GetRawText()):
                return number.GetRawText();
            default:
                Fault(name, $"is not an id: a whole number, or 1 to {LongestId} characters without control characters");
                return null;
        }
    }

    /// <summary>A name for display only: cut rather than refused, without control characters.</summary>
    public string? Name(string name)
    {
        if (Member(name) is not { ValueKind: JsonValueKind.String } text) return null;
        var clean = string.Concat(text.GetString()!.EnumerateRunes().Where(rune => !System.Text.Rune.IsControl(rune)).Take(LongestName / 2));
        return clean.Length > 0 ? clean : null;
    }

    public decimal? Number(string name)
    {
        var value = Member(name) switch
        {
            { ValueKind: JsonValueKind.Number } number => ExactNumber.Parse(number.GetRawText()),
            { ValueKind: JsonValueKind.String } text => ExactNumber.Parse(text.GetString()!),
            _ => null,
        };
        if (value is not null || Member(name) is not { } given) return value;

        if (IsNumber(given)) faults.Add(new($"{path}{name} has more than 18 digits before or 10 after the point", WebhookProblems.NumberTooLong));
        else Fault(name, "is not a number");
        return null;
    }

    /// <summary>A number of things, from 1.</summary>
    public int? Count(string name)
    {
        if (Number(name) is not { } number) return null;
        if (number is >= 1 and <= 1_000_000 && number == decimal.Truncate(number)) return (int)number;
        Fault(name, "is not a whole number from 1");
        return null;
    }

    public bool? Flag(string name)
    {
        var member = Member(name);
        if (member is not (null or { ValueKind: JsonValueKind.True or JsonValueKind.False })) Fault(name, "is not true or false");
        return member?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };
    }

    /// <summary>RFC 3339 with its offset: a time without one would be read in the zone of this server.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Member(name) is not { } member) return null;
        if (member.ValueKind == JsonValueKind.String && member.GetString() is { } text && Rfc3339().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)) return instant;

        Fault(name, "is not an RFC 3339 time with an offset");
        return null;
    }

    /// <summary>A word or a number of a fixed list, as text.</summary>
    public string? Word(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public void Missing(string name) => Fault(name, "is missing");

    private JsonElement? Member(string name) =>
        element is { } holder && holder.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private void Fault(string name, string what) => faults.Add(new($"{path}{name} {what}"));

    private static bool IsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number || (value.ValueKind == JsonValueKind.String && NumberInWords().IsMatch(value.GetString()!));

    private static bool IsId(string text) => text.Length is > 0 and <= LongestId && !text.Any(char.IsControl);

    [GeneratedRegex(@"^[+-]?[0-9]{1,60}(\.[0-9]{1,60})?([eE][+-]?[0-9]{1,6})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberInWords();

    [GeneratedRegex(@"^(0|-?[1-9][0-9]{0,27})\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Rfc3339();
}
