using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.BadgeImages;

namespace LtiBadgeConnector.UnitTests.BadgeImages;

/// <summary>What is refused in a design, with its code and the field to change.</summary>
public sealed class BadgeDesignCheckTests
{
    [Fact]
    public void The_default_and_every_palette_can_be_used()
    {
        Assert.Empty(BadgeDesignCheck.Problems(BadgeDesign.Default));
        Assert.All(BadgePalettes.All, palette => Assert.Empty(BadgeDesignCheck.Problems(BadgeDesign.Default with { Ground = palette.Ground, Line = palette.Line, Middle = palette.Middle })));
    }

    [Fact]
    public void Every_icon_can_be_used() => Assert.All(BadgeIcons.All, icon => Assert.Empty(BadgeDesignCheck.Problems(BadgeDesign.Default with { Icon = icon.Name })));

    [Theory]
    [InlineData("#ffffff", "#cccccc", "#b23a26", "badge-contrast-low", "Line")]
    [InlineData("#ffffff", "#22407a", "#ffff00", "badge-contrast-low", "Middle")]
    [InlineData("white", "#22407a", "#b23a26", "badge-colour-unreadable", "Ground")]
    [InlineData("#ffffff", "#22407a", "#b23a26\"/><script>", "badge-colour-unreadable", "Middle")]
    [InlineData("#ffffff", "", "#b23a26", "badge-colour-unreadable", "Line")]
    public void Colours_that_cannot_be_seen_or_read_are_refused(string ground, string line, string middle, string code, string field)
    {
        var problem = Assert.Single(BadgeDesignCheck.Problems(BadgeDesign.Default with { Ground = ground, Line = line, Middle = middle }));
        Assert.Equal((code, field), (problem.Code, problem.Field));
    }

    [Fact]
    public void What_is_on_no_list_is_refused()
    {
        var problems = BadgeDesignCheck.Problems(BadgeDesign.Default with { Shape = (BadgeShape)(-1), Ornament = (BadgeOrnament)99, Icon = "unicorn" });
        Assert.Equal([("badge-design-unknown", "Shape"), ("badge-design-unknown", "Ornament"), ("badge-design-unknown", "Icon")], problems.Select(problem => (problem.Code, problem.Field)));
    }

    [Fact]
    public void Words_too_long_to_be_read_are_refused()
    {
        Assert.Empty(BadgeDesignCheck.Problems(BadgeDesign.Default with { Letters = "統計学", Words = "データリテラシー基礎コース" }));
        Assert.Equal("badge-words-long", Assert.Single(BadgeDesignCheck.Problems(BadgeDesign.Default with { Letters = "統計学部" })).Code);
        Assert.Equal("badge-words-long", Assert.Single(BadgeDesignCheck.Problems(BadgeDesign.Default with { Words = "データリテラシーと統計学の基礎を学ぶ入門コース" })).Code);
        Assert.Equal("badge-words-long", Assert.Single(BadgeDesignCheck.Problems(BadgeDesign.Default with { Words = new string('i', 100_000) })).Code);
    }

    [Fact]
    public void A_character_that_no_font_has_is_named()
    {
        // A private-use character.
        var problem = Assert.Single(BadgeDesignCheck.Problems(BadgeDesign.Default with { Words = "A\uE123" }));
        Assert.Equal(("badge-character-undrawable", "Words"), (problem.Code, problem.Field));
        Assert.Equal("\uE123", problem.Holes[0]);
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#22407a", "#ffffff", 10.08)]
    [InlineData("#777777", "#ffffff", 4.48)]
    public void Contrast_is_that_of_WCAG(string one, string other, double ratio) => Assert.Equal(ratio, BadgeColour.Contrast(one, other), 0.05);

    [Fact]
    public void The_mark_in_the_middle_can_be_read_on_every_colour()
    {
        for (var colour = 0; colour < 0x1000000; colour += 0x10305)
        {
            var middle = $"#{colour:x6}";
            Assert.True(BadgeColour.Contrast(BadgeColour.Upon(middle), middle) >= 3.9, middle);
        }
    }
}
