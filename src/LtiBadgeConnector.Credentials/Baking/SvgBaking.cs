using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace LtiBadgeConnector.Credentials.Baking;

/// <summary>Puts badges into SVG files and takes them out: one element right after the <c>svg</c> tag (Open Badges 3.0, 5.3.2).</summary>
public static class SvgBaking
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const string Prefix = "openbadges";
    private const int MostCharacters = 4 * 1024 * 1024;

    public static bool LooksLikeXml(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    /// <summary>The same picture with the badge in it; badges that were there are replaced, everything else stays as it was written.</summary>
    /// <exception cref="InvalidDataException">The bytes are no sound SVG.</exception>
    public static byte[] Bake(byte[] svg, BakedBadge badge)
    {
        var text = WithoutBadge(Encoding.UTF8.GetString(svg).TrimStart('\uFEFF'));
        var (name, end) = RootTag(text);
        var isEmpty = text[end - 1] == '/';
        var declared = $"{text[..(isEmpty ? end - 1 : end)].TrimEnd()} xmlns:{Prefix}=\"{NamespaceOf(badge.Generation)}\">";
        return Encoding.UTF8.GetBytes($"{declared}{Element(badge)}{(isEmpty ? $"</{name}>" : "")}{text[(end + 1)..]}");
    }

    /// <summary>What the picture holds.</summary>
    public static Unbaked Unbake(ReadOnlyMemory<byte> svg)
    {
        try
        {
            using var reader = Reader(new MemoryStream(svg.ToArray()));
            reader.MoveToContent();
            if (reader.LocalName != "svg") return new Unbaked.Nothing();
            Unbaked found = new Unbaked.Nothing();
            while (reader.Read())
            {
                if (GenerationOf(reader) is not { } generation) continue;
                if (found is Unbaked.Found) return new Unbaked.Ambiguous();
                found = TextOf(reader) is { } text ? new Unbaked.Found(generation, text) : new Unbaked.Damaged();
                if (found is Unbaked.Damaged) return found;
            }
            return found;
        }
        catch (XmlException)
        {
            return new Unbaked.Damaged();
        }
    }

    private static string NamespaceOf(BadgeGeneration generation) =>
        generation == BadgeGeneration.OpenBadges3 ? "https://purl.imsglobal.org/ob/v3p0" : "http://openbadges.org";

    private static string ElementOf(BadgeGeneration generation) => generation == BadgeGeneration.OpenBadges3 ? "credential" : "assertion";

    // JSON says the same with the escape, and a CDATA section cannot hold its own end.
    private static string Element(BakedBadge badge)
    {
        var name = $"{Prefix}:{ElementOf(badge.Generation)}";
        var verify = badge.IsJson ? badge.HostedAt : badge.Text;
        var body = badge.IsJson ? $"<![CDATA[{badge.Text.Replace("]]>", "]]\\u003e", StringComparison.Ordinal)}]]>" : "";
        return $"<{name}{(verify is null ? "" : $" verify=\"{Escaped(verify)}\"")}>{body}</{name}>";
    }

    private static string Escaped(string value) => new XAttribute("v", value).ToString()["v=\"".Length..^1];

    private static BadgeGeneration? GenerationOf(XmlReader reader)
    {
        if (reader.NodeType != XmlNodeType.Element) return null;
        foreach (var generation in Enum.GetValues<BadgeGeneration>())
            if (reader.LocalName == ElementOf(generation) && reader.NamespaceURI == NamespaceOf(generation)) return generation;
        return null;
    }

    // The body where there is one, otherwise what the attribute says. The reader ends on the element's end.
    private static string? TextOf(XmlReader reader)
    {
        var verify = reader.GetAttribute("verify");
        var body = new StringBuilder();
        if (!reader.IsEmptyElement)
        {
            while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace) body.Append(reader.Value);
                else if (reader.NodeType != XmlNodeType.Comment) return null;
            }
        }
        var text = body.ToString().Trim();
        return text.Length > 0 ? text : verify?.Trim() is { Length: > 0 } named ? named : null;
    }

    private static string WithoutBadge(string text)
    {
        var document = Load(text);
        var root = document.Root!;
        if (root.Name != XName.Get("svg", Svg)) throw new InvalidDataException("The picture is no SVG.");
        var badges = root.Descendants().Where(element => Enum.GetValues<BadgeGeneration>().Any(one => element.Name == XName.Get(ElementOf(one), NamespaceOf(one)))).ToList();
        var declarations = root.Attributes().Where(attribute => attribute.IsNamespaceDeclaration && attribute.Name.LocalName == Prefix).ToList();
        if (badges.Count == 0 && declarations.Count == 0) return text;

        badges.ForEach(badge => badge.Remove());
        declarations.ForEach(declaration => declaration.Remove());
        return document.ToString(SaveOptions.DisableFormatting);
    }

    private static XDocument Load(string text)
    {
        try
        {
            using var reader = Reader(new MemoryStream(Encoding.UTF8.GetBytes(text)));
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException("The picture is no sound XML.", e);
        }
    }

    // The XML is sound, so the first tag that is neither declaration, instruction, comment nor document type is the root.
    private static (string Name, int End) RootTag(string text)
    {
        var at = 0;
        while (true)
        {
            at = text.IndexOf('<', at);
            if (After(text, at, "<!--", "-->") is { } comment) at = comment;
            else if (After(text, at, "<?", "?>") is { } instruction) at = instruction;
            else if (After(text, at, "<!", ">") is { } type) at = type;
            else break;
        }

        var name = text[(at + 1)..text.IndexOfAny([' ', '\t', '\r', '\n', '/', '>'], at)];
        for (char? quote = null; ; at++)
        {
            if (quote is null && text[at] == '>') return (name, at);
            if (quote is null && text[at] is '"' or '\'') quote = text[at];
            else if (text[at] == quote) quote = null;
        }
    }

    private static int? After(string text, int at, string start, string end) =>
        string.CompareOrdinal(text, at, start, 0, start.Length) == 0 ? text.IndexOf(end, at, StringComparison.Ordinal) + end.Length : null;

    // A document type is skipped, so its entities are unknown and refused; nothing is ever fetched.
    private static XmlReader Reader(Stream stream) => XmlReader.Create(stream, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = MostCharacters, MaxCharactersFromEntities = 1024, CloseInput = true,
    });
}
