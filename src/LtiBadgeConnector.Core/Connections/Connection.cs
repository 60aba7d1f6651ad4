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
    public const string LtiGrades = "lti-ags";

    /// <summary>What an administrator can make, in the order in which it is offered. Reading by LTI needs no connection.</summary>
    public static IReadOnlyList<ConnectionKind> All { get; } =
    [
        new(StandardWebhooks, "Webhooks", ConnectionDoor.AddressAndSecret, []),
        new(MoodleWebServices, "Moodle", ConnectionDoor.Closed, [new(ConnectionSettings.SiteUrl, FieldForm.Url, IsNeeded: true), new(ConnectionSettings.Token, FieldForm.Secret, IsNeeded: true)]),
    ];

    public static ConnectionKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}

/// <summary>Names of <see cref="Connection.Settings"/>.</summary>
public static class ConnectionSettings
{
    public const string SiteUrl = "siteUrl";
    public const string Token = "token";
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
