using System.Text.Json;

namespace LtiBadgeConnector.JsonLd.Canonicalization;

/// <summary>Finds texts in JSON bytes by where they stand.</summary>
internal static class JsonPlaces
{
    /// <returns>The contents of the strings at the places, without their quotation marks, in the order of the document.</returns>
    public static IReadOnlyList<Range> Find(ReadOnlySpan<byte> json, IReadOnlySet<string> places)
    {
        var found = new List<Range>();
        var path = new List<string>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path.RemoveRange(reader.CurrentDepth - 1, path.Count - reader.CurrentDepth + 1);
                    path.Add(reader.GetString()!);
                    break;
                case JsonTokenType.StartArray:
                    path.RemoveRange(Math.Min(path.Count, reader.CurrentDepth), path.Count - Math.Min(path.Count, reader.CurrentDepth));
                    path.Add("*");
                    break;
                case JsonTokenType.String when places.Contains(string.Join('/', path.Take(reader.CurrentDepth))):
                    found.Add(((int)reader.TokenStartIndex + 1)..((int)reader.BytesConsumed - 1));
                    break;
            }
        }

        return found;
    }

    /// <returns>Where the string that begins before the span ends; -1 when it does not.</returns>
    public static int EndOfText(ReadOnlySpan<byte> json)
    {
        for (var at = 0; at < json.Length; at++)
        {
            var next = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return -1;
            at += next;
            if (json[at] == '"') return at;
            at++;
        }

        return -1;
    }

    /// <summary>Null when it is no JSON string.</summary>
    public static string? Unescaped(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader([(byte)'"', .. content, (byte)'"']);
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
