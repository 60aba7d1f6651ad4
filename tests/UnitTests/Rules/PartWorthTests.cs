using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Recognising;
using LtiBadgeConnector.Web.Rules;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Rules;

/// <summary>What parts count in a pathway: as they state it, converted for less where they state the other, and never by themselves after that.</summary>
public sealed class PartWorthTests
{
    private static readonly Definition hours = Definition.Blank("A", "en") with { Effort = Effort.OfHours(60) };
    private static readonly Definition credit = Definition.Blank("B", "en") with { Credits = [new("ects", 2)] };

    [Fact]
    public void What_is_stated_is_taken_and_what_is_not_is_converted_for_less()
    {
        Assert.Equal(new StatedWorth(60, IsConverted: false), PartWorth.Of(hours, "hour"));
        // 25 to 30 hours make one credit: 60 hours are at least two, and two credits at least 50 hours.
        Assert.Equal(new StatedWorth(2, IsConverted: true), PartWorth.Of(hours, "ects"));
        Assert.Equal(new StatedWorth(50, IsConverted: true), PartWorth.Of(credit, "hour"));
        Assert.Null(PartWorth.Of(credit, "jp-credit"));
        Assert.Null(PartWorth.Of(Definition.Blank("C", "en"), "hour"));
    }

    [Theory]
    [InlineData("60", 0)]
    [InlineData("110", 0)]
    [InlineData("110.5", 1)]
    [InlineData("0", 1)]
    public void More_than_all_parts_count_cannot_be_asked(string amount, int problems)
    {
        var (rule, choices) = AWorth();
        var parsed = RuleEditor.Parse(rule, name => name == "g0.amount" ? amount : null, choices);
        Assert.Equal(problems, RuleEditor.Problems(parsed.Rule, choices).Count(problem => problem.Code == "rule-worth-impossible"));
    }

    [Fact]
    public void A_typed_amount_stays_and_another_credential_or_unit_counts_what_it_states()
    {
        var (rule, choices) = AWorth();
        WorthAtLeast After(params (string Name, string Value)[] fields) =>
            Assert.IsType<WorthAtLeast>(RuleEditor.Parse(rule, name => fields.FirstOrDefault(field => field.Name == name).Value, choices).Rule);

        Assert.Equal(55, After(("g0.worth.c1", "55")).Worth["c1"]);
        Assert.Equal(50, After(("g0.worth.c1", "60"), ("c1.item", Statistics.ToString())).Worth["c1"]);
        Assert.Equal(2, After(("g0.worth.c1", "60"), ("g0.unit", "ects")).Worth["c1"]);
        Assert.Equal("hour", After(("g0.unit", "pounds")).Unit);
        var added = Assert.IsType<WorthAtLeast>(RuleEditor.Apply(rule, "add:g0", RowKinds.Holds, choices).Rule);
        Assert.Equal(60, added.Worth["c3"]);
    }

    [Fact]
    public void A_first_description_follows_from_the_parts()
    {
        var (_, choices) = AWorth();
        Assert.Equal(110, PathwayDesk.DraftOf("N", "en", "Made up.", choices.Credentials, PathwayDesk.RuleOf(choices.Credentials, "all", 1, "hour", null)).Effort!.Value.Hours);
        Assert.Null(PathwayDesk.DraftOf("N", "en", "Made up.", choices.Credentials, PathwayDesk.RuleOf(choices.Credentials, "any", 1, "hour", null)).Effort);
        Assert.Equal(new CreditAmount("ects", 3), Assert.Single(PathwayDesk.DraftOf("N", "en", "Made up.", choices.Credentials, PathwayDesk.RuleOf(choices.Credentials, "worth", 1, "ects", 3)).Credits));
        Assert.Equal(2, Assert.IsType<AtLeast>(PathwayDesk.RuleOf(choices.Credentials, "some", 2, "hour", null)).Count);
    }

    [Theory]
    [InlineData("https://other.example/a/1", "other.example", true, true)]
    [InlineData("https://other.example/a/2", "other.example", true, false)]
    [InlineData("https://other.example/a/1", null, true, false)]
    [InlineData("https://other.example/a/1", "other.example", false, false)]
    [InlineData("https://other.example/a/1", "other.example", null, false)]
    public void The_rule_takes_only_the_named_achievement_of_a_trusted_issuer_given_to_the_learner(string achievement, string? trust, bool? namesLearner, bool isTaken)
    {
        ForeignBadgeFacts facts = new("https://other.example/c/1", "Python", "https://other.example", null, achievement, namesLearner, trust, null, Monday);
        ForeignBadge named = new() { Id = "c1", What = "Python", Achievement = "https://other.example/a/1", TakenByRule = true };

        Assert.Equal(isTaken, ClaimDesk.IsTakenByRule(named, facts));
        Assert.False(ClaimDesk.IsTakenByRule(named with { TakenByRule = false }, facts));
        Assert.False(ClaimDesk.IsTakenByRule(new HoldsAward { Id = "c1", MicroCredential = Basics }, facts));
    }

    [Theory]
    [InlineData("javascript:alert(1)", "rule-achievement-malformed")]
    [InlineData("not an address", "rule-achievement-malformed")]
    [InlineData("", "rule-achievement-missing")]
    [InlineData("https://other.example/a/1", null)]
    [InlineData("urn:uuid:7d0f2c0e-0c3f-4b4e-8f0e-5c1c0a4c9d10", null)]
    public void A_badge_that_is_taken_by_itself_needs_an_address(string achievement, string? problem)
    {
        var rule = new AllOf { Id = "g0", Of = [new ForeignBadge { Id = "c1", What = "Python" }] };
        var choices = new RuleChoices([], provesCourseCompletion: false);
        var parsed = RuleEditor.Parse(rule, name => name switch { "c1.achievement" => achievement, "c1.taken" => "rule", _ => null }, choices);
        Assert.Equal(problem, RuleEditor.Problems(parsed.Rule, choices).SingleOrDefault()?.Code);
    }

    private static (WorthAtLeast Rule, RuleChoices Choices) AWorth()
    {
        var choices = new RuleChoices([], provesCourseCompletion: false) { Credentials = [new(Basics, "A", hours), new(Statistics, "B", credit)] };
        return (Assert.IsType<WorthAtLeast>(PathwayDesk.RuleOf(choices.Credentials, "worth", 1, "hour", 60)), choices);
    }
}
