using System.Text.RegularExpressions;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>What is not done is an issue, not a note in the source.</summary>
public sealed partial class UnfinishedWorkTests
{
    [Fact]
    public void Source_holds_no_unfinished_work() => Guard.FindsNothing(RepositoryFile.Source.SelectMany(Problems));

    [Theory]
    [InlineData("src/Bad.cs", "// TO" + "DO later")]
    [InlineData("src/Bad.cs", "throw new NotImplemented" + "Exception();")]
    [InlineData("src/bad.css", "/* FIX" + "ME */")]
    public void Finds_a_note(string path, string text) => Guard.Finds(path, Problems(new RepositoryFile(path, text)));

    // What others wrote lies in wwwroot/lib as they wrote it.
    private static IEnumerable<string> Problems(RepositoryFile file)
        => file.Path.Contains("/wwwroot/lib/", StringComparison.Ordinal)
            ? []
            : Notes().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}");

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|NotImplementedException")]
    private static partial Regex Notes();
}
