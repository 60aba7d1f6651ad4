using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>The folder tells the namespace, so that either tells where to look for the other.</summary>
public sealed class NamespaceTests
{
    [Fact]
    public void Namespaces_are_file_scoped_and_match_the_folder() => Guard.FindsNothing(RepositoryFile.All.SelectMany(Problems));

    [Theory]
    [InlineData("src/LtiBadgeConnector.Core/Criteria/Rule.cs", "namespace LtiBadgeConnector.Core; class Rule;")]
    [InlineData("src/LtiBadgeConnector.Core/Criteria/Rule.cs", "namespace LtiBadgeConnector.Core.Criteria { class Rule; }")]
    [InlineData("src/LtiBadgeConnector.Core/Criteria/Rule.cs", "class Rule;")]
    [InlineData("tests/UnitTests/Criteria/RuleTests.cs", "namespace UnitTests.Criteria; class RuleTests;")]
    public void Finds_a_namespace_that_does_not_match(string path, string code) => Guard.Finds(path, Problems(new RepositoryFile(path, code)));

    [Theory]
    [InlineData("src/LtiBadgeConnector.Core/Criteria/Rule.cs", "namespace LtiBadgeConnector.Core.Criteria; class Rule;")]
    [InlineData("tests/UnitTests/Criteria/RuleTests.cs", "namespace LtiBadgeConnector.UnitTests.Criteria; class RuleTests;")]
    [InlineData("src/LtiBadgeConnector.Web/Program.cs", "Console.WriteLine(); public partial class Program;")]
    [InlineData("src/LtiBadgeConnector.Web/Usings.cs", "global using System;")]
    public void Passes_what_matches_or_needs_none(string path, string code) => Guard.FindsNothing(Problems(new RepositoryFile(path, code)));

    private static IEnumerable<string> Problems(RepositoryFile file)
    {
        if (file.Extension != ".cs" || file.Path.Split('/') is not ["src" or "tests", ..])
            return [];

        var expected = Expected(file.Path.Split('/')[..^1]);
        var root = file.Syntax();
        return root.Members.OfType<BaseNamespaceDeclarationSyntax>().ToList() switch
        {
            [] when root.Members.All(NeedsNoNamespace) => [],
            [FileScopedNamespaceDeclarationSyntax only] when only.Name.ToString() == expected => [],
            _ => [$"{file.Path}: expected one line 'namespace {expected};'"],
        };
    }

    private static bool NeedsNoNamespace(MemberDeclarationSyntax member)
        => member is GlobalStatementSyntax or ClassDeclarationSyntax { Identifier.Text: "Program" };

    private static string Expected(string[] folders)
        => string.Join('.', folders[0] == "src" ? folders[1..] : ["LtiBadgeConnector", .. folders[1..]]);
}
