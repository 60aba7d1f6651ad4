using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Criteria;

public class HoldsAwardTests
{
    private static readonly HoldsAward rule = new() { Id = "c1", MicroCredential = Basics };

    [Fact]
    public void It_is_asked_again_just_after_the_end()
    {
        var progress = new ALearner().Holding(Basics, until: Monday.AddDays(3)).Progress;

        Assert.Equal(Monday.AddDays(3).AddMilliseconds(1), rule.NextTurn(progress));
        Assert.True(rule.Evaluate(progress.At(Monday.AddDays(3))).IsMet);
        Assert.False(rule.Evaluate(progress.At(Monday.AddDays(3).AddMilliseconds(1))).IsMet);
        Assert.Null(rule.NextTurn(progress.At(Monday.AddDays(3).AddMilliseconds(1))));
        Assert.Null(rule.NextTurn(progress.At(Monday.AddDays(4))));
        Assert.Null(rule.NextTurn(new ALearner().Holding(Basics).Progress));
    }

    [Fact]
    public void The_end_of_what_was_recognised_is_a_turn_of_every_rule() =>
        Assert.Equal(Monday.AddDays(2).AddMilliseconds(1), rule.NextTurn(new ALearner().Recognised(until: Monday.AddDays(2)).Progress));

    [Fact]
    public void Of_several_cycles_the_oldest_in_force_counts()
    {
        var learner = new ALearner().Holding(Basics, at: Monday.AddDays(-30), until: Monday.AddDays(-1)).Holding(Basics, at: Monday.AddDays(-10), until: Monday.AddDays(9)).Holding(Basics, at: Monday.AddDays(-5));

        Assert.Equal(Monday.AddDays(-10), rule.Evaluate(learner.Progress).Reason.At);
        Assert.Equal(Monday.AddDays(-5), rule.Evaluate(learner.Progress.At(Monday.AddDays(10))).Reason.At);
    }

    [Fact]
    public void The_ledger_keeps_until_when_it_was_held()
    {
        var progress = new ALearner().Holding(Basics, until: Monday.AddDays(1)).Progress;

        var kept = DecisionInputs.Read(DecisionInputs.Of(rule, progress).ToJson()).ToProgress();

        Assert.Equal(CriterionJson.Write(rule.Evaluate(progress)), CriterionJson.Write(rule.Evaluate(kept)));
        Assert.False(rule.Evaluate(kept.At(Monday.AddDays(2))).IsMet);
    }
}
