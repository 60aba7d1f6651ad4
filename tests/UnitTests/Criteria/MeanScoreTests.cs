using FsCheck;
using FsCheck.Xunit;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Results;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Criteria;

public sealed class MeanScoreTests
{
    private static readonly MeanScore both = new() { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], Share = 0.7m };
    private static readonly MeanScore best = both with { LeaveOut = 1 };

    [Theory]
    [InlineData(60, 80, true)]
    [InlineData(60, 79.99, false)]
    [InlineData(100, 40, true)]
    public void Compares_the_unrounded_mean(double quiz, double project, bool isMet) =>
        Assert.Equal(isMet, both.Evaluate(new ALearner().With(Quiz, (decimal)quiz).With(Project, (decimal)project).Progress).IsMet);

    [Fact]
    public void A_weight_counts_so_many_times()
    {
        var progress = new ALearner().With(Quiz, 40).With(Project, 80).Progress;

        Assert.Equal(0.6m, both.Evaluate(progress).Reason.Have);
        Assert.Equal(0.7m, (both with { Of = [new(Quiz, 1), new(Project, 3)] }).Evaluate(progress).Reason.Have);
    }

    [Fact]
    public void A_mean_and_a_sum_have_the_time_of_their_latest_grade()
    {
        static Core.Results.Result At(ItemKey item, int hours) => new(ResultKind.Grade, item, new(90, 0, 100), null, true, true, Monday.AddHours(hours), ResultSource.Event);
        var progress = new ALearner().With(At(Quiz, 0)).With(At(Project, 2)).Progress;

        Assert.Equal(Monday.AddHours(2), both.Evaluate(progress).Reason.At);
        Assert.Equal(Monday.AddHours(2), new WeightedSum { Id = "c1", Of = both.Of, Points = 100 }.Evaluate(progress).Reason.At);
    }

    [Fact]
    public void Items_of_different_sizes_weigh_the_same() =>
        Assert.Equal(0.75m, both.Evaluate(new ALearner().With(Quiz, 5, 10).With(Project, 200, 200).Progress).Reason.Have);

    [Fact]
    public void A_missing_grade_waits_and_is_never_zero()
    {
        var found = both.Evaluate(new ALearner().With(Quiz, 100).Progress);

        Assert.Equal((Verdict.NotYet, ReasonCode.GradesMissing, 1m, 2m), (found.Verdict, found.Reason.Code, found.Reason.Have, found.Reason.Need));
    }

    [Fact]
    public void Most_grades_being_there_is_not_nearly_reaching_the_mean()
    {
        ItemKey[] items = [.. Enumerable.Range(1, 10).Select(number => ItemKey.Of(ItemSchemes.MoodleGradeItem, $"{number}"))];
        var rule = new MeanScore { Id = "c1", Of = [.. items.Select(item => new WeightedItem(item, 1))], Share = 0.7m };
        var nine = items[..9].Aggregate(new ALearner(), (learner, item) => learner.With(item, 0));

        Assert.Equal(Standing.WaitsForGrade, Standings.Of(rule.Evaluate(nine.Progress)));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_hidden_or_unfinished_grade_is_not_there(bool isFinal, bool isReleased) =>
        Assert.Equal(ReasonCode.GradesMissing, both.Evaluate(new ALearner().With(Quiz, 100).With(Project, 100, isFinal: isFinal, isReleased: isReleased).Progress).Reason.Code);

    [Fact]
    public void The_lowest_is_left_out_and_so_is_one_that_is_missing()
    {
        Assert.Equal(0.9m, best.Evaluate(new ALearner().With(Quiz, 90).With(Project, 10).Progress).Reason.Have);
        Assert.Equal(0.9m, best.Evaluate(new ALearner().With(Quiz, 90).Progress).Reason.Have);
    }

    [Fact]
    public void Cannot_decide_where_a_needed_grade_has_no_maximum()
    {
        var progress = new ALearner().With(Quiz, 90).With(Project, 90, maximum: null).Progress;

        Assert.Equal((Verdict.Unknown, ReasonCode.MaximumUnknown), (both.Evaluate(progress).Verdict, both.Evaluate(progress).Reason.Code));
        Assert.True(best.Evaluate(progress).IsMet);
    }

    [Fact]
    public void Leaving_everything_out_is_never_met() => Assert.False((both with { LeaveOut = 2 }).Evaluate(new ALearner().With(Quiz, 100).With(Project, 100).Progress).IsMet);

    [Fact]
    public void A_near_miss_never_looks_like_a_hit() => Assert.Equal(999, both.Evaluate(new ALearner().With(Quiz, 69.9999m).With(Project, 70).Progress).Permille);

    [Property]
    public void A_grade_that_arrives_never_loses_what_was_met(byte first, byte second, byte third)
    {
        var lab = ItemKey.Of(ItemSchemes.MoodleGradeItem, "3");
        var rule = new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 1), new(lab, 1)], LeaveOut = 1, Share = 0.5m };
        var before = new ALearner().With(Quiz, first).With(Project, second);

        var wasMet = rule.Evaluate(before.Progress).IsMet;

        Assert.True(!wasMet || rule.Evaluate(before.With(lab, third).Progress).IsMet);
    }

    [Fact]
    public void Names_every_item_as_an_input() => Assert.Equal([new(ResultKind.Grade, Quiz), new CriterionInput(ResultKind.Grade, Project)], both.Inputs);
}
