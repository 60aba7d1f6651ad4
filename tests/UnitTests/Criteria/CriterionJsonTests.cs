using System.Text.Json;
using LtiBadgeConnector.Core.Criteria;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Criteria;

public sealed class CriterionJsonTests
{
    private static readonly AllOf rule = new()
    {
        Id = "g0",
        Of =
        [
            new MinimumScore { Id = "c1", Item = Quiz, Share = 0.6m },
            new AnyOf { Id = "g1", Of = [new ActivityCompleted { Id = "c2", Activity = Lab }, new CourseCompleted { Id = "c3" }] },
        ],
    };

    // Stored rules outlive the program: this text must stay readable.
    private const string Stored = """
        {"kind":"all","of":[{"kind":"score","item":"moodle-grade-item:1","share":0.6,"id":"c1"},{"kind":"any","of":[{"kind":"activity-completed","activity":"moodle-cmid:7","id":"c2"},{"kind":"course-completed","id":"c3"}],"id":"g1"}],"id":"g0"}
        """;

    [Fact]
    public void Writes_the_stored_form() => Assert.Equal(Stored.Trim(), CriterionJson.Write(rule));

    [Fact]
    public void Reads_the_stored_form() => Assert.Equal(CriterionJson.Write(rule), CriterionJson.Write(CriterionJson.Read(Stored)));

    [Theory]
    [InlineData("""{"kind":"at-least","count":2,"of":[{"kind":"course-completed","id":"c1"},{"kind":"course-completed","id":"c2"}],"id":"g0"}""")]
    [InlineData("""{"kind":"mean","of":[{"item":"moodle-grade-item:1","weight":1},{"item":"moodle-grade-item:2","weight":2.5}],"leaveOut":1,"share":0.7,"id":"c1"}""")]
    public void Keeps_every_later_kind_as_it_was_stored(string stored) => Assert.Equal(stored, CriterionJson.Write(CriterionJson.Read(stored)));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"kind":"teleport","id":"c1"}""")]
    [InlineData("""{"kind":"course-completed","id":"c1","extra":1}""")]
    public void Refuses_what_it_does_not_know(string json) => Assert.ThrowsAny<JsonException>(() => CriterionJson.Read(json));

    [Fact]
    public void Keeps_an_evaluation_with_its_decimals()
    {
        var evaluation = rule.Evaluate(new ALearner().With(Quiz, 11.25m, 20).Progress);

        var kept = CriterionJson.ReadEvaluation(CriterionJson.Write(evaluation));

        Assert.Equal(11.25m, kept.Leaves.First().Reason.Have);
        Assert.Equal(CriterionJson.Write(evaluation), CriterionJson.Write(kept));
    }

    [Fact]
    public void A_share_is_never_read_through_double() =>
        Assert.Equal(0.7000000000000000000000000001m, ((MinimumScore)CriterionJson.Read("""{"kind":"score","item":"a:1","share":0.7000000000000000000000000001,"id":"c1"}""")).Share);
}
