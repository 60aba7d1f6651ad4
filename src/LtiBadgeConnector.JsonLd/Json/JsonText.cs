using System.Text.Json;

namespace LtiBadgeConnector.JsonLd.Json;

/// <summary>
/// Reads JSON that is to be signed or believed. Two members of one name are refused: one reader would see the first, another
/// the second. So is text that is no Unicode.
/// </summary>
public static class JsonText
{
    public const int MostBytes = 8 * 1024 * 1024;

    public const int MostDepth = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MostDepth };

    /// <exception cref="JsonLdException">With <c>json-malformed</c>, <c>json-too-deep</c> or <c>json-too-large</c>.</exception>
    public static Node Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MostBytes) throw new JsonLdException(JsonLdCodes.JsonTooLarge);
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            if (!reader.Read()) throw new JsonLdException(JsonLdCodes.JsonMalformed);
            var node = Value(ref reader);
            return reader.Read() ? throw new JsonLdException(JsonLdCodes.JsonMalformed) : node;
        }
        catch (JsonException problem)
        {
            throw new JsonLdException(IsTooDeep(utf8) ? JsonLdCodes.JsonTooDeep : JsonLdCodes.JsonMalformed, $"line {problem.LineNumber + 1}");
        }
        catch (InvalidOperationException)
        {
            // How the reader says that a string holds half a surrogate pair or bytes that are no UTF-8.
            throw new JsonLdException(JsonLdCodes.JsonMalformed);
        }
    }

    /// <exception cref="JsonLdException">As <see cref="Parse"/>, and when it is no object.</exception>
    public static ObjectNode ParseObject(ReadOnlySpan<byte> utf8) =>
        Parse(utf8) as ObjectNode ?? throw new JsonLdException(JsonLdCodes.JsonMalformed, "not an object");

    private static Node Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader),
        JsonTokenType.StartArray => Array(ref reader),
        JsonTokenType.String => new TextNode(reader.GetString()!),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => BooleanNode.True,
        JsonTokenType.False => BooleanNode.False,
        _ => NullNode.Instance,
    };

    private static ObjectNode Object(ref Utf8JsonReader reader)
    {
        var node = new ObjectNode();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!node.TryAppend(name, Value(ref reader))) throw new JsonLdException(JsonLdCodes.JsonMalformed, $"'{name}' twice");
        }

        return node;
    }

    private static ArrayNode Array(ref Utf8JsonReader reader)
    {
        var node = new ArrayNode();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) node.Add(Value(ref reader));
        return node;
    }

    private static NumberNode Number(ref Utf8JsonReader reader) =>
        reader.TryGetDouble(out var value) && double.IsFinite(value) ? new(value) : throw new JsonLdException(JsonLdCodes.JsonMalformed, "a number out of range");

    // The reader has no code for this, only words.
    private static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MostBytes });
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MostDepth) return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }
}
