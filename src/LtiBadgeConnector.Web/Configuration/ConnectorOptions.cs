using System.ComponentModel.DataAnnotations;
using LtiBadgeConnector.Worker;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>Who this server is.</summary>
public sealed class ConnectorOptions : IValidatableObject
{
    public const string Section = "Connector";

    /// <summary>The origin under which everybody reaches this server: scheme, host and port, no path. It stands in every credential for ever.</summary>
    [Required]
    public string PublicUrl { get; set; } = "http://localhost:5080";

    /// <summary>Origins that credentials were issued under before, and that still lead here.</summary>
    public string[] FormerPublicUrls { get; set; } = [];

    /// <summary>Where the embedded database and the master key are kept.</summary>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary><c>both</c>, <c>web</c> or <c>worker</c>; apart only on a shared database.</summary>
    [Required]
    public string Role { get; set; } = "both";

    public NodeRole NodeRole => NodeRole.Parse(Role) ?? NodeRole.Both;

    /// <summary>Where Kestrel listens when <c>urls</c> is not set: the public address itself on this machine, otherwise behind a proxy.</summary>
    public string ListenUrl => Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url is { IsLoopback: true, Scheme: "http" } ? PublicUrl : "http://localhost:5080";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOrigin(PublicUrl)) yield return new($"{Section}:{nameof(PublicUrl)} is an origin without path, query or trailing slash, such as https://badges.example.org.");
        foreach (var former in FormerPublicUrls)
            if (!IsOrigin(former)) yield return new($"{Section}:{nameof(FormerPublicUrls)} holds '{former}', which is not an origin such as https://badges.example.org.");
        if (NodeRole.Parse(Role) is null) yield return new($"{Section}:{nameof(Role)} is 'both', 'web' or 'worker'.");
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.Ordinal);
}
