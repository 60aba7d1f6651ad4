namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>How far <c>webhook-timestamp</c> may lie from our clock, in either direction. Standard Webhooks recommends five minutes.</summary>
public sealed record WebhookTolerance(TimeSpan Window)
{
    public static WebhookTolerance Recommended { get; } = new(TimeSpan.FromSeconds(300));

    public bool Allows(DateTimeOffset sentAt, DateTimeOffset now) => (now - sentAt).Duration() <= Window;
}
