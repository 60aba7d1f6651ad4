using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.UnitTests.Criteria;

namespace LtiBadgeConnector.UnitTests.Evaluations;

public class StandingsTests
{
    private static readonly Criterion quiz = new MinimumScore { Id = "c1", Item = ALearner.Quiz, Share = 0.6m };
    private static readonly Criterion project = new MinimumScore { Id = "c2", Item = ALearner.Project, Share = 0.7m };
    private static readonly Criterion register = new Attended { Id = "c3", Item = ALearner.Register, Share = 0.8m };

    [Fact]
    public void What_a_group_that_is_met_did_not_need_keeps_nobody_from_waiting_for_a_grade()
    {
        var rule = new AllOf { Id = "g0", Of = [new AnyOf { Id = "g1", Of = [quiz, register] }, project] };

        Assert.Equal(Standing.WaitsForGrade, Standings.Of(rule.Evaluate(new ALearner().With(ALearner.Quiz, 70).Progress)));
        Assert.Equal(Standing.NotYet, Standings.Of(rule.Evaluate(new ALearner().Progress)));
    }

    [Fact]
    public void Who_reached_what_must_not_be_reached_waits_for_no_grade()
    {
        var rule = new AllOf { Id = "g0", Of = [new NoneOf { Id = "g1", Of = [quiz] }, project] };

        Assert.Equal(Standing.NotYet, Standings.Of(rule.Evaluate(new ALearner().With(ALearner.Quiz, 70).Progress)));
    }
}
