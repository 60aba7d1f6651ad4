using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.MoodleEvents;

/// <summary>
/// Events of the Moodle plugin <c>local_webhooks</c>: Moodle's own event with a shared token inside the body, unsigned, without
/// an id, sent once. The token is not kept.
/// </summary>
public sealed class LocalWebhooksConnector : ILmsConnector
{
    private const string Token = "token";

    public string Kind => ConnectionKinds.MoodleLocalWebhooks;

    public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => ValueTask.FromResult(Prove(delivery, connection));

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) =>
        StrictBody.Parse(body).Root is { } json && MoodleEvent.FromJson(json) is { } read ? [read.Read()] : [];

    // Whatever its settings call it, the plugin sends JSON.
    private static Proof Prove(Delivery delivery, Connection connection)
    {
        var (root, fault) = StrictBody.Parse(delivery.Body);
        if (root is not { } json) return new Proof.Refused(WebhookProblems.Malformed, fault);
        if (!json.TryGetProperty(Token, out var token) || token.ValueKind != JsonValueKind.String) return new Proof.Refused(SourceCredential.Missing);
        if (!SourceCredential.IsOurs(token.GetString()!, connection)) return new Proof.Refused(SourceCredential.Wrong);
        if (MoodleEvent.FromJson(json) is null) return new Proof.Refused(WebhookProblems.Malformed, MoodleEvent.NameMissing);

        var content = SameContent.Hash(json, Token);
        return new Proof.Several([new(content.Hex, content, WithoutToken(json))]);
    }

    private static byte[] WithoutToken(JsonElement json) =>
        JsonSerializer.SerializeToUtf8Bytes(json.EnumerateObject().Where(member => member.Name != Token).ToDictionary(member => member.Name, member => member.Value));
}
