using System.Buffers;
using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Caliper;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.CloudEvents;

/// <summary>
/// CloudEvents 1.0 over HTTP, structured or binary, one event each; <c>data</c> is that of our own events (<c>docs/events</c>)
/// and the type ends with theirs. A delivery that carries a Standard Webhooks signature as well may be a fact; one with only
/// the secret in its header is a hint, unless an administrator said otherwise.
/// </summary>
public sealed class CloudEventsConnector(WebhookTolerance tolerance) : ILmsConnector
{
    public const string Malformed = "cloudevents-malformed";
    public const string BatchUnsupported = "cloudevents-batch-unsupported";

    private const int LongestId = 200;

    // How a stored event says that it came signed.
    private const string SignedMark = "lbcsigned";

    public string Kind => ConnectionKinds.CloudEvents;

    public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => ValueTask.FromResult(Prove(delivery, connection, now));

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) =>
        StrictBody.Parse(body).Root is { } json && EventOf(json, []) is { } read
            ? [read with { IsComplete = read.IsComplete && (json.TryGetProperty(SignedMark, out _) || connection.Settings.ContainsKey(ConnectionSettings.TakeAsFacts)) }]
            : [];

    private Proof Prove(Delivery delivery, Connection connection, DateTimeOffset now)
    {
        var isSigned = delivery.Header("webhook-signature") is not null;
        if (isSigned && WebhookProof.Check(delivery, connection, tolerance, now).Refused is { } refused) return refused;
        if (!isSigned && SourceCredential.Check(delivery, connection) is { } problem) return new Proof.Refused(problem);

        var isStructured = MediaTypes.IsJson(delivery.ContentType, "application/cloudevents+json");
        if (!isStructured) return new Proof.Refused(delivery.ContentType?.StartsWith("application/cloudevents-batch", StringComparison.OrdinalIgnoreCase) is true ? BatchUnsupported : WebhookProblems.MediaType);

        var (root, fault) = StrictBody.Parse(delivery.Body);
        if (root is not { } parsed) return new Proof.Refused(WebhookProblems.Malformed, fault);
        return Envelope(delivery, parsed, isSigned) is { } stored ? Accept(stored) : new Proof.Refused(Malformed, "specversion, id, source or type is missing or not as CloudEvents 1.0 has it");
    }

    private static Proof Accept(byte[] stored)
    {
        var json = JsonElement.Parse(stored);
        List<EventFault> faults = [];
        var read = EventOf(json, faults);
        if (faults is [var first, ..] && read?.Kind is not LmsEventKind.Unused) return new Proof.Refused(first.Problem, first.Text);

        var key = $"{CaliperEntity.TextOf(json, "id")}@{CaliperEntity.TextOf(json, "source")}";
        return new Proof.Several([new(key.Length <= LongestId ? key : SameContent.Hash(JsonSerializer.SerializeToElement(key)).Hex, SameContent.Hash(json, SignedMark), stored)]);
    }

    private static LmsEvent? EventOf(JsonElement json, List<EventFault> faults)
    {
        var fields = new EventFields(json, "", faults);
        return CaliperEntity.TextOf(json, "type") is { } type ? EventBody.Of(type, fields.Object("data"), fields.Instant("time"), faults) : null;
    }

    // Both forms are stored as the structured one: the headers are not kept.
    private static byte[]? Envelope(Delivery delivery, JsonElement body, bool isSigned)
    {
        var isBinary = delivery.Headers.ContainsKey("ce-specversion");
        Dictionary<string, string?> attributes = [];
        foreach (var name in (ReadOnlySpan<string>)["specversion", "id", "source", "type", "time", "subject"])
            attributes[name] = isBinary ? delivery.Header("ce-" + name) is { } header ? Uri.UnescapeDataString(header) : null : CaliperEntity.TextOf(body, name);
        if (attributes["specversion"] != "1.0" || attributes["id"] is null || attributes["source"] is null || attributes["type"] is null) return null;
        if (!isBinary && body.TryGetProperty("data_base64", out _)) return null;

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in attributes)
                if (value is not null) writer.WriteString(name, value);
            if (isSigned) writer.WriteBoolean(SignedMark, true);
            if (isBinary) Data(writer, body);
            else if (body.TryGetProperty("data", out var data)) Data(writer, data);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Data(Utf8JsonWriter writer, JsonElement data)
    {
        writer.WritePropertyName("data");
        data.WriteTo(writer);
    }
}
