using System.Text;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Baking;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Ui;
using SkiaSharp;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>The picture of a published version in the two forms a badge can be baked into.</summary>
public sealed class BadgePictures(ImageRepository images)
{
    /// <summary>As it was uploaded where that is a PNG; a JPEG drawn anew; otherwise the seal.</summary>
    public async Task<byte[]> Png(DefinitionVersion version, CancellationToken ct) => await Uploaded(version, ct) switch
    {
        { MediaType: "image/png" } png when PngBaking.Unbake(png.Content) is not Unbaked.Damaged => png.Content,
        { MediaType: "image/jpeg" } jpeg when Redrawn(jpeg.Content) is { } drawn => drawn,
        _ => SealPicture.Png(SealOf(version)),
    };

    /// <summary>As it was uploaded where that is an SVG; a PNG or JPEG inside one; otherwise the seal.</summary>
    public async Task<byte[]> Svg(DefinitionVersion version, CancellationToken ct) => await Uploaded(version, ct) switch
    {
        { MediaType: "image/svg+xml" } svg => svg.Content,
        { } picture => Encoding.UTF8.GetBytes($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512"><image width="512" height="512" href="data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Content)}"/></svg>
            """),
        null => Encoding.UTF8.GetBytes(SealOf(version).ToSvg(version.Definition.Title)),
    };

    private async Task<StoredImage?> Uploaded(DefinitionVersion version, CancellationToken ct) =>
        version.Definition.Image is { } image ? await images.Find(image, ct) : null;

    private static byte[]? Redrawn(byte[] content)
    {
        using var bitmap = SKBitmap.Decode(content);
        return bitmap?.Encode(SKEncodedImageFormat.Png, quality: 100).ToArray();
    }

    private static Seal SealOf(DefinitionVersion version) =>
        new(version.MicroCredential.ToString(), 1, 1, Seal.LetterOf(version.Definition.Title), SealState.Issued);
}
