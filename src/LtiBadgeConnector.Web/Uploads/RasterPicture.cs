using LtiBadgeConnector.Web.Localisation;
using SkiaSharp;

namespace LtiBadgeConnector.Web.Uploads;

/// <summary>PNG, JPEG and WebP: the pixels are taken out and written as a new PNG, so that no metadata, no second file and no trick of the format survives.</summary>
internal static class RasterPicture
{
    public const int Least = 128;
    public const int Most = 4096;

    /// <summary>Side of a badge as it is stored.</summary>
    public const int BadgeSide = 512;

    public static bool IsOne(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || (content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..12].SequenceEqual("WEBP"u8));

    public static PictureUpload Take(byte[] content, PictureUse use)
    {
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data);
        if (codec is null) return Damaged;
        // Told by the head of the file: nothing has been unpacked yet.
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < Least || height < Least) return new PictureUpload.Refused("picture-dimensions", Word.Of("This picture has {0} by {1} pixels; at least {2} by {2} are needed."), width, height, Least);
        if (width > Most || height > Most) return new PictureUpload.Refused("picture-dimensions", Word.Of("This picture has {0} by {1} pixels; at most {2} by {2} are taken."), width, height, Most);

        using var pixels = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        // A file that ends early or is damaged gives some pixels, and another result.
        return codec.GetPixels(pixels.Info, pixels.GetPixels()) == SKCodecResult.Success
            ? new PictureUpload.Accepted("image/png", Drawn(pixels, codec.EncodedOrigin, use))
            : Damaged;
    }

    private static PictureUpload.Refused Damaged => new("picture-damaged", Word.Of("This picture is damaged or cut short. Save it again and choose the new file."));

    private static byte[] Drawn(SKBitmap pixels, SKEncodedOrigin origin, PictureUse use)
    {
        var isTurned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = isTurned ? (pixels.Height, pixels.Width) : (pixels.Width, pixels.Height);
        var scale = Math.Min(1f, (float)BadgeSide / Math.Max(width, height));
        var (drawnWidth, drawnHeight) = (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
        var side = Math.Max(drawnWidth, drawnHeight);
        var (fieldWidth, fieldHeight) = use == PictureUse.Badge ? (side, side) : (drawnWidth, drawnHeight);

        using var surface = SKSurface.Create(new SKImageInfo(fieldWidth, fieldHeight, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        var canvas = surface.Canvas;
        canvas.Translate((fieldWidth - drawnWidth) / 2f, (fieldHeight - drawnHeight) / 2f);
        canvas.Scale(scale);
        canvas.Concat(Upright(origin, pixels.Width, pixels.Height));
        using var image = SKImage.FromBitmap(pixels);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var snapshot = surface.Snapshot();
        using var png = snapshot.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    // Cameras store the picture as it fell on the chip and say how it was held (EXIF 2.3, orientation).
    private static SKMatrix Upright(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
