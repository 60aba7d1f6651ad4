using LtiBadgeConnector.Web.Ui;
using SkiaSharp;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>The seal as PNG, for readers that take no SVG: the same geometry as <see cref="Seal.ToSvg"/>.</summary>
public static class SealPicture
{
    public const int Size = 512;

    // The seal is drawn on a field of 120.
    private const float Field = 120;
    private const float Centre = Field / 2;
    private const float RingRadius = 54;

    /// <summary>Of an issued credential.</summary>
    public static byte[] Png(Seal seal)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Premul));
        var canvas = surface.Canvas;
        canvas.Scale(Size / Field);
        Disc(canvas, Centre, SealColours.Sheet);
        Weave(canvas, seal);
        Ring(canvas, seal);
        Disc(canvas, 17, SealColours.Shu);
        Letter(canvas, seal.Letter);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    private static void Disc(SKCanvas canvas, float radius, string colour)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = SKColor.Parse(colour) };
        canvas.DrawCircle(Centre, Centre, radius, paint);
    }

    private static void Weave(SKCanvas canvas, Seal seal)
    {
        using var paint = Line(SealColours.Ai, width: .75f);
        paint.Color = paint.Color.WithAlpha(217);
        var (petals, height) = seal.Weave;
        for (var petal = 0; petal < petals; petal++)
        {
            canvas.Save();
            canvas.RotateDegrees(petal * 180f / petals, Centre, Centre);
            canvas.DrawOval(Centre, Centre, 45, height, paint);
            canvas.Restore();
        }
    }

    private static void Ring(SKCanvas canvas, Seal seal)
    {
        using var paint = Line(SealColours.Ai, width: 5);
        var arcs = Math.Max(1, seal.Requirements);
        var step = 360f / arcs;
        var gap = arcs == 1 ? 0 : Math.Min(6 / (2 * MathF.PI * RingRadius) * 360, step / 2);
        var around = new SKRect(Centre - RingRadius, Centre - RingRadius, Centre + RingRadius, Centre + RingRadius);
        for (var arc = 0; arc < arcs; arc++) canvas.DrawArc(around, -90 + arc * step + gap / 2, step - gap, useCenter: false, paint);
    }

    // Where the machine has no font with the letter, the disc alone is the seal.
    private static void Letter(SKCanvas canvas, string letter)
    {
        if (SealFonts.For(letter) is not { } typeface) return;
        using var font = new SKFont(typeface, 19) { Edging = SKFontEdging.Antialias };
        using var paint = new SKPaint { IsAntialias = true, Color = SKColor.Parse(SealColours.OnShu) };
        font.MeasureText(letter, out var bounds, paint);
        canvas.DrawText(letter, Centre - bounds.MidX, Centre - bounds.MidY, SKTextAlign.Left, font, paint);
    }

    private static SKPaint Line(string colour, float width) =>
        new() { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, Color = SKColor.Parse(colour) };
}
