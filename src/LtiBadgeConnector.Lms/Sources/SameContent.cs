using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using LtiBadgeConnector.Core.Lms;

namespace LtiBadgeConnector.Lms.Sources;

/// <summary>Tells whether two JSON values say the same, whatever the order of their members and their white space.</summary>
internal static class SameContent
{
    /// <param name="but">Members of the outermost object that a repetition may change.</param>
    public static ContentHash Hash(JsonElement value, params ReadOnlySpan<string> but)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, value, but);
        return ContentHash.Of(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, ReadOnlySpan<string> but)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    if (but.Contains(member.Name)) continue;
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, []);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item, []);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
