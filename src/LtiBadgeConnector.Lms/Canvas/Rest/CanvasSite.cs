using LtiBadgeConnector.Core.Connections;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>A Canvas and the developer key an administrator made for us there.</summary>
/// <param name="RefreshToken">Given once a person there has authorised us; it stays the same when it is used.</param>
public sealed record CanvasSite(Uri Address, string ClientId, string ClientSecret, string? RefreshToken)
{
    /// <summary>Null when the connection names no usable address or no key.</summary>
    public static CanvasSite? Of(Connection connection)
    {
        var settings = connection.Settings;
        return Uri.TryCreate(settings.GetValueOrDefault(ConnectionSettings.SiteUrl), UriKind.Absolute, out var address)
            && address.Scheme is "https" or "http" && address is { UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" }
            && settings.GetValueOrDefault(ConnectionSettings.ClientId) is { Length: > 0 } id && settings.GetValueOrDefault(ConnectionSettings.ClientSecret) is { Length: > 0 } secret
            ? new(address, id, secret, settings.GetValueOrDefault(ConnectionSettings.RefreshToken))
            : null;
    }

    public Uri At(string path) => new(Address, path);

    /// <summary>Without its secrets.</summary>
    public override string ToString() => Address.ToString();
}
