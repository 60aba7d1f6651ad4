using System.Text;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Caliper;
using LtiBadgeConnector.Lms.CloudEvents;
using LtiBadgeConnector.Lms.MoodleEvents;
using LtiBadgeConnector.Lms.OpenEdx;
using LtiBadgeConnector.Lms.StandardWebhooks;
using LtiBadgeConnector.Lms.Xapi;

namespace LtiBadgeConnector.UnitTests.Lms.Sources;

/// <summary>A source of events in one of the general formats, with the right secret and headers; each test changes one thing.</summary>
internal sealed record ASource(string Kind, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> Headers, string? ContentType)
{
    public const string Secret = "whsec_TZS9CF9NthqA0X1WHAZWCK/VvMJVfl38NaTkGtFrOtw=";

    public static readonly DateTimeOffset Now = new(2026, 10, 21, 0, 0, 0, TimeSpan.Zero);

    public static ASource Of(string kind) => new(
        kind, new Dictionary<string, string>(), new Dictionary<string, string> { ["authorization"] = "Bearer " + Secret, ["x-experience-api-version"] = "1.0.3" }, "application/json");

    public ASource With(string setting, string value) => this with { Settings = new Dictionary<string, string>(Settings) { [setting] = value } };

    public ASource Sending(string header, string? value)
    {
        var headers = new Dictionary<string, string>(Headers);
        headers.Remove(header);
        if (value is not null) headers[header] = value;
        return this with { Headers = headers };
    }

    public Delivery Deliver(string body) => new(Encoding.UTF8.GetBytes(body), Headers, ContentType);

    /// <summary>A request as it stands on the wire: lines of headers, an empty line, the body.</summary>
    public Delivery Binary(string request)
    {
        var parts = request.ReplaceLineEndings("\n").Split("\n\n", 2);
        var headers = parts[0].Split('\n').Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]);
        foreach (var (name, value) in Headers) headers[name] = value;
        return new(Encoding.UTF8.GetBytes(parts[1]), headers, headers["content-type"]);
    }

    public async Task<Proof> Prove(Delivery delivery) => await Connector.Prove(delivery, Connection, Now, CancellationToken.None);

    public async Task<string?> Refusal(string body) => await Prove(Deliver(body)) is Proof.Refused refused ? refused.Problem : null;

    /// <summary>Proves a delivery and reads every message as it would be stored.</summary>
    public async Task<IReadOnlyList<LmsEvent>> Read(Delivery delivery) => await Prove(delivery) switch
    {
        Proof.Genuine => Connector.Read(delivery.Body, Connection),
        Proof.Several several => [.. several.Messages.SelectMany(message => Connector.Read(message.Body, Connection))],
        var other => throw new InvalidOperationException($"Not taken: {other}"),
    };

    public Task<IReadOnlyList<LmsEvent>> Read(string body) => Read(Deliver(body));

    public ILmsConnector Connector => Kind switch
    {
        ConnectionKinds.Caliper => new CaliperConnector(),
        ConnectionKinds.Xapi => new XapiConnector(),
        ConnectionKinds.OpenEdx => new OpenEdxConnector(),
        ConnectionKinds.MoodleLocalWebhooks => new LocalWebhooksConnector(),
        ConnectionKinds.MoodleToolTrigger => new ToolTriggerConnector(),
        _ => new CloudEventsConnector(WebhookTolerance.Recommended),
    };

    public Connection Connection => new(
        ConnectionId.New(TimeProvider.System), TenantId.New(TimeProvider.System), PlatformId.New(TimeProvider.System), Kind, "Source", "key", [Secret], Settings, IsEnabled: true, Now.AddMonths(-3));
}
