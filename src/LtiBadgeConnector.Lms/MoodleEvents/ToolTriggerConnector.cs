using System.Security.Cryptography;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.MoodleEvents;

/// <summary>
/// Events of the Moodle plugin <c>tool_trigger</c>: a workflow's HTTP step posts fields that an administrator chose, as JSON or as
/// a form, with the connection's secret in a header line. It takes any answer but 200 for a failure and posts again.
/// </summary>
public sealed class ToolTriggerConnector : ILmsConnector
{
    private static readonly DoorAnswer answer = new(200, null, new Dictionary<string, string>());

    public string Kind => ConnectionKinds.MoodleToolTrigger;

    public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => ValueTask.FromResult(Prove(delivery, connection));

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) => EventIn(body).Event is { } read ? [read.Read()] : [];

    // The step names no content type of its own: the body itself says what it is.
    private static Proof Prove(Delivery delivery, Connection connection)
    {
        if (SourceCredential.Check(delivery, connection) is { } problem) return new Proof.Refused(problem);
        var (read, fault) = EventIn(delivery.Body);
        if (read is null) return new Proof.Refused(WebhookProblems.Malformed, fault);

        // It has no id: the same bytes again are the same event.
        var content = ContentHash.Of(SHA256.HashData(delivery.Body.Span));
        return new Proof.Several([new(content.Hex, content, delivery.Body)]) { Answer = answer };
    }

    private static (MoodleEvent? Event, string? Fault) EventIn(ReadOnlyMemory<byte> body)
    {
        if (body.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]) return (MoodleEvent.FromForm(body), MoodleEvent.NameMissing);
        var (root, fault) = StrictBody.Parse(body);
        return root is { } json ? (MoodleEvent.FromJson(json), MoodleEvent.NameMissing) : (null, fault);
    }
}
