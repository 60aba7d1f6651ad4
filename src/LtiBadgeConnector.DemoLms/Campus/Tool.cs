using System.Collections.Immutable;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>A registered LTI 1.3 tool, as its dynamic registration described it.</summary>
internal sealed record Tool(
    string ClientId,
    int DeploymentId,
    string Name,
    string InitiateLoginUri,
    string JwksUri,
    string Domain,
    string TargetLinkUri,
    bool Active,
    DateTimeOffset RegisteredAt)
{
    public string? LogoUri { get; init; }

    public string? DeepLinkUri { get; init; }

    public ImmutableList<string> RedirectUris { get; init; } = [];

    public ImmutableList<string> Scopes { get; init; } = [];

    /// <summary>Names and e-mail reach the tool only when it asked for these claims.</summary>
    public ImmutableList<string> Claims { get; init; } = [];

    public ImmutableDictionary<string, string> Custom { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string? MessagesJson { get; init; }

    public bool Shares(string claim) => Claims.Contains(claim);

    public string Origin => new Uri(TargetLinkUri).GetLeftPart(UriPartial.Authority);
}

/// <summary>One placement of a tool in a course.</summary>
internal sealed record ResourceLink(int Id, int CourseId, string ClientId, string Title, string Text, string Url)
{
    public ImmutableDictionary<string, string> Custom { get; init; } = ImmutableDictionary<string, string>.Empty;
}
