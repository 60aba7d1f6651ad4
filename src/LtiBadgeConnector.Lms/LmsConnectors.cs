using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms;

/// <summary>Every wire format of events that this product understands. A new one is one more line here.</summary>
public static class LmsConnectors
{
    public static IReadOnlyList<ILmsConnector> All(WebhookTolerance tolerance) =>
    [
        new StandardWebhooksConnector(tolerance),
    ];
}
