using System.Text.Json;
using System.Text.Unicode;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>Parses a signed body: one JSON object, valid UTF-8, no member twice, at most 64 levels, no number beyond decimal.</summary>
internal static class StrictBody
{
    private static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <returns>The root, or what is wrong with it. The fault never quotes the body.</returns>
    public static (JsonElement? Root, string? Fault) Parse(ReadOnlyMemory<byte> body)
    {
        var (root, fault) = ParseAny(body);
        return root is { ValueKind: not JsonValueKind.Object } ? (null, "not a JSON object") : (root, fault);
    }

    /// <summary>As <see cref="Parse"/>, and a list or a bare value too.</summary>
    public static (JsonElement? Root, string? Fault) ParseAny(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span)) return (null, "not valid UTF-8");
        try
        {
            var root = JsonElement.Parse(body.Span, strict);
            return HasOnlyUsableValues(root) ? (root, null) : (null, "a number beyond the range of decimal");
        }
        catch (JsonException)
        {
            return (null, "not JSON, a member twice, or more than 64 levels");
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 alone passes the parser and throws only when its text is read.
            return (null, "half a surrogate pair");
        }
    }

    private static bool HasOnlyUsableValues(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    if (!HasOnlyUsableValues(member.Value)) return false;
                }
                return true;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    if (!HasOnlyUsableValues(item)) return false;
                }
                return true;
            case JsonValueKind.String:
                _ = element.GetString();
                return true;
            default:
                return element.ValueKind != JsonValueKind.Number || element.TryGetDecimal(out _);
        }
    }
}
