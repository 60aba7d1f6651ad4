using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Core.Lms;

/// <summary>
/// What is kept of a delivery that still waits when its raw body has been kept long enough: its events in the product's own
/// words, without anything else the sender said.
/// </summary>
public static class MinimisedBody
{
    // No body of a sender begins with it: neither JSON, a form nor a token can.
    private const byte Mark = 0;

    public static bool Is(ReadOnlySpan<byte> body) => body is [Mark, ..];

    public static byte[] Write(IReadOnlyList<LmsEvent> events) => [Mark, .. JsonSerializer.SerializeToUtf8Bytes(events, MinimisedBodyJson.Default.IReadOnlyListLmsEvent)];

    /// <summary>Null for a body that is still as it came.</summary>
    public static IReadOnlyList<LmsEvent>? TryRead(ReadOnlySpan<byte> body) =>
        Is(body) ? JsonSerializer.Deserialize(body[1..], MinimisedBodyJson.Default.IReadOnlyListLmsEvent) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<LmsEvent>))]
internal sealed partial class MinimisedBodyJson : JsonSerializerContext;
