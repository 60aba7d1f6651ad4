using System.Text.Json;
using System.Text.Unicode;

namespace LtiBadgeConnector.Lti.Json;

/// <summary>Parses JSON that was signed: no member twice, valid UTF-8, no broken escapes.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };
    private static readonly JsonDocumentOptions withDuplicates = new() { AllowDuplicateProperties = true, MaxDepth = 32 };

    public static StrictJsonResult ParseObject(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return new StrictJsonResult.Malformed();
        if (TryParse(utf8, strict) is not { } element)
            return TryParse(utf8, withDuplicates) is null ? new StrictJsonResult.Malformed() : new StrictJsonResult.DuplicateMembers();
        return element.ValueKind == JsonValueKind.Object ? new StrictJsonResult.Parsed(element) : new StrictJsonResult.Malformed();
    }

    private static JsonElement? TryParse(ReadOnlySpan<byte> utf8, JsonDocumentOptions options)
    {
        try
        {
            var element = JsonElement.Parse(utf8, options);
            // An escape such as \ud800 alone passes the parser and throws only when the text is read.
            if (utf8.IndexOf("\\u"u8) >= 0) ReadEveryText(element);
            return element;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void ReadEveryText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadEveryText(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) ReadEveryText(item);
                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }
}

internal abstract record StrictJsonResult
{
    private StrictJsonResult()
    {
    }

    public sealed record Parsed(JsonElement Root) : StrictJsonResult;

    public sealed record DuplicateMembers : StrictJsonResult;

    public sealed record Malformed : StrictJsonResult;
}
