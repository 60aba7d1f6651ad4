using LtiBadgeConnector.Core.Connections;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>A Moodle site and the token an administrator made for us there. The token goes into request bodies only.</summary>
public sealed record MoodleSite(Uri Server, string Token)
{
    private const string Script = "webservice/rest/server.php";

    /// <summary>Null when the connection names no usable address or no token.</summary>
    public static MoodleSite? Of(Connection connection)
    {
        var address = connection.Settings.GetValueOrDefault(ConnectionSettings.SiteUrl)?.Trim().TrimEnd('/');
        var token = connection.Settings.GetValueOrDefault(ConnectionSettings.Token)?.Trim();
        return Uri.TryCreate(address + "/" + Script, UriKind.Absolute, out var server)
            && server.Scheme is "https" or "http" && server is { UserInfo: "", Query: "", Fragment: "" } && !string.IsNullOrEmpty(token)
            ? new(server, token)
            : null;
    }

    public override string ToString() => Server.ToString();
}
