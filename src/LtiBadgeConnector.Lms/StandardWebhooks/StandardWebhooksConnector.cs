using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Sources;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>
/// Our own events (<c>docs/events</c>) in Standard Webhooks 1.0 form: what our Moodle plugin, the demo LMS and everybody
/// else sends who writes a sender of their own.
/// </summary>
public sealed class StandardWebhooksConnector(WebhookTolerance tolerance) : ILmsConnector
{
    public string Kind => ConnectionKinds.StandardWebhooks;

    public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => ValueTask.FromResult(Prove(delivery, connection, now));

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) =>
        EventBody.Read(body) is EventBody.Understood understood ? [understood.Event] : [];

    private Proof Prove(Delivery delivery, Connection connection, DateTimeOffset now)
    {
        if (!MediaTypes.IsJson(delivery.ContentType)) return new Proof.Refused(WebhookProblems.MediaType);
        var (id, refused) = WebhookProof.Check(delivery, connection, tolerance, now);
        if (refused is not null) return refused;

        return EventBody.Read(delivery.Body) switch
        {
            EventBody.Malformed { Fault: var fault } => new Proof.Refused(fault.Problem, fault.Text),
            EventBody.Understood understood => new Proof.Genuine(id!, understood.Content),
            var other => throw new InvalidOperationException($"Unknown body {other}."),
        };
    }
}
