using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Caliper;

/// <summary>Caliper 1.1 and 1.2 envelopes (and the 1.0 of one Moodle plugin), each event stored by itself.</summary>
public sealed class CaliperConnector : ILmsConnector
{
    public string Kind => ConnectionKinds.Caliper;

    public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => ValueTask.FromResult(Prove(delivery, connection));

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) =>
        StrictBody.Parse(body).Root is { } json ? [Read(json, connection, [])] : [];

    private static Proof Prove(Delivery delivery, Connection connection)
    {
        if (SourceCredential.Check(delivery, connection) is { } problem) return new Proof.Refused(problem);
        if (!MediaTypes.IsJson(delivery.ContentType)) return new Proof.Refused(WebhookProblems.MediaType);

        var (root, fault) = StrictBody.Parse(delivery.Body);
        if (root is not { } parsed) return new Proof.Refused(WebhookProblems.Malformed, fault);

        List<EventFault> faults = [];
        if (CaliperEnvelope.Read(parsed, faults) is not { } envelope) return Refused(faults);
        foreach (var json in envelope.Events) Read(json, connection, faults);
        // 200: a sender in use takes anything else for a failure.
        return faults.Count > 0 ? Refused(faults) : new Proof.Several([.. envelope.Events.Select(Message)]) { Answer = new(200, null, new Dictionary<string, string>()) };
    }

    private static LmsEvent Read(JsonElement json, Connection connection, List<EventFault> faults) =>
        CaliperEvents.Read(json, new SourceNames(connection), connection.Settings.ContainsKey(ConnectionSettings.TakeAsFacts), faults);

    // Before version 1.1 events had no id.
    private static ProvenMessage Message(JsonElement json)
    {
        var content = SameContent.Hash(json);
        var id = CaliperEntity.TextOf(json, "id") is { Length: <= 200 } given ? given : "content:" + content.Hex;
        return new(id, content, Encoding.UTF8.GetBytes(json.GetRawText()));
    }

    private static Proof.Refused Refused(List<EventFault> faults) => new(faults[0].Problem, faults[0].Text);
}
