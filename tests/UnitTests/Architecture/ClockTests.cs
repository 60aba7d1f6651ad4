using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>Time comes from the injected <see cref="TimeProvider"/>, so that a test can set it.</summary>
public sealed partial class ClockTests
{
    [Fact]
    public void Source_asks_no_clock_but_the_injected_one() => Guard.FindsNothing(RepositoryFile.Source.SelectMany(Problems));

    [Theory]
    [InlineData("DateTime.Now")]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTime.Today")]
    [InlineData("System.DateTimeOffset.UtcNow")]
    [InlineData("DateTimeOffset.Now")]
    [InlineData("TimeProvider.System.GetUtcNow()")]
    [InlineData("Guid.CreateVersion7()")]
    public void Finds_the_clock_of_the_machine(string expression)
        => Guard.Finds("src/Bad.cs(1)", Problems(new RepositoryFile("src/Bad.cs", $"var now = {expression};")));

    [Fact]
    public void Finds_it_in_a_page() => Guard.Finds("src/Bad.cshtml", Problems(new RepositoryFile("src/Bad.cshtml", "<p>@DateTime.Now</p>")));

    [Theory]
    [InlineData("// not DateTime.UtcNow, because tests set the time\nvar now = clock.GetUtcNow();")]
    [InlineData("services.AddSingleton(TimeProvider.System);")]
    [InlineData("var id = Guid.CreateVersion7(clock.GetUtcNow());")]
    public void Passes_what_uses_the_injected_clock(string code) => Guard.FindsNothing(Problems(new RepositoryFile("src/Good.cs", code)));

    private static IEnumerable<string> Problems(RepositoryFile file) => file.Extension switch
    {
        ".cs" => file.Syntax().DescendantNodes().Where(AsksTheMachine).Select(node => node.Place()),
        ".cshtml" => MachineClock().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"),
        _ => [],
    };

    private static bool AsksTheMachine(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Now" or "UtcNow" or "Today" } access
            => LastName(access.Expression) is "DateTime" or "DateTimeOffset",
        MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "System" } clock }
            => LastName(clock.Expression) == "TimeProvider",
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "CreateVersion7" } } => true,
        _ => false,
    };

    private static string LastName(ExpressionSyntax expression) => expression.ToString().Split('.')[^1];

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|TimeProvider\.System\.|CreateVersion7\(\)")]
    private static partial Regex MachineClock();
}
