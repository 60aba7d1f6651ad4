using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Addresses;

/// <summary>
/// Makes the absolute URLs that live for ever inside credentials. They are stored when made and never recomputed, so this is
/// asked only for something new.
/// </summary>
/// <param name="origin">The configured <c>Connector:PublicUrl</c>: scheme, host and port, no path.</param>
public sealed class PublicAddresses(string origin)
{
    public string Origin => origin;

    public string Award(PublicId id) => $"{origin}/awards/{id}";

    public string Credential(PublicId id) => $"{origin}/credentials/{id}";

    public string Achievement(PublicId id) => $"{origin}/achievements/{id}";

    /// <summary>A file that a credential carries as evidence.</summary>
    public string Evidence(PublicId id) => $"{origin}/evidence/{id}";

    public string StatusList(PublicId id) => $"{origin}/status/{id}";

    public string Image(ImageId id) => $"{origin}/images/{id}";

    /// <summary>The picture of something that was published earlier, perhaps under a former origin.</summary>
    public static string ImageBeside(string publishedUrl, ImageId id) =>
        $"{new Uri(publishedUrl).GetLeftPart(UriPartial.Authority)}/images/{id}";

    public string Issuer(PublicId id) => $"{origin}/issuers/{id}";

    public static string IssuerKey(string issuerUrl, PublicId key) => $"{issuerUrl}/keys/{key}";

    /// <summary>An Open Badges 2.0 assertion that proves itself by standing here.</summary>
    public string Assertion2(PublicId id) => $"{origin}/ob2/assertions/{id}";

    /// <summary>The 2.0 form of an achievement, beside it for ever.</summary>
    public static string BadgeClassOf(string achievementUrl) => Beside(achievementUrl, "achievements", "ob2/badges");

    public static string Issuer2Of(string issuerUrl) => Beside(issuerUrl, "issuers", "ob2/issuers");

    public static string IssuerKey2Of(string keyUrl) => Beside(keyUrl, "issuers", "ob2/issuers");

    public static string RevocationsOf(string issuerUrl) => Beside(issuerUrl, "issuers", "ob2/revocations");

    public string Webhook(string connectionKey) => $"{origin}/webhooks/{connectionKey}";

    private static string Beside(string url, string folder, string other)
    {
        var published = new Uri(url).GetLeftPart(UriPartial.Authority);
        return published + url[published.Length..].Replace($"/{folder}/", $"/{other}/", StringComparison.Ordinal);
    }
}
