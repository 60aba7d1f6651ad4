using System.Text.Json;

namespace LtiBadgeConnector.Lti.Keys;

/// <summary>Our key set as platforms read it: public members only.</summary>
public static class ToolJwks
{
    /// <summary>The set as UTF-8 JSON; removed keys are left out.</summary>
    /// <exception cref="InvalidOperationException">Two keys share a kid: such a set must never be served.</exception>
    public static byte[] Document(IEnumerable<ToolKey> keys)
    {
        var published = keys.Where(key => key.State != ToolKeyState.Removed).ToList();
        if (published.DistinctBy(key => key.Kid, StringComparer.Ordinal).Count() != published.Count)
            throw new InvalidOperationException("Two LTI keys share a kid.");

        return Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            foreach (var key in published) Write(writer, key);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>One key, for LMSs where an administrator pastes a single JWK.</summary>
    public static byte[] One(ToolKey key) => Write(writer => Write(writer, key));

    private static void Write(Utf8JsonWriter writer, ToolKey key)
    {
        writer.WriteStartObject();
        writer.WriteString("kty", "RSA");
        writer.WriteString("use", "sig");
        writer.WriteString("alg", "RS256");
        writer.WriteString("kid", key.Kid);
        writer.WriteString("n", key.N);
        writer.WriteString("e", key.E);
        writer.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) content(writer);
        return stream.ToArray();
    }
}
