namespace LtiBadgeConnector.Credentials.OpenBadges2;

/// <summary>The fixed words of Open Badges 2.0.</summary>
public static class OpenBadge2
{
    public const string Context = "https://w3id.org/openbadges/v2";
    /// <summary>Names of the formats, as stored with their documents.</summary>
    public const string HostedFormat = "ob2-hosted";
    public const string SignedFormat = "ob2-signed";

    /// <summary>The types a verification may have, and their aliases.</summary>
    internal static readonly string[] Hosted = ["HostedBadge", "hosted"];

    internal static readonly string[] Signed = ["SignedBadge", "signed"];
}
