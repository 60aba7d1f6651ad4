using System.Text.Json;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>
/// JSON from strangers. Duplicate members are refused, because two readers could each see another one; text that is no
/// Unicode is refused here, so that reading a string later never throws.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static JsonElement? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            ReadEveryText(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static JsonElement? ParseObject(ReadOnlyMemory<byte> utf8) =>
        Parse(utf8) is { ValueKind: JsonValueKind.Object } found ? found : null;

    /// <summary>Null when the member is absent or not a string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    /// <summary>Null when the element is no object or the member is absent.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    /// <summary>The items of an array, or the one value that stands for an array of one; nothing when absent.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) => element.Member(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray()],
        { } one => [one],
    };

    /// <summary>The texts among the items.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        [.. element.Items(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    private static void ReadEveryText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) ReadEveryText(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadEveryText(member.Value);
                }

                break;
        }
    }
}
