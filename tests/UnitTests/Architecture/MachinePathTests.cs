using System.Text.RegularExpressions;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>The repository stands on its own: nothing in it points at a folder outside it, on whoever's machine.</summary>
public sealed class MachinePathTests
{
    // In pieces, so that this file passes its own guard.
    private static readonly Regex Outside = new(
        @"(?<![\w.:/-])/wo" + @"rk/|\.\./sha" + @"red\b|(?<![\w.:/-])/tm" + @"p/(plan|wt)\b|(?<![\w.:/-])/ro" + @"ot/", RegexOptions.CultureInvariant);

    [Fact]
    public void Nothing_points_outside_the_repository() => Guard.FindsNothing(RepositoryFile.All.SelectMany(Problems));

    [Theory]
    [InlineData("see /wo" + "rk/main/README.md")]
    [InlineData("path = \"/wo" + "rk/x\"")]
    [InlineData("../../sha" + "red/design.md")]
    [InlineData("/tm" + "p/wt/x")]
    [InlineData("cd /ro" + "ot/src")]
    public void Finds_a_path_of_one_machine(string text) => Guard.Finds("docs/bad.md", Problems(new RepositoryFile("docs/bad.md", text)));

    [Theory]
    [InlineData("https://example.org/work/item")]
    [InlineData("framework/ and homework/")]
    public void Passes_an_address_and_a_word(string text) => Guard.FindsNothing(Problems(new RepositoryFile("docs/good.md", text)));

    private static IEnumerable<string> Problems(RepositoryFile file) => Outside.Matches(file.Text).Select(match => $"{file.Path}: {match.Value}");
}
