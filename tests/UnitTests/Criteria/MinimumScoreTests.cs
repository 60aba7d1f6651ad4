using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Criteria;

public sealed class MinimumScoreTests
{
    private static readonly MinimumScore sixtyPercent = new() { Id = "c1", Item = Quiz, Share = 0.6m };

    [Theory]
    [InlineData(12, 20, true)]
    [InlineData(11.9, 20, false)]
    [InlineData(25, 20, true)]
    [InlineData(0, 20, false)]
    public void Compares_the_unrounded_share_with_the_threshold(double given, double maximum, bool isMet) =>
        Assert.Equal(isMet, sixtyPercent.Evaluate(new ALearner().With(Quiz, (decimal)given, (decimal)maximum).Progress).IsMet);

    [Fact]
    public void A_third_is_not_rounded_up()
    {
        var third = sixtyPercent with { Share = 1m / 3m };
        Assert.False(third.Evaluate(new ALearner().With(Quiz, 33.3333m).Progress).IsMet);
    }

    [Fact]
    public void Counts_from_the_minimum_of_the_item()
    {
        var progress = new ALearner().With(Quiz, given: 4, maximum: 6, minimum: 1).Progress;
        var evaluation = sixtyPercent.Evaluate(progress);

        Assert.True(evaluation.IsMet);
        Assert.Equal(4m, evaluation.Reason.Need);
    }

    [Fact]
    public void A_missing_grade_waits_and_is_never_zero()
    {
        Assert.Equal(ReasonCode.NoResult, sixtyPercent.Evaluate(WithNothing).Reason.Code);
        Assert.Equal(ReasonCode.NoResult, sixtyPercent.Evaluate(new ALearner().With(Quiz, given: null).Progress).Reason.Code);
    }

    [Fact]
    public void Waits_for_a_result_that_is_not_fully_graded() =>
        Assert.Equal(ReasonCode.NotFullyGraded, sixtyPercent.Evaluate(new ALearner().With(Quiz, 100, isFinal: false).Progress).Reason.Code);

    [Fact]
    public void Waits_for_a_result_the_learner_cannot_see() =>
        Assert.Equal(ReasonCode.NotReleased, sixtyPercent.Evaluate(new ALearner().With(Quiz, 100, isReleased: false).Progress).Reason.Code);

    [Theory]
    [InlineData(null, ReasonCode.MaximumUnknown)]
    [InlineData(0, ReasonCode.ZeroMaximum)]
    public void Cannot_decide_without_a_usable_maximum(int? maximum, ReasonCode code)
    {
        var evaluation = sixtyPercent.Evaluate(new ALearner().With(Quiz, 5, maximum).Progress);

        Assert.Equal((Verdict.Unknown, code), (evaluation.Verdict, evaluation.Reason.Code));
    }

    [Fact]
    public void A_near_miss_never_looks_like_a_hit()
    {
        var evaluation = sixtyPercent.Evaluate(new ALearner().With(Quiz, 59.9999m).Progress);

        Assert.Equal((Verdict.NotYet, 999), (evaluation.Verdict, evaluation.Permille));
    }

    [Fact]
    public void Says_what_the_learner_has_and_needs_in_points()
    {
        var reason = sixtyPercent.Evaluate(new ALearner().With(Quiz, 9, 20).Progress).Reason;

        Assert.Equal((9m, 12m, 20m), (reason.Have, reason.Need, reason.Maximum));
    }

    [Fact]
    public void Of_equal_tries_the_first_is_named_and_what_cannot_be_decided_comes_before_nothing()
    {
        static Result Try(int attempt, decimal points, int day) =>
            new(ResultKind.Attempt, Quiz, new(points, 0, 100), null, true, true, Monday.AddDays(day), ResultSource.Event) { Details = new() { Attempt = attempt } };
        var best = new BestAttempt { Id = "c1", Item = Quiz, Share = 0.8m };

        Assert.Equal(Monday, best.Evaluate(new ALearner().With(Try(2, 85, 1)).With(Try(1, 85, 0)).Progress).Reason.At);
        Assert.Equal(Verdict.Unknown, best.Evaluate(new ALearner().Tried(Quiz, 1, 0).Tried(Quiz, 2, 5, 0).Progress).Verdict);
    }
}
