using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>One line of text in any script as outlines, so that a picture needs no font where it is opened.</summary>
internal sealed class BadgeLettering
{
    private readonly IReadOnlyList<SKPath> outlines;
    private readonly SKRect ink;

    private BadgeLettering(IReadOnlyList<SKPath> outlines)
    {
        this.outlines = outlines;
        ink = outlines.Select(outline => outline.TightBounds).Aggregate(SKRect.Union);
    }

    /// <summary>The first character that no font has; null when all can be drawn.</summary>
    public static string? Undrawable(string text) =>
        text.EnumerateRunes().Where(rune => !IsInvisible(rune) && BadgeFonts.For(rune) is null).Select(rune => rune.ToString()).FirstOrDefault();

    /// <summary>Null when there is nothing to see. A character that no font has is left out.</summary>
    public static BadgeLettering? Of(string text)
    {
        var runs = Runs(text.Normalize(NormalizationForm.FormC));
        // The first letter with a direction decides where the line begins.
        if (runs.Find(run => run.Script != Script.Common) is { Direction: Direction.RightToLeft }) runs.Reverse();

        List<SKPath> outlines = [];
        var pen = 0f;
        foreach (var run in runs)
        {
            var shaped = run.Font.Shape(run.Text.ToString(), run.Script, run.Direction);
            foreach (var outline in shaped.Outlines)
            {
                outline.Transform(SKMatrix.CreateTranslation(pen, 0));
                outlines.Add(outline);
            }
            pen += shaped.Advance;
        }
        return outlines.Count == 0 ? null : new(outlines);
    }

    /// <summary>The type size at which it fits, never larger than wanted.</summary>
    public float SizeIn(float width, float height, float wanted) =>
        Math.Min(wanted, BadgeFont.Em * Math.Min(width / ink.Width, height / ink.Height));

    /// <summary>Path data with the ink centred on a point.</summary>
    public string PathAt(float x, float y, float size)
    {
        var scale = size / BadgeFont.Em;
        var place = SKMatrix.CreateScale(scale, scale).PostConcat(SKMatrix.CreateTranslation(x - ink.MidX * scale, y - ink.MidY * scale));
        return string.Concat(outlines.Select(outline =>
        {
            using var placed = new SKPath(outline);
            placed.Transform(place);
            return placed.ToSvgPathData();
        }));
    }

    // Pieces of one font, script and direction. Marks, blanks and signs go with what stands before them; digits run left to right in every script.
    private static List<Run> Runs(string text)
    {
        List<Run> runs = [];
        foreach (var rune in text.EnumerateRunes())
        {
            var script = UnicodeFunctions.Default.GetScript(rune.Value);
            var goesAlong = IsInvisible(rune) || ((script == Script.Common || script == Script.Inherited) && !Rune.IsDigit(rune));
            if (runs is [.., var last] && (last.Script == script || goesAlong) && (IsInvisible(rune) || last.Font.Has(rune))) last.Text.Append(rune);
            else if (BadgeFonts.For(rune) is { } font) runs.Add(new(font, script, new StringBuilder().Append(rune)));
        }
        return runs;
    }

    private static bool IsInvisible(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;

    private sealed record Run(BadgeFont Font, Script Script, StringBuilder Text)
    {
        public Direction Direction => Script.HorizontalDirection == Direction.RightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
    }
}
