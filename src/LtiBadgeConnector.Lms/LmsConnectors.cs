using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Caliper;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.Lms.CloudEvents;
using LtiBadgeConnector.Lms.MoodleEvents;
using LtiBadgeConnector.Lms.OpenEdx;
using LtiBadgeConnector.Lms.StandardWebhooks;
using LtiBadgeConnector.Lms.Xapi;
using LtiBadgeConnector.Lti.Keys;

namespace LtiBadgeConnector.Lms;

/// <summary>Every wire format of events that this product understands. A new one is one more line here.</summary>
public static class LmsConnectors
{
    public static IReadOnlyList<ILmsConnector> All(WebhookTolerance tolerance, SignedJwts jwts) =>
    [
        new StandardWebhooksConnector(tolerance),
        new CanvasEventsConnector(jwts),
        new CanvasEventsConnector(jwts, ConnectionKinds.CanvasQueue),
        new XapiConnector(),
        new CaliperConnector(),
        new CloudEventsConnector(tolerance),
        new OpenEdxConnector(),
        new LocalWebhooksConnector(),
        new ToolTriggerConnector(),
    ];
}
