namespace LtiBadgeConnector.DemoLms.Webhooks;

/// <summary>Where events go. An empty URL means that nobody listens and nothing is kept for later.</summary>
internal sealed record WebhookSettings(string Url, string Secret)
{
    public bool IsConfigured => Url.Length > 0;
}

/// <summary>
/// One event on its way out. The id and the body stay the same over all tries, so that the receiver recognises a repetition;
/// only the signed time in the headers moves.
/// </summary>
internal sealed record Delivery(string Id, string Type, string Body, DateTimeOffset CreatedAt)
{
    public DeliveryState State { get; init; } = DeliveryState.Waiting;

    public int Tries { get; init; }

    public DateTimeOffset NextTryAt { get; init; } = CreatedAt;

    public DateTimeOffset? LastTryAt { get; init; }

    public string LastAnswer { get; init; } = "";
}

internal enum DeliveryState
{
    Waiting,
    Delivered,
    Failed,
}
