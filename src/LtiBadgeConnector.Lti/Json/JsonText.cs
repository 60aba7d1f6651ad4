using System.Text;
using System.Text.Json;

namespace LtiBadgeConnector.Lti.Json;

/// <summary>Writes JSON that we send.</summary>
internal static class JsonText
{
    public static string Object(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Absent and null differ for some platforms: what is null is left out.</summary>
    public static void Optional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    public static void Optional(this Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is not null) writer.WriteNumber(name, value.Value);
    }

    public static void Optional(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is not null) writer.WriteBoolean(name, value.Value);
    }

    /// <summary>ISO 8601 in UTC with milliseconds, as AGS wants score timestamps.</summary>
    public static void Optional(this Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is not null) writer.WriteString(name, value.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }

    public static void Texts(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
