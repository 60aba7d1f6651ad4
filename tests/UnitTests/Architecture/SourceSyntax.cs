using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LtiBadgeConnector.UnitTests.Architecture;

internal static class SourceSyntax
{
    public static CompilationUnitSyntax Syntax(this RepositoryFile file)
        => CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(LanguageVersion.Preview), file.Path).GetCompilationUnitRoot();

    /// <summary>Shows a place as compilers do: <c>src/Bad.cs(12): the code</c>.</summary>
    public static string Place(this SyntaxNode node)
        => $"{node.SyntaxTree.FilePath}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {node}";
}
