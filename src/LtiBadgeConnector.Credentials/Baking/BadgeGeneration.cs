namespace LtiBadgeConnector.Credentials.Baking;

/// <summary>The version of Open Badges that a baked image speaks; each has its own words for the place of the badge.</summary>
public enum BadgeGeneration
{
    OpenBadges2,
    OpenBadges3,
}

/// <summary>What goes into an image.</summary>
/// <param name="Text">A compact JWS, or the JSON of an assertion or credential.</param>
/// <param name="HostedAt">The address of a hosted 2.0 assertion; null for everything signed.</param>
public sealed record BakedBadge(BadgeGeneration Generation, string Text, string? HostedAt = null)
{
    public bool IsJson => Text.StartsWith('{');
}
