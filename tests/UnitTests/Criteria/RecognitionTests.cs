using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;

namespace LtiBadgeConnector.UnitTests.Criteria;

/// <summary>What was recognised counts for what was asked, and for nothing that took its place.</summary>
public class RecognitionTests
{
    private static readonly ForeignBadge Python = new() { Id = "c1", What = "Python basics" };

    [Fact]
    public void It_meets_the_requirement_that_it_was_taken_for() => Assert.True(Python.Evaluate(new ALearner().Recognised(asked: Python).Progress).IsMet);

    [Fact]
    public void It_does_not_meet_another_that_took_the_place() =>
        Assert.Equal(ReasonCode.NotRecognised, (Python with { What = "Statistics" }).Evaluate(new ALearner().Recognised(asked: Python).Progress).Reason.Code);

    [Fact]
    public void How_badges_are_taken_changes_nothing_about_those_that_were() =>
        Assert.True((Python with { TakenByRule = true }).Evaluate(new ALearner().Recognised(asked: Python).Progress).IsMet);

    [Fact]
    public void Of_several_the_one_for_what_is_asked_now_counts()
    {
        var statistics = Python with { What = "Statistics" };
        var learner = new ALearner().Recognised(asked: Python).Recognised(asked: statistics, until: ALearner.Monday.AddDays(1));

        Assert.True(statistics.Evaluate(learner.Progress).IsMet);
        Assert.False(statistics.Evaluate(learner.Progress.At(ALearner.Monday.AddDays(2))).IsMet);
        Assert.True(Python.Evaluate(learner.Progress.At(ALearner.Monday.AddDays(2))).IsMet);
    }

    [Fact]
    public void What_was_asked_is_written_into_the_ledger()
    {
        var inputs = DecisionInputs.Read(DecisionInputs.Of(Python, new ALearner().Recognised(asked: Python).Progress).ToJson());

        Assert.True(Python.Evaluate(inputs.ToProgress()).IsMet);
        Assert.False((Python with { What = "Statistics" }).Evaluate(inputs.ToProgress()).IsMet);
    }
}
