using System.Security.Cryptography;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Connections;

/// <summary>Makes a connection as its kind wants it: an unguessable webhook key and a secret, or an address and a token to read with.</summary>
public static class NewConnection
{
    /// <returns>The connection, or the code of what is missing.</returns>
    public static (Connection? Connection, string? Problem) Of(
        string kind, TenantId tenant, PlatformId platform, string? name, string? siteUrl, string? token, TimeProvider time) => kind switch
    {
        ConnectionKinds.StandardWebhooks => (
            Make(kind, tenant, platform, name ?? "Webhooks", time) with { Key = PublicId.New().Value, Secrets = [NewSecret()] }, null),
        ConnectionKinds.MoodleWebServices when siteUrl is { Length: > 0 } && token is { Length: > 0 } => (
            Make(kind, tenant, platform, name ?? "Moodle", time) with
            {
                Settings = new Dictionary<string, string> { [ConnectionSettings.SiteUrl] = siteUrl.Trim().TrimEnd('/'), [ConnectionSettings.Token] = token.Trim() },
            },
            null),
        ConnectionKinds.MoodleWebServices => (null, "connection-settings-missing"),
        _ => (null, "connection-kind-unknown"),
    };

    /// <summary>A signing secret in the form of Standard Webhooks: 256 random bits.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Connection Make(string kind, TenantId tenant, PlatformId platform, string name, TimeProvider time) =>
        new(ConnectionId.New(time), tenant, platform, kind, name, Key: null, Secrets: [], Settings: new Dictionary<string, string>(), IsEnabled: true, time.Now());
}
