using System.Globalization;
using System.Net;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Ui;
using SkiaSharp;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>
/// The picture that a design describes, on a field of 120. It is drawn once, as path data, and both forms are written from
/// that: what people see as SVG and what is baked as PNG are the same lines.
/// </summary>
/// <param name="Seed">Id of the micro-credential: decides the weave.</param>
/// <param name="Title">Names the picture, and gives the letter when the design has none.</param>
public sealed record BadgeDrawing(BadgeDesign Design, string Seed, string Title)
{
    public const int Size = 512;

    /// <summary>Words smaller than this on the field of 120 cannot be read in a list of badges.</summary>
    internal const float LeastType = 5.5f;

    private const float Field = 120;
    private const double Centre = 60;
    private const double RingRadius = 54;
    private const float BandWidth = 88;
    private const float BandMiddle = 92.5f;

    // The shield as its corners and curves, once as ground and once, smaller, as border.
    private static readonly (string Command, double X, double Y)[] shield =
    [
        ("M", 10, 13), ("C", 28, 15), ("", 46, 11), ("", 60, 4), ("C", 74, 11), ("", 92, 15), ("", 110, 13), ("L", 110, 62), ("C", 110, 88), ("", 90, 106), ("", 60, 118),
        ("C", 30, 106), ("", 10, 88), ("", 10, 62),
    ];

    private readonly List<Figure> figures = [];

    /// <summary>A document of its own: nothing outside it is needed to draw it, no font either.</summary>
    public string ToSvg() =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{Size}" height="{Size}" viewBox="0 0 120 120" role="img" stroke-linejoin="round">
        <title>{WebUtility.HtmlEncode(Title)}</title>
        {string.Join('\n', Figures().Select(figure => figure.ToSvg()))}
        </svg>

        """.ReplaceLineEndings("\n");

    public byte[] ToPng()
    {
        using var surface = SKSurface.Create(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Scale(Size / Field);
        foreach (var figure in Figures()) figure.DrawOn(surface.Canvas);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    /// <summary>How large the words of a band come out; null when there is nothing to see.</summary>
    internal static float? SizeOfWords(string words) => BadgeLettering.Of(words)?.SizeIn(BandWidth, height: 11, wanted: 10);

    private List<Figure> Figures()
    {
        if (figures.Count > 0) return figures;
        Ground();
        Ornament();
        Border();
        Middle();
        Band();
        return figures;
    }

    private void Ground() => figures.Add(new(Design.Shape switch
    {
        BadgeShape.Scalloped => Scallops(bumps: 16, radius: 51),
        BadgeShape.Hexagon => Hexagon(60),
        BadgeShape.Shield => Shield(1),
        BadgeShape.Square => RoundedSquare(4, corner: 16),
        _ => Circle(60),
    }, Fill: Design.Ground));

    private void Border()
    {
        if (Design.Shape == BadgeShape.Round)
        {
            figures.AddRange(Ring().Select(arc => new Figure(arc, Stroke: Design.Line, Width: 5)));
            return;
        }
        var path = Design.Shape switch
        {
            BadgeShape.Scalloped => Circle(49.5),
            BadgeShape.Hexagon => Hexagon(54),
            BadgeShape.Shield => Shield(.9),
            _ => RoundedSquare(9, corner: 12),
        };
        figures.Add(new(path, Stroke: Design.Line, Width: 3));
    }

    private void Ornament()
    {
        var radius = Design.Shape is BadgeShape.Shield or BadgeShape.Hexagon or BadgeShape.Scalloped ? 42.5 : 45.0;
        IEnumerable<string> lines = Design.Ornament switch
        {
            BadgeOrnament.Weave => Weave(radius),
            BadgeOrnament.Rays => Enumerable.Range(0, 48).Select(ray => Line(At(24, ray * 7.5), At(radius, ray * 7.5))),
            BadgeOrnament.Rings => [Circle(radius), Circle(radius - 6), Circle(radius - 12), Circle(radius - 18)],
            _ => [],
        };
        figures.AddRange(lines.Select(line => new Figure(line, Stroke: Design.Line, Width: .75, Opacity: .85)));
    }

    private void Middle()
    {
        var radius = !Design.HasLargeMiddle ? 17 : Design.Words.Length == 0 ? 30 : 23;
        figures.Add(new(Circle(radius), Fill: Design.Middle));
        var mark = BadgeColour.Upon(Design.Middle);
        if (BadgeIcons.Find(Design.Icon) is { } icon)
        {
            var scale = radius / 14f;
            figures.Add(new(Placed(icon.Path, scale), Stroke: mark, Width: 1.75 * scale, HasRoundEnds: true));
        }
        else if (BadgeLettering.Of(Letters) is { } letters)
        {
            // The letters stay inside the circle by their corners.
            figures.Add(new(letters.PathAt((float)Centre, (float)Centre, letters.SizeIn(radius * 1.5f, radius * 1.05f, radius * 1.15f)), Fill: mark));
        }
    }

    private void Band()
    {
        if (BadgeLettering.Of(Design.Words) is not { } words) return;
        figures.Add(new("M5 84L115 84L110 92.5L115 101L5 101L10 92.5Z", Fill: Design.Line, Stroke: Design.Ground, Width: 1.5));
        figures.Add(new(words.PathAt((float)Centre, BandMiddle, words.SizeIn(BandWidth, height: 11, wanted: 10)), Fill: Design.Ground));
    }

    private string Letters => Design.Letters.Length > 0 ? Design.Letters : Seal.LetterOf(Title);

    private IEnumerable<string> Ring()
    {
        var arcs = Math.Max(1, Design.Arcs);
        if (arcs == 1) return [Circle(RingRadius)];
        var step = 360.0 / arcs;
        // Gaps of 6, but never more gap than arc when a rule has very many parts.
        var gap = Math.Min(6 / (2 * Math.PI * RingRadius) * 360, step / 2);
        return Enumerable.Range(0, arcs).Select(arc =>
        {
            var (from, to) = (At(RingRadius, -90 + arc * step + gap / 2), At(RingRadius, -90 + (arc + 1) * step - gap / 2));
            return $"M{from}A{Short(RingRadius)} {Short(RingRadius)} 0 {(step - gap > 180 ? 1 : 0)} 1 {to}";
        });
    }

    private IEnumerable<string> Weave(double radius)
    {
        var (petals, height) = Seal.WeaveOf(Seed);
        return Enumerable.Range(0, petals).Select(petal =>
        {
            var turn = petal * 180.0 / petals;
            var half = $"A{Short(radius)} {height} {Short(turn)} 1 1 ";
            return $"M{At(radius, turn)}{half}{At(radius, turn + 180)}{half}{At(radius, turn)}Z";
        });
    }

    private static string Scallops(int bumps, double radius)
    {
        var (step, half) = (360.0 / bumps, radius * Math.Sin(Math.PI / bumps));
        var bump = Short(half * 1.05);
        return $"M{At(radius, 0)}{string.Concat(Enumerable.Range(1, bumps).Select(next => $"A{bump} {bump} 0 0 1 {At(radius, next * step)}"))}Z";
    }

    private static string Hexagon(double radius) => $"M{string.Join('L', Enumerable.Range(0, 6).Select(corner => At(radius, -90 + corner * 60)))}Z";

    private static string Shield(double scale) =>
        string.Concat(shield.Select(point => $"{(point.Command.Length > 0 ? point.Command : " ")}{Short(Centre + (point.X - Centre) * scale)} {Short(Centre + (point.Y - Centre) * scale)}")) + "Z";

    private static string RoundedSquare(double edge, double corner)
    {
        var (near, far, arc) = (Short(edge + corner), Short(Field - edge - corner), $"A{Short(corner)} {Short(corner)} 0 0 1 ");
        var (low, high) = (Short(edge), Short(Field - edge));
        return $"M{near} {low}L{far} {low}{arc}{high} {near}L{high} {far}{arc}{far} {high}L{near} {high}{arc}{low} {far}L{low} {near}{arc}{near} {low}Z";
    }

    private static string Circle(double radius)
    {
        var half = $"A{Short(radius)} {Short(radius)} 0 1 1 ";
        return $"M{At(radius, -90)}{half}{At(radius, 90)}{half}{At(radius, -90)}Z";
    }

    private static string Line(string from, string to) => $"M{from}L{to}";

    // An icon of 24 by 24, enlarged around the centre.
    private static string Placed(string icon, float scale)
    {
        using var path = SKPath.ParseSvgPathData(icon);
        path.Transform(SKMatrix.CreateScale(scale, scale).PostConcat(SKMatrix.CreateTranslation((float)Centre - 12 * scale, (float)Centre - 12 * scale)));
        return path.ToSvgPathData();
    }

    private static string At(double radius, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return $"{Short(Centre + radius * cos)} {Short(Centre + radius * sin)}";
    }

    private static string Short(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    // One path, filled or drawn or both.
    private sealed record Figure(string Path, string? Fill = null, string? Stroke = null, double Width = 0, double Opacity = 1, bool HasRoundEnds = false)
    {
        public string ToSvg()
        {
            var line = Stroke is null ? "" : $" stroke=\"{Stroke}\" stroke-width=\"{Short(Width)}\"{(HasRoundEnds ? " stroke-linecap=\"round\"" : "")}";
            return $"<path fill=\"{Fill ?? "none"}\"{line}{(Opacity < 1 ? $" opacity=\"{Short(Opacity)}\"" : "")} d=\"{Path}\"/>";
        }

        public void DrawOn(SKCanvas canvas)
        {
            using var path = SKPath.ParseSvgPathData(Path);
            if (Fill is not null) Paint(canvas, path, Fill, SKPaintStyle.Fill);
            if (Stroke is not null) Paint(canvas, path, Stroke, SKPaintStyle.Stroke);
        }

        private void Paint(SKCanvas canvas, SKPath path, string colour, SKPaintStyle style)
        {
            using var paint = new SKPaint
            {
                IsAntialias = true, Style = style, Color = SKColor.Parse(colour).WithAlpha((byte)Math.Round(Opacity * 255)), StrokeWidth = (float)Width,
                StrokeJoin = SKStrokeJoin.Round, StrokeCap = HasRoundEnds ? SKStrokeCap.Round : SKStrokeCap.Butt,
            };
            canvas.DrawPath(path, paint);
        }
    }
}
