using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LtiBadgeConnector.UnitTests.Ui;

/// <summary>The words the source asks for and the words that are there.</summary>
public partial class WordsTests
{
    private static readonly Dictionary<string, string> Japanese = Load("Words.ja.resx");

    [Fact]
    public void Every_sentence_has_its_Japanese()
    {
        Assert.NotEmpty(Used());
        Assert.Empty(Used().Except(Japanese.Keys));
    }

    [Fact]
    public void Every_Japanese_sentence_is_used() => Assert.Empty(Japanese.Keys.Except(Used()));

    [Fact]
    public void Both_languages_have_the_same_holes() =>
        Assert.All(Japanese, pair => Assert.True(Holes(pair.Key).SetEquals(Holes(pair.Value)), $"{pair.Key} / {pair.Value}"));

    [Fact]
    public void The_neutral_file_is_empty_because_the_keys_are_English() => Assert.Empty(Load("Words.resx"));

    [Fact]
    public void The_tone_of_the_words_is_kept()
    {
        Assert.All(Japanese, pair => Assert.Empty(Forbidden().Matches(pair.Key + pair.Value)));
        Assert.NotEmpty(Forbidden().Matches("Saved successfully!"));
        Assert.NotEmpty(Forbidden().Matches("あなたのバッジ"));
    }

    [Theory]
    [InlineData("""<p>@W["Not yet"]</p>""", "Not yet")]
    [InlineData("""@H["{0} of {1}", a, b]""", "{0} of {1}")]
    [InlineData("""Word.Of("Draft")""", "Draft")]
    [InlineData("""words["A \"quoted\" word"]""", "A \"quoted\" word")]
    [InlineData("""W.Count(n, "{0} point", "{0} points", n)""", "{0} point")]
    [InlineData("""words.Count(F(a, b), "{0} point", "{0} points", n)""", "{0} points")]
    public void A_sentence_in_the_source_is_found(string source, string key) => Assert.Contains(key, KeysIn(source));

    [Fact]
    public void A_forgotten_translation_is_noticed() =>
        Assert.Equal(["Never translated"], KeysIn("""@W["Never translated"] @W["Help"]""").Except(Japanese.Keys));

    [Fact]
    public void A_lost_hole_is_noticed() => Assert.False(Holes("{0} of {1}").SetEquals(Holes("{0}名")));

    private static HashSet<string> Used() => [.. SourceTree.Files(SourceTree.Web, ".cs", ".cshtml").SelectMany(file => KeysIn(DocumentationComment().Replace(file.Text, "")))];

    private static IEnumerable<string> KeysIn(string source) =>
        Indexed().Matches(source).Select(match => match.Groups[1].Value)
            .Concat(Counted().Matches(source).SelectMany(match => new[] { match.Groups[1].Value, match.Groups[2].Value }))
            .Select(Regex.Unescape);

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(match => match.Value)];

    private static Dictionary<string, string> Load(string file) =>
        XDocument.Load(Path.Combine(SourceTree.Web, "Resources", file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    [GeneratedRegex(@"(?<!\w)(?:(?:W|H|words)\[|Word\.Of\()\s*""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Indexed();

    // The number may be any expression; the two sentences are the first two literals that follow one another.
    [GeneratedRegex(@"(?<!\w)(?:W|H|words)\.Count\([^;]*?""((?:[^""\\]|\\.)*)""\s*,\s*""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Counted();

    [GeneratedRegex(@"^\s*///.*$", RegexOptions.Multiline)]
    private static partial Regex DocumentationComment();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"!|！|あなた|\b(please|sorry|successfully)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();
}
