using FsCheck;
using FsCheck.Xunit;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Criteria;

public sealed class GroupTests
{
    private static readonly MinimumScore quiz = new() { Id = "c1", Item = Quiz, Share = 0.6m };
    private static readonly MinimumScore project = new() { Id = "c2", Item = Project, Share = 0.7m };
    private static readonly CourseCompleted course = new() { Id = "c3" };
    private static readonly AllOf rule = new() { Id = "g0", Of = [quiz, project, course] };

    [Fact]
    public void The_rule_of_the_first_course_is_met_only_by_all_three()
    {
        var almost = new ALearner().With(Quiz, 60).With(Project, 70);
        Assert.False(rule.Evaluate(almost.Progress).IsMet);
        Assert.True(rule.Evaluate(almost.WithCourse(CompletionState.Complete).Progress).IsMet);
    }

    [Fact]
    public void What_cannot_be_decided_is_neither_met_nor_failed()
    {
        var undecidable = new ALearner().With(Quiz, 60, maximum: null).With(Project, 100).WithCourse(CompletionState.Complete).Progress;

        Assert.Equal(Verdict.Unknown, rule.Evaluate(undecidable).Verdict);
        Assert.Equal(Verdict.Met, new AnyOf { Id = "g0", Of = [quiz, project] }.Evaluate(undecidable).Verdict);
    }

    [Fact]
    public void Names_every_input_so_that_a_changed_result_finds_its_mappings() =>
        Assert.Equal(
            [new(ResultKind.Grade, Quiz), new(ResultKind.Grade, Project), new CriterionInput(ResultKind.CourseCompletion, null)],
            new AllOf { Id = "g0", Of = [new AnyOf { Id = "g1", Of = [quiz, project] }, course] }.Inputs);

    [Property]
    public void Any_is_one_of_n_and_all_is_n_of_n(byte quizPoints, byte projectPoints, bool isComplete, bool hasMaximum)
    {
        var progress = new ALearner().With(Quiz, quizPoints, hasMaximum ? 100 : null).With(Project, projectPoints)
            .WithCourse(isComplete ? CompletionState.Complete : CompletionState.Incomplete).Progress;
        Criterion[] parts = [quiz, project, course];

        Assert.Equal(Found(new AnyOf { Id = "g0", Of = parts }, progress), Found(new AtLeast { Id = "g0", Of = parts, Count = 1 }, progress));
        Assert.Equal(Found(new AllOf { Id = "g0", Of = parts }, progress), Found(new AtLeast { Id = "g0", Of = parts, Count = 3 }, progress));
    }

    [Theory]
    [InlineData(60, 70, Verdict.Met)]
    [InlineData(60, 69, Verdict.NotYet)]
    [InlineData(60, null, Verdict.NotYet)]
    public void Two_of_three_need_two(int quizPoints, int? projectPoints, Verdict verdict) =>
        Assert.Equal(verdict, new AtLeast { Id = "g0", Of = [quiz, project, course], Count = 2 }.Evaluate(new ALearner().With(Quiz, quizPoints).With(Project, projectPoints).Progress).Verdict);

    [Fact]
    public void What_cannot_be_decided_may_still_make_up_the_number()
    {
        var undecidable = new ALearner().With(Quiz, 60).With(Project, 100, maximum: null).Progress;

        Assert.Equal(Verdict.Unknown, new AtLeast { Id = "g0", Of = [quiz, project, course], Count = 2 }.Evaluate(undecidable).Verdict);
        Assert.Equal(Verdict.NotYet, new AtLeast { Id = "g0", Of = [quiz, project, course], Count = 3 }.Evaluate(undecidable).Verdict);
    }

    [Fact]
    public void More_than_there_are_is_never_met() =>
        Assert.Equal(Verdict.NotYet, new AtLeast { Id = "g0", Of = [quiz], Count = 2 }.Evaluate(new ALearner().With(Quiz, 100).Progress).Verdict);

    [Theory]
    [InlineData(60, 70, 75, Verdict.Met, 1000, ReasonCode.WorthReached)]
    [InlineData(60, 69, 75, Verdict.NotYet, 400, ReasonCode.WorthBelow)]
    [InlineData(60, null, 75, Verdict.Unknown, 400, ReasonCode.WorthBelow)]
    [InlineData(60, null, 76, Verdict.NotYet, 394, ReasonCode.WorthBelow)]
    [InlineData(59, null, 30, Verdict.Unknown, 0, ReasonCode.WorthBelow)]
    [InlineData(59, 69, 75, Verdict.NotYet, 0, ReasonCode.WorthBelow)]
    public void What_is_met_counts_its_hours_and_what_cannot_be_decided_may_still(int quizPoints, int? projectPoints, int amount, Verdict verdict, int permille, ReasonCode code)
    {
        var hours = new WorthAtLeast { Id = "g0", Of = [quiz, project], Unit = WorthAtLeast.Hours, Amount = amount, Worth = new Dictionary<string, decimal> { ["c1"] = 30, ["c2"] = 45 } };
        var learner = new ALearner().With(Quiz, quizPoints);
        var found = hours.Evaluate((projectPoints is { } points ? learner.With(Project, points) : learner.With(Project, 100, maximum: null)).Progress);

        Assert.Equal((verdict, permille, code), (found.Verdict, found.Permille, found.Reason.Code));
    }

    [Fact]
    public void None_of_several_cannot_be_decided_while_one_of_them_cannot()
    {
        var progress = new ALearner().With(Quiz, 10).With(Project, 100, maximum: null).Progress;

        Assert.Equal(Verdict.Unknown, new NoneOf { Id = "g0", Of = [quiz, project] }.Evaluate(progress).Verdict);
    }

    [Theory]
    [InlineData(ReasonCode.Group, 0)]
    [InlineData(ReasonCode.EnrolmentUnknown, 0)]
    [InlineData(ReasonCode.WorthReached, 0)]
    [InlineData(ReasonCode.WorthBelow, 0)]
    [InlineData(ReasonCode.NoResult, 1)]
    public void A_group_without_parts_has_no_leaves_and_is_none(ReasonCode code, int leaves) =>
        Assert.Equal(leaves, new Evaluation("g0", Verdict.NotYet, 0, new(code), []).Leaves.Count());

    [Fact]
    public void Two_confirmations_have_the_time_of_the_later_one()
    {
        var learner = new ALearner().ConfirmedBy(Tanaka).ConfirmedBy(Suzuki, at: Monday.AddDays(1));

        Assert.Equal(Monday.AddDays(1), new Confirmed { Id = "c1", What = "Presented it", People = 2 }.Evaluate(learner.Progress).Reason.At);
    }

    [Fact]
    public void A_day_whose_midnight_comes_twice_begins_with_the_first() =>
        Assert.Equal(new(2026, 11, 1, 4, 0, 0, TimeSpan.Zero), Days.Beginning(new(2026, 11, 1), TimeZoneInfo.FindSystemTimeZoneById("America/Havana")));

    [Fact]
    public void The_last_millisecond_of_a_window_is_not_too_late_yet()
    {
        var day = new DateOnly(2026, 10, 20);
        var window = new Within { Id = "g0", Of = [quiz], Until = day };
        var end = Days.End(day, Tokyo);

        Assert.Equal(ReasonCode.NoResult, window.Evaluate(new ALearner().On(end).Progress).Parts[0].Reason.Code);
        Assert.Equal(ReasonCode.TooLate, window.Evaluate(new ALearner().On(end.AddMilliseconds(1)).Progress).Parts[0].Reason.Code);
    }

    [Property]
    public void The_order_of_parts_never_matters(PositiveInt seed, byte quizPoints, byte projectPoints)
    {
        var progress = new ALearner().With(Quiz, quizPoints).With(Project, projectPoints).Progress;
        Criterion[] parts = [quiz, project, course];
        Criterion[] shuffled = [.. parts];
        new Random(seed.Get).Shuffle(shuffled);

        Assert.Equal(Verdicts(parts, progress), Verdicts(shuffled, progress));
    }

    [Property]
    public void Adding_an_irrelevant_fact_changes_nothing(byte points, NonEmptyString otherItem)
    {
        var before = rule.Evaluate(new ALearner().With(Quiz, points).Progress);
        var after = rule.Evaluate(new ALearner().With(Quiz, points).With(ItemKey.Of("other", otherItem.Get), 100).Progress);

        Assert.Equal(CriterionJson.Write(before), CriterionJson.Write(after));
    }

    [Property]
    public void More_points_never_lose_what_was_met(byte points, byte more)
    {
        var less = new ALearner().With(Quiz, points).With(Project, 80).WithCourse(CompletionState.Complete).Progress;
        var most = new ALearner().With(Quiz, points + more).With(Project, 80).WithCourse(CompletionState.Complete).Progress;

        Assert.True(!rule.Evaluate(less).IsMet || rule.Evaluate(most).IsMet);
    }

    private static (Verdict, int) Found(Criterion rule, Progress progress)
    {
        var found = rule.Evaluate(progress);
        return (found.Verdict, found.Permille);
    }

    private static (Verdict, int, Verdict, int) Verdicts(Criterion[] parts, Progress progress)
    {
        var all = new AllOf { Id = "g0", Of = parts }.Evaluate(progress);
        var any = new AnyOf { Id = "g0", Of = parts }.Evaluate(progress);
        return (all.Verdict, all.Permille, any.Verdict, any.Permille);
    }
}
