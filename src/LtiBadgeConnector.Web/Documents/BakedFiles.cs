using System.Text;
using LtiBadgeConnector.Credentials.Baking;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.BadgeImages;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Puts a signed document into the picture of its achievement: one file that people show and verifiers check.</summary>
public sealed class BakedFiles(BadgePictures pictures, MicroCredentialRepository microCredentials)
{
    /// <param name="suffix"><c>png</c> or <c>svg</c>.</param>
    public async Task<PublicDocument> Bake(SharedAward award, SharedDocument document, string suffix, CancellationToken ct)
    {
        var version = await microCredentials.FindVersion(award.Tenant, award.Version, ct) ?? throw new InvalidOperationException($"Version {award.Version} is gone.");
        var isOld = document.Format.StartsWith("ob2-", StringComparison.Ordinal);
        var badge = new BakedBadge(
            isOld ? BadgeGeneration.OpenBadges2 : BadgeGeneration.OpenBadges3, Encoding.UTF8.GetString(document.Bytes),
            isOld && document.Url.Contains("/ob2/", StringComparison.Ordinal) ? document.Url : null);
        return suffix == "png"
            ? new(PngBaking.Bake(await pictures.Png(version, ct), badge), "image/png")
            : new(SvgBaking.Bake(await pictures.Svg(version, ct), badge), "image/svg+xml");
    }
}
