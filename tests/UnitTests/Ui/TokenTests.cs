using System.Globalization;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.UnitTests.Ui;

/// <summary>WCAG 2.2, 1.4.3 and 1.4.11, with a margin: the pairs of tokens that meet on a page.</summary>
public partial class TokenTests
{
    private const double Text = 5.3;
    private const double Mark = 3.4;

    private static readonly (string Front, string Back, double Least)[] Pairs =
    [
        ("ink", "paper", Text), ("ink", "sunk", Text), ("ink-2", "paper", Text), ("ink-2", "sunk", Text), ("ink-3", "paper", Text),
        ("ai", "paper", Text), ("ai", "sunk", Text), ("ai", "ai-soft", Text), ("ai-deep", "paper", Text), ("on-ai", "ai", Text), ("on-ai", "ai-deep", Text),
        ("on-shu", "shu", Text), ("met", "met-soft", Text), ("near", "near-soft", Text), ("stop", "stop-soft", Text), ("stop", "sheet", Text), ("idle", "idle-soft", Text),
        ("edge", "paper", Mark), ("edge", "sunk", Mark), ("focus", "paper", Mark), ("shu", "sheet", Mark), ("near", "paper", Mark),
    ];

    private static readonly string Css = File.ReadAllText(Path.Combine(SourceTree.Web, "wwwroot", "css", "tokens.css"));

    public static TheoryData<string, string, double, string> All()
    {
        var data = new TheoryData<string, string, double, string>();
        foreach (var (front, back, least) in Pairs)
        {
            data.Add(front, back, least, "light");
            data.Add(front, back, least, "dark");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_pair_of_tokens_has_enough_contrast(string front, string back, double least, string mode)
    {
        var tokens = Tokens(mode);

        Assert.True(Contrast(tokens[front], tokens[back]) >= least, $"{front} on {back}, {mode}: {Contrast(tokens[front], tokens[back]):0.00}");
    }

    [Fact]
    public void Grey_on_grey_would_not_pass() => Assert.True(Contrast("#888888", "#999999") < Mark);

    [Fact]
    public void The_seal_image_has_the_colours_of_the_light_tokens()
    {
        var tokens = Tokens("light");

        Assert.Equal(
            (tokens["sheet"], tokens["ai"], tokens["shu"], tokens["on-shu"], tokens["edge"], tokens["ink-3"]),
            (SealColours.Sheet, SealColours.Ai, SealColours.Shu, SealColours.OnShu, SealColours.Edge, SealColours.Ink3));
    }

    private static Dictionary<string, string> Tokens(string mode)
    {
        var dark = Css.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal);
        var part = mode == "dark" ? Css[dark..] : Css[..dark];
        return Token().Matches(part).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }

    [GeneratedRegex(@"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b")]
    private static partial Regex Token();
}
