using System.Xml.Linq;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.UnitTests.Ui;

public class SealTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_same_definition_always_draws_the_same_seal() =>
        // Written out once: a change of the geometry changes every badge image ever issued with it.
        Assert.StartsWith(
            """<svg class="seal" viewBox="0 0 120 120" aria-hidden="true"><g class="g"><ellipse cx="60" cy="60" rx="45" ry="15" transform="rotate(0.0 60 60)"/>""",
            new Seal("data-literacy", 4, 3, "D").ToPageSvg(),
            StringComparison.Ordinal);

    [Fact]
    public void Different_definitions_draw_different_seals() =>
        Assert.True(Enumerable.Range(0, 50).Select(id => new Seal($"definition-{id}", 0, 0, "D").ToPageSvg()).Distinct().Count() > 20);

    [Theory]
    [InlineData(4, 3)]
    [InlineData(1, 0)]
    [InlineData(40, 40)]
    public void The_ring_has_one_arc_for_each_requirement_and_inks_in_those_met(int requirements, int met)
    {
        var page = XElement.Parse(new Seal("d", requirements, met, "D").ToPageSvg());
        var arcs = page.Elements("circle").Where(circle => circle.Attribute("r")!.Value == "54").ToList();

        Assert.Equal(requirements, arcs.Count);
        Assert.Equal(met, arcs.Count(arc => arc.Attribute("class")!.Value == "on"));
    }

    [Fact]
    public void Four_arcs_have_gaps_of_six_as_drawn_in_the_design()
    {
        var page = new Seal("d", 4, 4, "D").ToPageSvg();

        Assert.Contains("""stroke-dasharray="78.8 260.5" transform="rotate(-86.8 60 60)""", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SealState.Issued, "seal big issued")]
    [InlineData(SealState.Void, "seal big void")]
    [InlineData(SealState.None, "seal big")]
    public void The_state_is_a_class(SealState state, string expected) =>
        Assert.Equal(expected, XElement.Parse(new Seal("d", 2, 2, "D", state).ToPageSvg("big")).Attribute("class")!.Value);

    [Fact]
    public void The_image_needs_nothing_outside_itself()
    {
        var image = XElement.Parse(new Seal("d", 3, 3, "<", SealState.Issued).ToSvg("Tables & charts"));

        Assert.Equal("Tables & charts", image.Element(Svg + "title")!.Value);
        Assert.Equal("<", image.Element(Svg + "text")!.Value);
        Assert.Contains(image.Elements(Svg + "circle"), circle => circle.Attribute("fill")!.Value == SealColours.Shu);
        Assert.DoesNotContain(image.DescendantsAndSelf(), element => element.Attribute("class") is not null || element.Attribute("style") is not null || element.Attribute("href") is not null);
    }

    [Theory]
    [InlineData("Data Literacy", "D")]
    [InlineData("e-Learning", "L")]
    [InlineData("データ基礎", "デ")]
    [InlineData("lower case", "L")]
    [InlineData("—", "·")]
    public void The_letter_comes_from_the_title(string title, string letter) => Assert.Equal(letter, Seal.LetterOf(title));
}
