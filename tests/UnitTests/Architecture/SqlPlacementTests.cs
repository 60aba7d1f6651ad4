using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>All SQL stands in the storage project: only there is every statement compiled against the schema.</summary>
public sealed partial class SqlPlacementTests
{
    [Fact]
    public void Sql_stands_only_in_the_storage_project() => Guard.FindsNothing(RepositoryFile.Source.SelectMany(Problems));

    [Theory]
    [InlineData("""var sql = "SELECT id FROM awards";""")]
    [InlineData("""var sql = "INSERT INTO awards (id) VALUES (@id)";""")]
    [InlineData("""var sql = "UPDATE awards SET state = 1";""")]
    [InlineData("""var sql = "DELETE FROM awards";""")]
    [InlineData("""var sql = "select id from awards";""")]
    [InlineData("""var sql = $"SELECT {columns} FROM {table}";""")]
    [InlineData("""var sql = "SELECT id, state " + "FROM awards";""")]
    [InlineData("var sql = \"\"\"\n  SELECT id\n  FROM awards\n  \"\"\";")]
    public void Finds_a_statement_elsewhere(string code)
        => Guard.Finds("src/LtiBadgeConnector.Core/Bad.cs", Problems(new RepositoryFile("src/LtiBadgeConnector.Core/Bad.cs", code)));

    [Fact]
    public void Finds_a_script_elsewhere()
        => Guard.Finds("extra.sql", Problems(new RepositoryFile("src/LtiBadgeConnector.Web/extra.sql", "-- anything")));

    [Theory]
    [InlineData("src/LtiBadgeConnector.Storage/Awards.cs", """var sql = "SELECT id FROM awards";""")]
    [InlineData("src/LtiBadgeConnector.Web/Words.cs", """var help = "Select a course from the list, or delete from there.";""")]
    [InlineData("src/LtiBadgeConnector.Web/Comment.cs", "// SELECT id FROM awards would be slower\nvar one = 1;")]
    public void Passes_prose_and_the_storage_project(string path, string code) => Guard.FindsNothing(Problems(new RepositoryFile(path, code)));

    private static IEnumerable<string> Problems(RepositoryFile file)
    {
        if (file.Path.StartsWith("src/LtiBadgeConnector.Storage/", StringComparison.Ordinal))
            return [];

        return file.Extension switch
        {
            ".sql" => [$"{file.Path}: a script"],
            ".cs" => file.Syntax().DescendantNodes().Where(IsWholeText)
                .Where(node => Statement().IsMatch(Text(node)))
                .Select(node => node.Place()),
            ".cshtml" => Statement().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"),
            _ => [],
        };
    }

    // The outermost of a concatenation or interpolation, so that its parts are read together.
    private static bool IsWholeText(SyntaxNode node) => IsText(node) && !node.Ancestors().Any(IsJoin);

    private static bool IsText(SyntaxNode node) => node.IsKind(SyntaxKind.StringLiteralExpression) || node.IsKind(SyntaxKind.Utf8StringLiteralExpression) || IsJoin(node);

    private static bool IsJoin(SyntaxNode node) => node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.AddExpression);

    private static string Text(SyntaxNode node) => string.Join("", node.DescendantTokens().Select(token => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringTextToken => token.ValueText,
        SyntaxKind.OpenBraceToken => "x",
        _ => "",
    }));

    // Keywords all in capitals anywhere, or all in small letters at the beginning: prose has neither.
    [GeneratedRegex(@"\bSELECT\s[\s\S]*\bFROM\s|\bINSERT\s+INTO\s|\bUPDATE\s+\S+\s+SET\s|\bDELETE\s+FROM\s"
        + @"|^\s*(select\s[\s\S]*\bfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s)")]
    private static partial Regex Statement();
}
