using System.Text.RegularExpressions;
using System.Xml.Linq;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.UnitTests.Ui;

public partial class IconTests
{
    [Fact]
    public void There_are_twenty_icons_and_each_is_well_formed()
    {
        Assert.Equal(20, Icons.Names.Count);
        Assert.All(Icons.Names, name => Assert.Equal("true", XElement.Parse(Icons.Svg(name).ToString()!).Attribute("aria-hidden")!.Value));
    }

    [Fact]
    public void Every_state_word_has_an_icon_that_exists() => Assert.All(StateWords.All, state => Assert.Contains(state.Icon, Icons.Names));

    [Fact]
    public void Every_icon_a_view_names_exists()
    {
        var named = SourceTree.Files(SourceTree.Web, ".cshtml").SelectMany(file => Named().Matches(file.Text)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, Icons.Names));
    }

    [Fact]
    public void An_icon_that_does_not_exist_throws() => Assert.Throws<KeyNotFoundException>(() => Icons.Svg("unicorn"));

    [GeneratedRegex(@"(?:<icon[^>]*\bname|\bicon)=""([a-z-]+)""")]
    private static partial Regex Named();
}
