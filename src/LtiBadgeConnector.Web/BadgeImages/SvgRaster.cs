using SkiaSharp;
using Svg.Skia;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>A stored SVG as PNG, for what cannot hold an SVG. What is stored passed <see cref="Uploads.SvgPicture"/>, so there is nothing in it but shapes.</summary>
internal static class SvgRaster
{
    /// <summary>Null for one that cannot be drawn the same on every machine, as pictures from before the allow-list may be.</summary>
    public static byte[]? Png(byte[] content)
    {
        if (Uploads.SvgPicture.Take(content, Uploads.PictureUse.Badge) is not Uploads.PictureUpload.Accepted) return null;
        using var svg = new SKSvg();
        using var stream = new MemoryStream(content);
        if (svg.Load(stream) is not { } picture || picture.CullRect is not { Width: > 0, Height: > 0 } box) return null;

        using var surface = SKSurface.Create(new SKImageInfo(BadgeDrawing.Size, BadgeDrawing.Size, SKColorType.Rgba8888, SKAlphaType.Premul));
        var scale = BadgeDrawing.Size / Math.Max(box.Width, box.Height);
        surface.Canvas.Translate((BadgeDrawing.Size - box.Width * scale) / 2, (BadgeDrawing.Size - box.Height * scale) / 2);
        surface.Canvas.Scale(scale);
        surface.Canvas.Translate(-box.Left, -box.Top);
        surface.Canvas.DrawPicture(picture);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
