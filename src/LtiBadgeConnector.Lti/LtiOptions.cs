namespace LtiBadgeConnector.Lti;

/// <summary>What the LTI part must know about this server. Filled once by the host; times are the product's defaults.</summary>
public sealed class LtiOptions
{
    /// <summary>Origin of this server without a path, for example <c>https://badges.example.org</c>.</summary>
    public required string PublicUrl { get; init; }

    /// <summary>Origins under which links were placed earlier and for which this server still answers.</summary>
    public IReadOnlyList<string> FormerPublicUrls { get; init; } = [];

    /// <summary>Origins that may be spoken to over plain HTTP. Everything else is https or refused.</summary>
    public IReadOnlyList<string> AllowPlainHttpFor { get; init; } = [];

    /// <summary>How far a platform's clock may differ from ours, in either direction.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How old an id_token may be, whatever its <c>exp</c> says (the skew is added).</summary>
    public TimeSpan MaximumTokenAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a started login waits for its answer; the person may have to sign in to the LMS in between.</summary>
    public TimeSpan LoginLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest id_token that is looked at, in characters.</summary>
    public int MaximumTokenLength { get; init; } = 64 * 1024;

    /// <summary>The one redirect URI that new registrations announce; every LTI message arrives there.</summary>
    public string LaunchUrl => PublicUrl + "/lti/launch";

    public string LoginUrl => PublicUrl + "/lti/login";

    public string JwksUrl => PublicUrl + "/lti/jwks.json";

    /// <summary>Sent with every call: Canvas refuses API calls without one.</summary>
    public string UserAgent => $"LtiBadgeConnector/1.0 (+{PublicUrl})";
}
