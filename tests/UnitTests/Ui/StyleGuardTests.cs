using System.Text.RegularExpressions;

namespace LtiBadgeConnector.UnitTests.Ui;

/// <summary>What the content security policy and the design forbid in views and style sheets.</summary>
public partial class StyleGuardTests
{
    private static readonly string Css = Path.Combine(SourceTree.Web, "wwwroot", "css");

    [Fact]
    public void The_style_sheet_stays_small() => Assert.True(new FileInfo(Path.Combine(Css, "app.css")).Length < 20 * 1024);

    [Fact]
    public void Colours_stand_in_the_tokens_only()
    {
        var sheets = SourceTree.Files(Css, ".css").Where(file => !file.Path.EndsWith("tokens.css", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, sheets.Count);
        Assert.All(sheets, file => Assert.Empty(ColoursIn(file.Text)));
    }

    [Fact]
    public void No_view_carries_inline_style_or_script()
    {
        var views = SourceTree.Files(SourceTree.Web, ".cshtml").ToList();

        Assert.NotEmpty(views);
        Assert.All(views, file => Assert.Empty(InlineIn(file.Text)));
    }

    [Fact]
    public void No_tag_helper_writes_inline_style_or_script() =>
        Assert.All(SourceTree.Files(Path.Combine(SourceTree.Web, "Ui"), ".cs"), file => Assert.Empty(InlineIn(file.Text.Replace("\\\"", "\"", StringComparison.Ordinal))));

    [Theory]
    [InlineData("<p style=\"color:red\">")]
    [InlineData("<style>p{}</style>")]
    [InlineData("<button onclick=\"go()\">")]
    [InlineData("<script>go()</script>")]
    [InlineData("<a href=\"javascript:go()\">")]
    [InlineData("<div hx-on:click=\"go()\">")]
    public void Inline_style_and_script_are_recognised(string markup) => Assert.NotEmpty(InlineIn(markup));

    [Theory]
    [InlineData("a{color:#fff}")]
    [InlineData("a{color:rgb(0 0 0)}")]
    [InlineData("a{color:white}")]
    public void Colours_are_recognised(string css) => Assert.NotEmpty(ColoursIn(css));

    private static MatchCollection ColoursIn(string css) => Colour().Matches(css);

    private static MatchCollection InlineIn(string markup) => Inline().Matches(markup);

    [GeneratedRegex(@"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|lab|color-mix)\(|:\s*(white|black|red|green|blue|gr[ae]y)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Colour();

    [GeneratedRegex(@"\sstyle\s*=|<style\b|\son[a-z]+=[""']|\shx-on\b|javascript:|<script(?![^>]*\b(asset|src|nonce)=)", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
