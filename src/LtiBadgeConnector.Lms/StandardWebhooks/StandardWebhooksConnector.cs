using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>
/// Our own events (<c>docs/events</c>) in Standard Webhooks 1.0 form: what our Moodle plugin, the demo LMS and everybody
/// else sends who writes a sender of their own.
/// </summary>
public sealed class StandardWebhooksConnector(WebhookTolerance tolerance) : ILmsConnector
{
    private const int LongestId = 255;

    // Visible ASCII without the dot, which separates the parts of the signed text.
    private static readonly SearchValues<char> idCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(c => c != '.')]);

    public string Kind => ConnectionKinds.StandardWebhooks;

    public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => ValueTask.FromResult(Prove(delivery, connection, now));

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) =>
        EventBody.Read(body) is EventBody.Understood understood ? [understood.Event] : [];

    private Proof Prove(Delivery delivery, Connection connection, DateTimeOffset now)
    {
        if (!IsJson(delivery.ContentType)) return Refuse(WebhookProblems.MediaType);
        if (delivery.Header("webhook-id") is not { } id) return Refuse(WebhookProblems.IdMissing);
        if (id.Length > LongestId || id.AsSpan().ContainsAnyExcept(idCharacters)) return Refuse(WebhookProblems.IdMalformed);
        if (delivery.Header("webhook-timestamp") is not { } timestamp) return Refuse(WebhookProblems.TimestampMissing);
        if (InstantOf(timestamp) is not { } sentAt) return Refuse(WebhookProblems.TimestampMalformed);
        if (delivery.Header("webhook-signature") is not { } signature) return Refuse(WebhookProblems.SignatureMissing);
        if (!WebhookSignature.Matches(signature, id, timestamp, delivery.Body.Span, connection.Secrets)) return Refuse(WebhookProblems.SignatureWrong);

        // After the signature: an administrator who reads this code knows that the sender is right and only its clock is not.
        if (!tolerance.Allows(sentAt, now)) return Refuse(WebhookProblems.TimestampOutsideTolerance, $"{(sentAt - now).TotalSeconds:+0;-0} s");

        return EventBody.Read(delivery.Body) switch
        {
            EventBody.Malformed { Fault: var fault } => Refuse(fault.Problem, fault.Text),
            EventBody.Understood understood => new Proof.Genuine(id, understood.Content),
            var other => throw new InvalidOperationException($"Unknown body {other}."),
        };
    }

    private static Proof.Refused Refuse(string problem, string? detail = null) => new(problem, detail);

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));

    private static DateTimeOffset? InstantOf(string seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(value)
            : null;
}
