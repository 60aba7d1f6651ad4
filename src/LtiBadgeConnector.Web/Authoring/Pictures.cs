using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>Uploaded pictures, judged by what they hold and never by their name.</summary>
public static class Pictures
{
    public const int MostBytes = 1024 * 1024;

    private static readonly byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] jpeg = [0xFF, 0xD8, 0xFF];

    /// <summary>Null for anything but PNG, JPEG and an SVG that can neither run nor load anything.</summary>
    public static string? MediaTypeOf(byte[] content) =>
        content.AsSpan().StartsWith(png) ? "image/png"
        : content.AsSpan().StartsWith(jpeg) ? "image/jpeg"
        : IsHarmlessSvg(content) ? "image/svg+xml"
        : null;

    private static bool IsHarmlessSvg(byte[] content)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(content).TrimStart('\uFEFF')), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader).Root!;
            return root.Name == XName.Get("svg", "http://www.w3.org/2000/svg") && root.DescendantsAndSelf().All(IsHarmless);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool IsHarmless(XElement element) =>
        element.Name.LocalName is not ("script" or "foreignObject" or "iframe" or "style" or "image" or "a" or "use" or "set" or "animate")
        && element.Attributes().All(attribute =>
            !attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            && attribute.Name.LocalName is not ("href" or "src" or "style"));
}
