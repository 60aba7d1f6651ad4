namespace LtiBadgeConnector.Lti.ServiceTokens;

/// <summary>A token for the platform's services. Never logged, never sent to a browser.</summary>
/// <param name="Scopes">What was granted, which may be less than was asked for.</param>
internal sealed record AccessToken(string Value, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"access token until {ExpiresAt:O}";
}
