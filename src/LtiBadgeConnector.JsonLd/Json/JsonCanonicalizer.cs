using System.Globalization;
using System.Text;

namespace LtiBadgeConnector.JsonLd.Json;

/// <summary>The JSON Canonicalization Scheme, RFC 8785.</summary>
public static class JsonCanonicalizer
{
    /// <exception cref="JsonLdException">A string holds half a surrogate pair, or a number is not finite.</exception>
    public static byte[] Canonicalize(Node node) => Encoding.UTF8.GetBytes(Text(node));

    internal static string Text(Node node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Node node)
    {
        switch (node)
        {
            case NullNode: text.Append("null"); break;
            case BooleanNode { Value: var value }: text.Append(value ? "true" : "false"); break;
            case NumberNode { Value: var value }: text.Append(EcmaScriptNumber.Text(value)); break;
            case TextNode { Value: var value }: Write(text, value); break;
            case ArrayNode array: Write(text, array); break;
            case ObjectNode members: Write(text, members); break;
            default: throw new InvalidOperationException($"No JSON for {node.GetType().Name}.");
        }
    }

    private static void Write(StringBuilder text, ArrayNode array)
    {
        text.Append('[');
        for (var at = 0; at < array.Count; at++)
        {
            if (at > 0) text.Append(',');
            Write(text, array[at]);
        }

        text.Append(']');
    }

    // Ordinal compares UTF-16 code units, as section 3.2.3 wants.
    private static void Write(StringBuilder text, ObjectNode members)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in members.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (!first) text.Append(',');
            first = false;
            Write(text, name);
            text.Append(':');
            Write(text, value);
        }

        text.Append('}');
    }

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        for (var at = 0; at < value.Length; at++)
        {
            var letter = value[at];
            if (char.IsHighSurrogate(letter) && at + 1 < value.Length && char.IsLowSurrogate(value[at + 1])) text.Append(letter).Append(value[++at]);
            else if (char.IsSurrogate(letter)) throw new JsonLdException(JsonLdCodes.JsonMalformed, "half a surrogate pair");
            else Write(text, letter);
        }

        text.Append('"');
    }

    private static void Write(StringBuilder text, char letter) => _ = letter switch
    {
        '"' => text.Append("\\\""),
        '\\' => text.Append("\\\\"),
        '\b' => text.Append("\\b"),
        '\t' => text.Append("\\t"),
        '\n' => text.Append("\\n"),
        '\f' => text.Append("\\f"),
        '\r' => text.Append("\\r"),
        < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
        _ => text.Append(letter),
    };
}
