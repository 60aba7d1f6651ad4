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
    public void Writes_the_stored_form_with_the_version_of_its_language() => Assert.Equal($$"""{"version":3,"rule":{{Stored.Trim()}}}""", CriterionJson.Write(rule));

    [Fact]
    public void Reads_what_was_stored_before_there_were_versions() => Assert.Equal(CriterionJson.Write(rule), CriterionJson.Write(CriterionJson.Read(Stored)));

    [Theory]
    [InlineData("""{"kind":"at-least","count":2,"of":[{"kind":"course-completed","id":"c1"},{"kind":"course-completed","id":"c2"}],"id":"g0"}""")]
    [InlineData("""{"kind":"mean","of":[{"item":"moodle-grade-item:1","weight":1},{"item":"moodle-grade-item:2","weight":2.5}],"leaveOut":1,"share":0.7,"id":"c1"}""")]
    [InlineData("""{"kind":"none","of":[{"kind":"course-completed","id":"c1"}],"id":"g0"}""")]
    [InlineData("""{"kind":"within","from":"2026-10-01","until":"2026-12-10","daysOfEnrolment":90,"of":[{"kind":"course-completed","id":"c1"}],"id":"g0"}""")]
    [InlineData("""{"kind":"in-course","course":"01a20000-0000-7000-8000-000000000001","of":[{"kind":"course-completed","id":"c1"}],"id":"g0"}""")]
    [InlineData("""{"kind":"points","item":"a:1","points":12.5,"id":"c1"}""")]
    [InlineData("""{"kind":"score-between","item":"a:1","from":0.5,"to":0.7,"inPoints":false,"id":"c1"}""")]
    [InlineData("""{"kind":"letter","item":"a:1","accepted":["A","B\u002B"],"id":"c1"}""")]
    [InlineData("""{"kind":"passed","item":"a:1","activity":"moodle-cmid:7","id":"c1"}""")]
    [InlineData("""{"kind":"best-attempt","item":"a:1","share":0.8,"id":"c1"}""")]
    [InlineData("""{"kind":"sum","of":[{"item":"a:1","weight":2}],"points":30,"id":"c1"}""")]
    [InlineData("""{"kind":"activity-completed","activity":"a:1","withPass":true,"id":"c1"}""")]
    [InlineData("""{"kind":"outcome","outcome":"a:1","rating":3,"id":"c1"}""")]
    [InlineData("""{"kind":"attended","item":"a:1","share":0.8,"id":"c1"}""")]
    [InlineData("""{"kind":"group","group":"a:1","id":"c1"}""")]
    [InlineData("""{"kind":"holds","microCredential":"01a20000-0000-7000-8000-000000000001","id":"c1"}""")]
    [InlineData("""{"kind":"worth","unit":"hour","amount":60,"worth":{"c1":30},"of":[{"kind":"course-completed","id":"c1"}],"id":"g0"}""")]
    [InlineData("""{"kind":"foreign","what":"Python","achievement":"https://other.example/a/1","takenByRule":true,"id":"c1"}""")]
    [InlineData("""{"kind":"confirmed","what":"Presented it","people":2,"id":"c1"}""")]
    [InlineData("""{"kind":"from-date","date":"2026-10-01","id":"c1"}""")]
    public void Keeps_every_later_kind_as_it_was_stored(string stored) => Assert.Equal($$"""{"version":3,"rule":{{stored}}}""", CriterionJson.Write(CriterionJson.Read(stored)));

    [Theory]
    [InlineData("""{"version":4,"rule":{"kind":"course-completed","id":"c1"}}""")]
    [InlineData("""{"version":3}""")]
    [InlineData("""{"version":0,"rule":{"kind":"course-completed","id":"c1"}}""")]
    public void Refuses_a_rule_of_a_later_program(string json) => Assert.ThrowsAny<JsonException>(() => CriterionJson.Read(json));

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
