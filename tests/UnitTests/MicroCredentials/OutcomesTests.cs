using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.UnitTests.MicroCredentials;

public class OutcomesTests
{
    private static readonly IReadOnlyList<Outcome> Three = Outcomes.Of("Reads", "Cleans", "Explains");

    [Theory]
    [InlineData("Reads|Cleans|Explains", "o1 o2 o3")]
    [InlineData("Explains|Reads|Cleans", "o3 o1 o2")]
    [InlineData("Reads well|Cleans|Explains", "o1 o2 o3")]
    [InlineData("Cleans|Explains", "o2 o3")]
    [InlineData("Reads|Cleans|Explains|Writes", "o1 o2 o3 o4")]
    [InlineData("Writes|Reads|Cleans|Explains", "o4 o1 o2 o3")]
    [InlineData("Writes|Speaks", "o1 o2")]
    public void Lines_keep_the_outcome_they_are(string lines, string ids) =>
        Assert.Equal(ids, string.Join(' ', Outcomes.Rewritten(Three, lines.Split('|')).Select(outcome => outcome.Id)));

    [Fact]
    public void A_rewritten_line_keeps_what_else_is_known_of_it()
    {
        var before = new[] { new Outcome("o1", "Reads") { Kind = "skill" } };

        Assert.Equal(("Reads tables", "skill"), Outcomes.Rewritten(before, ["Reads tables"]).Select(outcome => (outcome.Text, outcome.Kind)).Single());
    }
}
