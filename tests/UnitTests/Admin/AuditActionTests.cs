using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.UnitTests.Architecture;
using LtiBadgeConnector.Web.Admin;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LtiBadgeConnector.UnitTests.Admin;

/// <summary>Actions of the audit trail have one form, and a word in the console.</summary>
public sealed class AuditActionTests
{
    private static readonly string[] writers = ["Of", "Note", "Done", "Move", "Entry"];

    [Fact]
    public void Every_recorded_action_is_kebab_case_and_has_a_word() => Guard.FindsNothing(Actions(RepositoryFile.Source).Where(IsUnknown));

    [Fact]
    public void Every_word_is_of_an_action_that_is_recorded() =>
        Assert.Empty(AuditWords.All.Select(entry => entry.Action).Except(Actions(RepositoryFile.Source)));

    [Theory]
    [InlineData("""audit.Append(AuditEntry.Of(tenant, now, "command", null, "platform.saved", id), ct);""", "platform.saved")]
    [InlineData("""await Note("never-heard-of", null, ct);""", "never-heard-of")]
    [InlineData("""return await Done(isOn ? "mapping-paused" : "mapping.paused", id, ct);""", "mapping.paused")]
    public void An_action_of_another_form_or_without_a_word_is_noticed(string code, string action) =>
        Assert.Equal([action], Actions([new RepositoryFile("src/LtiBadgeConnector.Web/Bad.cs", $"class Bad {{ async Task Run() {{ {code} }} }}")]).Where(IsUnknown));

    [Theory]
    [InlineData("platform.saved")]
    [InlineData("Platform-saved")]
    [InlineData("saved")]
    [InlineData("platform--saved")]
    public void An_entry_of_another_form_is_not_made(string action) =>
        Assert.Throws<ArgumentException>(() => AuditEntry.Of(new TenantId(Guid.NewGuid()), default, "command", null, action));

    private static bool IsUnknown(string action) => !AuditEntry.IsAction(action) || AuditWords.Of(action) is null;

    private static IEnumerable<string> Actions(IEnumerable<RepositoryFile> files) =>
        from file in files
        where file.Extension == ".cs"
        from call in file.Syntax().DescendantNodes().OfType<InvocationExpressionSyntax>()
        where writers.Contains(NameOf(call.Expression), StringComparer.Ordinal)
        from literal in ArgumentsOf(call).SelectMany(argument => argument.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>())
        let text = literal.Token.ValueText
        where text.Contains('-', StringComparison.Ordinal) || text.Contains('.', StringComparison.Ordinal)
        where text.All(character => char.IsLetterOrDigit(character) || character is '-' or '.')
        select text;

    private static string NameOf(ExpressionSyntax called) => called switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "AuditEntry" }, Name.Identifier.Text: "Of" } => "Of",
        MemberAccessExpressionSyntax { Name.Identifier.Text: not "Of" } member => member.Name.Identifier.Text,
        _ => "",
    };

    // Of an entry only the fifth argument is the action; a kind of actor may have a hyphen too.
    private static IEnumerable<ArgumentSyntax> ArgumentsOf(InvocationExpressionSyntax call) =>
        NameOf(call.Expression) == "Of" ? call.ArgumentList.Arguments.Skip(4).Take(1) : call.ArgumentList.Arguments;
}
