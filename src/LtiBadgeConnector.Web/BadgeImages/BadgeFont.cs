using System.Text;
using HarfBuzzSharp;
using SkiaSharp;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>A piece of text as outlines: the first begins at the origin, the next piece begins at the advance.</summary>
internal sealed record ShapedText(IReadOnlyList<SKPath> Outlines, float Advance);

/// <summary>One font: what it has, and how a piece of text in one script looks in it.</summary>
internal sealed class BadgeFont : IDisposable
{
    /// <summary>Outlines and advances are on this scale; y points down.</summary>
    public const int Em = 1000;

    private readonly SKTypeface typeface;
    private readonly Font shaper;

    private BadgeFont(SKTypeface typeface, SKData file)
    {
        this.typeface = typeface;
        // The shaper reads the file where it lies; the typeface keeps it there, and fonts are kept for ever.
        using var blob = new Blob(file.Data, (int)file.Size, MemoryMode.ReadOnly);
        using var face = new Face(blob, 0);
        shaper = new Font(face);
        shaper.SetScale(Em, Em);
        shaper.SetFunctionsOpenType();
    }

    /// <summary>Null for a file that is no font.</summary>
    public static BadgeFont? Open(SKData file) => SKTypeface.FromData(file) is { } typeface ? new(typeface, file) : null;

    public bool Has(Rune rune) => Has(typeface, rune);

    public static bool Has(SKTypeface typeface, Rune rune)
    {
        using var font = new SKFont(typeface);
        return font.GetGlyph(rune.Value) != 0;
    }

    public void Dispose()
    {
        shaper.Dispose();
        typeface.Dispose();
    }

    public ShapedText Shape(string text, Script script, Direction direction)
    {
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf16(text);
        buffer.Direction = direction;
        buffer.Script = script;
        shaper.Shape(buffer);

        using var font = new SKFont(typeface, Em) { Hinting = SKFontHinting.None };
        List<SKPath> outlines = [];
        var pen = 0f;
        foreach (var (glyph, place) in buffer.GlyphInfos.Zip(buffer.GlyphPositions))
        {
            // A blank has no outline.
            if (font.GetGlyphPath((ushort)glyph.Codepoint) is { IsEmpty: false } outline)
            {
                outline.Transform(SKMatrix.CreateTranslation(pen + place.XOffset, -place.YOffset));
                outlines.Add(outline);
            }
            pen += place.XAdvance;
        }
        return new(outlines, pen);
    }
}
