using System.Xml.Linq;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.BadgeImages;
using SkiaSharp;

namespace LtiBadgeConnector.UnitTests.BadgeImages;

/// <summary>Designs as pictures: one geometry in two forms, the same on every machine.</summary>
public sealed class BadgeDrawingTests
{
    private const string Id = "018f2a3e-0000-7000-8000-000000000001";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<BadgeShape, BadgeOrnament, string> Designs()
    {
        var data = new TheoryData<BadgeShape, BadgeOrnament, string>();
        foreach (var shape in Enum.GetValues<BadgeShape>())
            foreach (var ornament in Enum.GetValues<BadgeOrnament>())
                data.Add(shape, ornament, ornament == BadgeOrnament.Weave ? "" : "book");
        return data;
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void Every_shape_and_ornament_is_drawn_in_both_forms(BadgeShape shape, BadgeOrnament ornament, string icon)
    {
        var drawing = new BadgeDrawing(BadgeDesign.Default with { Shape = shape, Ornament = ornament, Icon = icon, Words = "データ Data" }, Id, "Data Literacy");
        var svg = XElement.Parse(drawing.ToSvg());
        using var picture = SKBitmap.Decode(drawing.ToPng());

        Assert.Equal("Data Literacy", svg.Element(Svg + "title")!.Value);
        Assert.Equal((BadgeDrawing.Size, BadgeDrawing.Size), (picture.Width, picture.Height));
        Assert.All(svg.Elements(Svg + "path"), path => Assert.False(SKPath.ParseSvgPathData(path.Attribute("d")!.Value).IsEmpty));
        // The middle has its colour beside the mark, the corner is outside of every shape.
        Assert.Equal(SKColor.Parse(BadgeDesign.Default.Middle), picture.GetPixel(BadgeDrawing.Size / 2, (int)((60 - 15.5) / 120 * BadgeDrawing.Size)));
        Assert.Equal(0, picture.GetPixel(1, 1).Alpha);
    }

    [Fact]
    public void The_same_design_gives_the_same_bytes()
    {
        var design = BadgeDesign.Default with { Words = "統計", Shape = BadgeShape.Hexagon };

        Assert.Equal(new BadgeDrawing(design, Id, "A").ToSvg(), new BadgeDrawing(design, Id, "A").ToSvg());
        Assert.Equal(new BadgeDrawing(design, Id, "A").ToPng(), new BadgeDrawing(design, Id, "A").ToPng());
        Assert.NotEqual(new BadgeDrawing(design, Id, "A").ToSvg(), new BadgeDrawing(design with { Line = "#000000" }, Id, "A").ToSvg());
    }

    [Fact]
    public void A_picture_needs_no_font_and_nothing_outside_itself()
    {
        var svg = XElement.Parse(new BadgeDrawing(BadgeDesign.Default with { Words = "データリテラシー", Letters = "統" }, Id, "<&>").ToSvg());

        Assert.DoesNotContain(svg.DescendantsAndSelf(), element => element.Name.LocalName is "text" or "image" or "use" or "style");
        Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "href" or "style" or "class" or "font-family");
    }

    [Theory]
    [InlineData("Data")]
    [InlineData("データリテラシー基礎")]
    [InlineData("Ελληνικά")]
    [InlineData("Русский")]
    [InlineData("tiếng Việt")]
    [InlineData("हिन्दी")]
    [InlineData("محو أمية البيانات 2026")]
    [InlineData("אוריינות נתונים")]
    [InlineData("ความรู้ข้อมูล")]
    public void Words_of_many_scripts_are_drawn_with_the_fonts_that_travel_along(string words)
    {
        Assert.Null(BadgeLettering.Undrawable(words));
        var without = XElement.Parse(new BadgeDrawing(BadgeDesign.Default, Id, "A").ToSvg()).Elements(Svg + "path").Count();
        var with = XElement.Parse(new BadgeDrawing(BadgeDesign.Default with { Words = words }, Id, "A").ToSvg()).Elements(Svg + "path").ToList();
        Assert.Equal(without + 2, with.Count);
        Assert.InRange(SKPath.ParseSvgPathData(with[^1].Attribute("d")!.Value).TightBounds.Width, 10, 89);
    }

    [Fact]
    public void Arabic_letters_are_joined_and_run_from_right_to_left()
    {
        // Shaped, a word is narrower than its letters one by one; unshaped they would be as wide.
        var word = BadgeLettering.Of("محمد")!.SizeIn(10_000, 1_000_000, 1_000_000);
        var letters = BadgeLettering.Of("م ح م د")!.SizeIn(10_000, 1_000_000, 1_000_000);
        Assert.True(word > letters * 1.2);
        // Alef stands first, that is on the right: the tall stroke is in the right half.
        var path = SKPath.ParseSvgPathData(BadgeLettering.Of("اب")!.PathAt(0, 0, 100));
        Assert.True(path.Contains(path.TightBounds.Right - 4, path.TightBounds.Top + 4));
    }

    [Fact]
    public void Each_requirement_is_one_arc_of_a_round_border()
    {
        int Arcs(int count) => XElement.Parse(new BadgeDrawing(BadgeDesign.Default with { Arcs = count }, Id, "A").ToSvg()).Elements(Svg + "path").Count(path => path.Attribute("stroke-width")?.Value == "5");

        Assert.Equal((1, 4, 9), (Arcs(1), Arcs(4), Arcs(9)));
        Assert.True((BadgeDesign.Default with { Arcs = 9 }).IsDefault);
        Assert.False((BadgeDesign.Default with { Icon = "star" }).IsDefault);
    }

    [Fact]
    public void A_stored_design_is_read_again_and_an_older_definition_has_none()
    {
        var design = new BadgeDesign { Shape = BadgeShape.Shield, Ornament = BadgeOrnament.Rings, Line = "#123456", Icon = "star", Words = "統計", HasLargeMiddle = true, Arcs = 3 };
        var definition = Definition.Blank("A", "ja") with { Design = design };

        Assert.Equal(design, DefinitionJson.Read(DefinitionJson.Write(definition)).Design);
        Assert.Contains("\"Shield\"", DefinitionJson.Write(definition), StringComparison.Ordinal);
        Assert.DoesNotContain("esign", DefinitionJson.Write(Definition.Blank("A", "ja")), StringComparison.Ordinal);
        Assert.Null(DefinitionJson.Read("""{"language":"ja","title":"A"}""").Design);
    }
}
