using System.Text;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Baking;
using LtiBadgeConnector.Storage.MicroCredentials;
using SkiaSharp;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>The picture of a definition: for pages, and of a published version in the two forms a badge can be baked into.</summary>
public sealed class BadgePictures(ImageRepository images)
{
    /// <summary>For an <c>img</c> on a page: an uploaded picture has an address, a drawn one travels inside the page, because the browser may keep no session to fetch it with.</summary>
    public static string Source(Definition definition, MicroCredentialId id) =>
        definition is { Image: { } image, Design: null } ? $"/images/{image}" : Source(definition.Design ?? BadgeDesign.Default, id, definition.Title);

    public static string Source(BadgeDesign design, MicroCredentialId id, string title) =>
        $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(new BadgeDrawing(design, id.ToString(), title).ToSvg()))}";

    /// <summary>Drawn as designed; as it was uploaded where that is a PNG; an SVG or JPEG drawn anew; otherwise the seal.</summary>
    public async Task<byte[]> Png(DefinitionVersion version, CancellationToken ct) => version.Definition.Design is { } design
        ? Drawing(version, design).ToPng()
        : await Stored(version, ct) switch
        {
            { MediaType: "image/png" } png when PngBaking.Unbake(png.Content) is not Unbaked.Damaged => png.Content,
            { MediaType: "image/svg+xml" } svg when SvgRaster.Png(svg.Content) is { } drawn => drawn,
            { MediaType: "image/jpeg" } jpeg when Redrawn(jpeg.Content) is { } drawn => drawn,
            _ => Drawing(version, BadgeDesign.Default).ToPng(),
        };

    /// <summary>As it is stored where that is an SVG; a PNG or JPEG inside one; otherwise the seal.</summary>
    public async Task<byte[]> Svg(DefinitionVersion version, CancellationToken ct) => await Stored(version, ct) switch
    {
        { MediaType: "image/svg+xml" } svg => svg.Content,
        { } picture => Framed(picture),
        null => Encoding.UTF8.GetBytes(Drawing(version, version.Definition.Design ?? BadgeDesign.Default).ToSvg()),
    };

    /// <summary>Pixels inside an SVG.</summary>
    internal static byte[] Framed(StoredImage picture) => Encoding.UTF8.GetBytes($"""
        <svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512"><image width="512" height="512" href="data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Content)}"/></svg>
        """);

    private async Task<StoredImage?> Stored(DefinitionVersion version, CancellationToken ct) =>
        version.Definition.Image is { } image ? await images.Find(image, ct) : null;

    private static byte[]? Redrawn(byte[] content)
    {
        using var bitmap = SKBitmap.Decode(content);
        return bitmap?.Encode(SKEncodedImageFormat.Png, quality: 100).ToArray();
    }

    private static BadgeDrawing Drawing(DefinitionVersion version, BadgeDesign design) => new(design, version.MicroCredential.ToString(), version.Definition.Title);
}
