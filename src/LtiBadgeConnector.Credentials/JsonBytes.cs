using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LtiBadgeConnector.Credentials;

/// <summary>Writes JSON in the order it is told, without nulls and empty arrays, so equal input gives equal bytes.</summary>
internal static class JsonBytes
{
    // Documents go out as JSON, never inside HTML, so Japanese text may stay readable instead of becoming \uXXXX.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Object(this Utf8JsonWriter json, string name, Action members)
    {
        json.WriteStartObject(name);
        members();
        json.WriteEndObject();
    }

    /// <summary>Writes nothing when the value is null.</summary>
    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    /// <summary>Writes nothing when there is no item.</summary>
    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> values) =>
        json.Array(name, [.. values], json.WriteStringValue);

    /// <summary>Writes nothing when there is no item.</summary>
    public static void Objects<T>(this Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<T> members) =>
        json.Array(name, items, item =>
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        });

    private static void Array<T>(this Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }
}
