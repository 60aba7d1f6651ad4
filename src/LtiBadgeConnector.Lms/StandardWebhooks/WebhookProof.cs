using System.Buffers;
using System.Globalization;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>The headers of Standard Webhooks 1.0: an id, a time near ours, and a signature over both and the body.</summary>
internal static class WebhookProof
{
    private const int LongestId = 255;

    // Visible ASCII without the dot, which separates the parts of the signed text.
    private static readonly SearchValues<char> idCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(c => c != '.')]);

    /// <returns>The sender's id of the delivery, or why it proves nothing.</returns>
    public static (string? Id, Proof.Refused? Refused) Check(Delivery delivery, Connection connection, WebhookTolerance tolerance, DateTimeOffset now)
    {
        if (delivery.Header("webhook-id") is not { } id) return Refuse(WebhookProblems.IdMissing);
        if (id.Length > LongestId || id.AsSpan().ContainsAnyExcept(idCharacters)) return Refuse(WebhookProblems.IdMalformed);
        if (delivery.Header("webhook-timestamp") is not { } timestamp) return Refuse(WebhookProblems.TimestampMissing);
        if (InstantOf(timestamp) is not { } sentAt) return Refuse(WebhookProblems.TimestampMalformed);
        if (delivery.Header("webhook-signature") is not { } signature) return Refuse(WebhookProblems.SignatureMissing);
        if (!WebhookSignature.Matches(signature, id, timestamp, delivery.Body.Span, connection.Secrets)) return Refuse(WebhookProblems.SignatureWrong);

        // After the signature: an administrator who reads this code knows that the sender is right and only its clock is not.
        return tolerance.Allows(sentAt, now) ? (id, null) : Refuse(WebhookProblems.TimestampOutsideTolerance, $"{(sentAt - now).TotalSeconds:+0;-0} s");
    }

    private static (string? Id, Proof.Refused? Refused) Refuse(string problem, string? detail = null) => (null, new(problem, detail));

    private static DateTimeOffset? InstantOf(string seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(value)
            : null;
}
