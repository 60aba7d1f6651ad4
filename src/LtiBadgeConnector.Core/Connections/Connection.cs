using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Connections;

/// <summary>One way in which an LMS tells us or lets us read.</summary>
/// <param name="Kind">The connector's name, for example <c>standard-webhooks</c> or <c>moodle</c>.</param>
/// <param name="Key">The unguessable last segment of its webhook URL; null for a connection that only reads.</param>
/// <param name="Secrets">Every signing secret that is valid now; two during a rotation. Never logged.</param>
/// <param name="Settings">What the kind needs to read: base URL, token. Stored encrypted.</param>
public sealed record Connection(
    ConnectionId Id,
    TenantId Tenant,
    PlatformId Platform,
    string Kind,
    string Name,
    string? Key,
    IReadOnlyList<string> Secrets,
    IReadOnlyDictionary<string, string> Settings,
    bool IsEnabled,
    DateTimeOffset CreatedAt);

public static class ConnectionKinds
{
    public const string StandardWebhooks = "standard-webhooks";
    public const string MoodleWebServices = "moodle";
    public const string MoodleLocalWebhooks = "moodle-local-webhooks";
    public const string MoodleToolTrigger = "moodle-tool-trigger";
    public const string LtiGrades = "lti-ags";
    public const string CanvasEvents = "canvas-live-events";
    public const string CanvasQueue = "canvas-queue";
    public const string Canvas = "canvas";
    public const string Xapi = "xapi";
    public const string Caliper = "caliper";
    public const string CloudEvents = "cloudevents";
    public const string OpenEdx = "openedx";

    /// <summary>What an administrator can make, in the order in which it is offered. Reading by LTI needs no connection.</summary>
    public static IReadOnlyList<ConnectionKind> All { get; } =
    [
        new(StandardWebhooks, "Webhooks", ConnectionDoor.AddressAndSecret, []),
        new(MoodleWebServices, "Moodle", ConnectionDoor.Closed, [new(ConnectionSettings.SiteUrl, FieldForm.Url, IsNeeded: true), new(ConnectionSettings.Token, FieldForm.Secret, IsNeeded: true)]),
        new(MoodleLocalWebhooks, "Moodle local_webhooks", ConnectionDoor.AddressAndSecret, []),
        new(MoodleToolTrigger, "Moodle tool_trigger", ConnectionDoor.AddressAndSecret, []),
        new(
            CanvasEvents, "Canvas Live Events", ConnectionDoor.Address,
            [
                new(ConnectionSettings.AccountUuid, FieldForm.Text, IsNeeded: false), new(ConnectionSettings.AccountId, FieldForm.Text, IsNeeded: false),
                new(ConnectionSettings.ConfirmTotals, FieldForm.Choice, IsNeeded: false), new(ConnectionSettings.KeySetUrl, FieldForm.Url, IsNeeded: false),
            ]),
        new(
            CanvasQueue, "Canvas Live Events by queue", ConnectionDoor.Queue,
            [
                new(ConnectionSettings.QueueUrl, FieldForm.Url, IsNeeded: true), new(ConnectionSettings.Region, FieldForm.Text, IsNeeded: true),
                new(ConnectionSettings.AccessKey, FieldForm.Text, IsNeeded: true), new(ConnectionSettings.SecretKey, FieldForm.Secret, IsNeeded: true),
                new(ConnectionSettings.AccountUuid, FieldForm.Text, IsNeeded: false), new(ConnectionSettings.AccountId, FieldForm.Text, IsNeeded: false),
                new(ConnectionSettings.ConfirmTotals, FieldForm.Choice, IsNeeded: false), new(ConnectionSettings.KeySetUrl, FieldForm.Url, IsNeeded: false),
            ]),
        new(
            Canvas, "Canvas", ConnectionDoor.Closed,
            [
                new(ConnectionSettings.SiteUrl, FieldForm.Url, IsNeeded: true), new(ConnectionSettings.ClientId, FieldForm.Text, IsNeeded: true),
                new(ConnectionSettings.ClientSecret, FieldForm.Secret, IsNeeded: true),
            ]),
        new(Xapi, "xAPI", ConnectionDoor.AddressAndSecret, [.. SourceFields, new(ConnectionSettings.ScaledFromMinusOne, FieldForm.Choice, IsNeeded: false)]),
        new(Caliper, "Caliper", ConnectionDoor.AddressAndSecret, SourceFields),
        new(CloudEvents, "CloudEvents", ConnectionDoor.AddressAndSecret, [new(ConnectionSettings.TakeAsFacts, FieldForm.Choice, IsNeeded: false)]),
        new(OpenEdx, "Open edX", ConnectionDoor.Address, []),
    ];

    private static ConnectionField[] SourceFields =>
    [
        new(ConnectionSettings.SiteUrl, FieldForm.Url, IsNeeded: false), new(ConnectionSettings.LearnerIds, FieldForm.Text, IsNeeded: false),
        new(ConnectionSettings.CourseIds, FieldForm.Text, IsNeeded: false), new(ConnectionSettings.TakeAsFacts, FieldForm.Choice, IsNeeded: false),
    ];

    public static ConnectionKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>Whether events come by it, rather than that we read.</summary>
    public static bool TellsEvents(string name) => Find(name) is { Door: not ConnectionDoor.Closed };
}

/// <summary>Names of <see cref="Connection.Settings"/>.</summary>
public static class ConnectionSettings
{
    public const string SiteUrl = "siteUrl";
    public const string Token = "token";

    /// <summary>The root account whose events are taken, and its id.</summary>
    public const string AccountUuid = "accountUuid";
    public const string AccountId = "accountId";

    /// <summary>Where the sender publishes its keys, if not where its vendor does.</summary>
    public const string KeySetUrl = "keySetUrl";

    /// <summary>Teachers override totals here, so an event about one is a hint.</summary>
    public const string ConfirmTotals = "confirmTotals";

    /// <summary>A queue of Amazon SQS, and the key that may read and delete there.</summary>
    public const string QueueUrl = "queueUrl";
    public const string Region = "region";
    public const string AccessKey = "accessKey";
    public const string SecretKey = "secretKey";

    public const string ClientId = "clientId";
    public const string ClientSecret = "clientSecret";

    /// <summary>What a person's authorisation left behind; never typed in.</summary>
    public const string RefreshToken = "refreshToken";

    /// <summary>The form of a learner's or course's address, with <c>*</c> in the place of the LMS's own id.</summary>
    public const string LearnerIds = "learnerIds";
    public const string CourseIds = "courseIds";

    /// <summary>An administrator's word that the source tells only grades that are final and that the learner can see.</summary>
    public const string TakeAsFacts = "takeAsFacts";

    /// <summary>The source writes a scaled score from -1 to 1.</summary>
    public const string ScaledFromMinusOne = "scaledFromMinusOne";
}

/// <summary>Looks connections up for the webhook door and the readers.</summary>
public interface IConnections
{
    Task<Connection?> FindByKey(string key, CancellationToken ct);

    Task<Connection?> Find(ConnectionId id, CancellationToken ct);

    Task<IReadOnlyList<Connection>> OfPlatform(TenantId tenant, PlatformId platform, CancellationToken ct);

    /// <summary>Adds one line to the connection's log of refused deliveries, which an administrator reads.</summary>
    Task NoteRefusal(ConnectionId id, string problem, string? detail, DateTimeOffset at, CancellationToken ct);
}
