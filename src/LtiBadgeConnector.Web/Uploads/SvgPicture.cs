using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Uploads;

/// <summary>
/// SVG, written anew from an allow-list: shapes, colours, gradients and clipping. What can run or load anything refuses the
/// file; what editors leave behind is dropped; what would be lost to the eye is refused, with its name.
/// </summary>
internal static partial class SvgPicture
{
    private const int MostElements = 5000;
    private const int MostDepth = 32;
    private const int MostLinks = 8;

    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace xlink = "http://www.w3.org/1999/xlink";

    private static readonly FrozenSet<string> elements = FrozenSet.Create(StringComparer.Ordinal,
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "title", "desc");

    // Nothing of these is seen.
    private static readonly FrozenSet<string> droppedElements = FrozenSet.Create(StringComparer.Ordinal, "metadata", "view");

    private static readonly FrozenSet<string> activeElements = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "script", "foreignObject", "iframe", "object", "embed", "image", "a", "use", "animate", "animateMotion", "animateTransform", "set", "handler", "listener", "audio", "video", "link", "feImage");

    private static readonly FrozenSet<string> paint = FrozenSet.Create(StringComparer.Ordinal,
        "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
        "stroke-dashoffset", "opacity", "clip-path", "clip-rule", "color", "stop-color", "stop-opacity", "display", "visibility");

    private static readonly FrozenSet<string> geometry = FrozenSet.Create(StringComparer.Ordinal,
        "id", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width", "height", "points", "transform", "viewBox", "preserveAspectRatio",
        "offset", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "pathLength");

    public static bool LooksLikeOne(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[3..];
        return content.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    public static PictureUpload Take(byte[] content, PictureUse use)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = PictureUploads.MostBytes, IgnoreComments = true, IgnoreProcessingInstructions = true,
                CloseInput = true,
            });
            return Take(Shallow(reader), use);
        }
        catch (XmlException)
        {
            return Damaged;
        }
        catch (RefusedException e)
        {
            return e.Refusal;
        }
    }

    private static PictureUpload Take(XDocument document, PictureUse use)
    {
        var root = document.Root!;
        if (root.Name != svg + "svg") return new PictureUpload.Refused("picture-type-unknown", Word.Of("This is no PNG, JPEG, WebP or SVG picture. Save it as one of these and choose it again."));
        if (root.Descendants().Take(MostElements + 1).Count() > MostElements) return new PictureUpload.Refused("picture-svg-complex", Word.Of("This SVG has too many parts. Simplify it, or save it as PNG."));
        if (Box(root) is not var (x, y, width, height)) return Damaged;

        var clean = Clean(root)!;
        CheckLinks(clean);
        foreach (var name in (string[])["x", "y", "width", "height", "viewBox", "preserveAspectRatio"]) clean.Attribute(name)?.Remove();
        var (drawnWidth, drawnHeight) = use == PictureUse.Badge ? (RasterPicture.BadgeSide, RasterPicture.BadgeSide) : Fitted(width, height);
        clean.Add(new XAttribute("width", drawnWidth), new XAttribute("height", drawnHeight), new XAttribute("viewBox", FormattableString.Invariant($"{x} {y} {width} {height}")));
        return new PictureUpload.Accepted("image/svg+xml", Encoding.UTF8.GetBytes(clean.ToString(SaveOptions.DisableFormatting)));
    }

    // An XDocument of a deep file would overflow the stack when it is walked, so depth is counted while it is read.
    private static XDocument Shallow(XmlReader reader)
    {
        var document = new XDocument();
        XContainer at = document;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth > MostDepth) throw new RefusedException(new("picture-svg-complex", Word.Of("This SVG has too many parts. Simplify it, or save it as PNG.")));
                    var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
                    var isEmpty = reader.IsEmptyElement;
                    while (reader.MoveToNextAttribute())
                        if (reader.NamespaceURI != "http://www.w3.org/2000/xmlns/") element.Add(new XAttribute(XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value));
                    at.Add(element);
                    if (!isEmpty) at = element;
                    break;
                case XmlNodeType.EndElement:
                    at = at.Parent ?? (XContainer)document;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when at is XElement:
                    at.Add(new XText(reader.Value));
                    break;
            }
        }
        return document;
    }

    // Null for what is dropped.
    private static XElement? Clean(XElement element)
    {
        var name = element.Name.LocalName;
        if (activeElements.Contains(name) || name == "style" && element.Name.Namespace != svg) throw Active(name);
        if (element.Name.Namespace != svg || droppedElements.Contains(name)) return null;
        if (name is "text" or "tspan" or "textPath") throw Unsupported(Word.Of("This SVG holds text that needs a font. Turn text into outlines in your drawing program, and choose it again."));
        if (!elements.Contains(name)) throw Unsupported(Word.Of("This SVG uses “{0}”, which is not taken. Save it as PNG, or export it as plain SVG."), name);

        var clean = new XElement(svg + name);
        foreach (var attribute in element.Attributes()) Copy(attribute, clean);
        foreach (var child in element.Elements())
            if (Clean(child) is { } kept) clean.Add(kept);
        if (name is "title" or "desc") clean.Value = element.Value;
        return clean;
    }

    private static void Copy(XAttribute attribute, XElement to)
    {
        var (name, value) = (attribute.Name.LocalName, attribute.Value.Trim());
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase)) throw Active(name);
        if (name == "href" && (attribute.Name.Namespace == XNamespace.None || attribute.Name.Namespace == xlink))
        {
            if (to.Name.LocalName is not ("linearGradient" or "radialGradient") || !LocalLink().IsMatch(value)) throw Active(name);
            to.SetAttributeValue("href", value);
        }
        else if (attribute.Name.Namespace != XNamespace.None) return;
        else if (name == "style") foreach (var (property, said) in Declarations(value)) CopyValue(property, said, paint, to);
        else CopyValue(name, value, name is "class" or "lang" ? [] : geometry.Union(paint), to);
    }

    // Unknown names say nothing to a picture of shapes; a value that points outside or hides something refuses the file.
    private static void CopyValue(string name, string value, IEnumerable<string> known, XElement to)
    {
        if (value.Contains("url", StringComparison.OrdinalIgnoreCase) && !LocalUrl().IsMatch(value)) throw Active(name);
        if (value.Contains("script:", StringComparison.OrdinalIgnoreCase) || value.Contains("expression", StringComparison.OrdinalIgnoreCase) || value.Contains("@import", StringComparison.OrdinalIgnoreCase)) throw Active(name);
        if (known.Contains(name) && PlainValue().IsMatch(value)) to.SetAttributeValue(name, value);
    }

    private static IEnumerable<(string Property, string Value)> Declarations(string style) =>
        from declaration in style.Split(';')
        let colon = declaration.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        select (declaration[..colon].Trim(), declaration[(colon + 1)..].Trim());

    // A gradient may continue another one, a shape may be clipped; neither in a circle, nor in a chain that multiplies work.
    private static void CheckLinks(XElement root)
    {
        var byId = root.DescendantsAndSelf().Where(element => element.Attribute("id") is not null).ToLookup(element => element.Attribute("id")!.Value, StringComparer.Ordinal);
        foreach (var element in root.Descendants(svg + "linearGradient").Concat(root.Descendants(svg + "radialGradient")))
        {
            var links = 0;
            for (var at = element; at?.Attribute("href")?.Value is { } link; at = byId[link[1..]].FirstOrDefault())
                if (++links > MostLinks) throw new RefusedException(new("picture-svg-complex", Word.Of("This SVG has too many parts. Simplify it, or save it as PNG.")));
        }
        if (root.Descendants(svg + "clipPath").Any(clip => clip.DescendantsAndSelf().Any(part => part.Attribute("clip-path") is not null || (part != clip && part.Name == svg + "clipPath"))))
            throw Unsupported(Word.Of("This SVG uses “{0}”, which is not taken. Save it as PNG, or export it as plain SVG."), "clipPath");
    }

    private static (double X, double Y, double Width, double Height)? Box(XElement root)
    {
        double[] box = root.Attribute("viewBox")?.Value is { } text
            ? [.. text.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(Number)]
            : [0, 0, Number(root.Attribute("width")?.Value), Number(root.Attribute("height")?.Value)];
        return box is [var x, var y, > 0 and <= 100_000 and var width, > 0 and <= 100_000 and var height] && Math.Abs(x) <= 100_000 && Math.Abs(y) <= 100_000
            ? (x, y, width, height)
            : null;
    }

    // Lengths with units are of the page; only their proportion matters here.
    private static double Number(string? text) =>
        text is not null && Length().Match(text) is { Success: true } match && double.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static (int Width, int Height) Fitted(double width, double height)
    {
        var scale = RasterPicture.BadgeSide / Math.Max(width, height);
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    private static PictureUpload.Refused Damaged => new("picture-damaged", Word.Of("This picture is damaged or cut short. Save it again and choose the new file."));

    private static RefusedException Active(string what) =>
        new(new("picture-svg-active", Word.Of("This SVG runs or loads something (“{0}”). Export it as plain SVG, with everything inside it, or save it as PNG."), what));

    private static RefusedException Unsupported(Word sentence, params object[] holes) => new(new("picture-svg-unsupported", sentence, holes));

    [GeneratedRegex(@"^#[A-Za-z_][\w.-]*$")]
    private static partial Regex LocalLink();

    [GeneratedRegex(@"^url\(\s*(['""]?)#[A-Za-z_][\w.-]*\1\s*\)(\s+[#\w]+)?$")]
    private static partial Regex LocalUrl();

    [GeneratedRegex(@"^[\w\s#%.,()+'""-]*$")]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"^\s*([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*(?:px|pt|mm|cm|in|pc|%)?\s*$")]
    private static partial Regex Length();

    // Carries a refusal out of the walk through the elements.
    private sealed class RefusedException(PictureUpload.Refused refusal) : Exception
    {
        public PictureUpload.Refused Refusal => refusal;
    }
}
