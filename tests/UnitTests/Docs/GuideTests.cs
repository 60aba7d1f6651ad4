using System.Text.RegularExpressions;
using System.Xml.Linq;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.UnitTests.Ui;
using LtiBadgeConnector.Web.Commands;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Registering;

namespace LtiBadgeConnector.UnitTests.Docs;

/// <summary>The guides of <c>docs/lms</c> name only buttons, kinds, options, commands, files and codes that are there.</summary>
public partial class GuideTests
{
    private static readonly string[] guides = ["canvas.md", "blackboard.md", "brightspace.md", "sakai.md", "openedx.md", "other.md"];

    private static readonly HashSet<string> words = [.. XDocument.Load(Path.Combine(SourceTree.Web, "Resources", "Words.ja.resx")).Root!.Elements("data").Select(data => data.Attribute("name")!.Value)];

    public static TheoryData<string> Guides => new(guides);

    [Theory]
    [MemberData(nameof(Guides))]
    public void Names_only_what_is_there(string guide) => Assert.Empty(Mistakes(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "lms", guide))));

    [Fact]
    public void The_guide_to_Canvas_lists_the_scopes_that_are_asked_for() =>
        Assert.Equal(CanvasScopes.All, Scope().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "lms", "canvas.md"))).Select(match => match.Value.Replace("\\|", "|", StringComparison.Ordinal)));

    // Its bold words are Moodle's as often as ours.
    [Fact]
    public void The_guide_to_Moodle_names_only_commands_that_are_there() => Assert.Empty(MistakesInCode(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "lms", "moodle.md"))));

    [Theory]
    [InlineData("Press **No such button**.", "No such button")]
    [InlineData("`connection add --kind blackboard-rest`", "--kind blackboard-rest")]
    [InlineData("`connection add --kind xapi --learners FORM`", "--learners")]
    [InlineData("`connection remove`", "connection remove")]
    [InlineData("`https://HOST/lti/config/sakai.json`", "/lti/config/sakai.json")]
    [InlineData("the code `canvas-never-heard-of`", "canvas-never-heard-of")]
    public void A_mistake_is_noticed(string text, string mistake) => Assert.Equal([mistake], Mistakes(text));

    private static IEnumerable<string> Mistakes(string guide) =>
        [.. Bold().Matches(guide).Select(match => match.Groups[1].Value).Where(word => word is not "bold" && !words.Contains(word)), .. MistakesInCode(guide)];

    private static IEnumerable<string> MistakesInCode(string guide) =>
    [
        .. Kind().Matches(guide).Where(match => ConnectionKinds.Find(match.Groups[1].Value) is null).Select(match => match.Value),
        .. Option().Matches(guide).Select(match => match.Value).Where(option => !Options.Contains(option[2..])),
        .. Command().Matches(guide).Select(match => match.Groups[1].Value).Where(command => !CommandLine.Names.Contains(command)),
        .. Paper().Matches(guide).Select(match => match.Value).Where(path => !ToolOnPaper.Files.Append("moodle").Contains(path["/lti/config/".Length..])),
        .. Code().Matches(guide).Select(match => match.Groups[1].Value).Where(code => ProblemCatalogue.Find(code) is null && ConnectionKinds.Find(code) is null),
    ];

    private static HashSet<string> Options { get; } =
    [
        "platform", "kind", "name", "issuer", "client-id", "auth-url", "token-url", "jwks-url", "deployment", "token-audience", "family", "tenant", "personality",
        .. ConnectionKinds.All.SelectMany(kind => kind.Fields).Select(field => field.Option),
    ];

    [GeneratedRegex(@"\*\*([^*\n]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"--kind ([a-z-]+)")]
    private static partial Regex Kind();

    [GeneratedRegex(@"(?<![-|])--[a-z][a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"(?:`|LtiBadgeConnector\.Web )((?:connection|platform) [a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"/lti/config/[a-z.]+(?<!\.)")]
    private static partial Regex Paper();

    [GeneratedRegex(@"`((?:canvas|webhook|xapi|caliper|cloudevents|openedx)-[a-z-]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"url:GET\\\|[^`]+")]
    private static partial Regex Scope();
}
