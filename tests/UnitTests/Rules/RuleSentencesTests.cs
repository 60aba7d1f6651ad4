using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.UnitTests.Criteria;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.UnitTests.Rules;

public class RuleSentencesTests
{
    private static readonly IStringLocalizer<Words> words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Words>>();
    private static readonly RuleSentences english = RuleSentences.In("en", words);
    private static readonly RuleSentences japanese = RuleSentences.In("ja", words);

    private static readonly ItemNames names = new(
    [
        new(ALearner.Quiz, "Quiz 1", CourseItemKind.Grade, 100, null, null, false, false),
        new(ALearner.Project, "Final [project]", CourseItemKind.Grade, 90, null, ALearner.Lab, true, false),
    ]);

    private static readonly Criterion quiz = new MinimumScore { Id = "c1", Item = ALearner.Quiz, Share = 0.6m };
    private static readonly Criterion project = new MinimumScore { Id = "c2", Item = ALearner.Project, Share = 0.7m };
    private static readonly Criterion lab = new ActivityCompleted { Id = "c3", Activity = ALearner.Lab };
    private static readonly Criterion course = new CourseCompleted { Id = "c4" };
    private static readonly Criterion rule = new AllOf { Id = "g0", Of = [quiz, new AnyOf { Id = "g1", Of = [lab, course] }] };

    [Fact]
    public void A_score_reads_as_a_requirement_in_both_languages()
    {
        Assert.Equal("Quiz 1 score is at least 60%", english.Requirement(quiz, names));
        Assert.Equal("Quiz 1の得点が60%以上", japanese.Requirement(quiz, names));
    }

    [Fact]
    public void A_learner_reads_what_is_needed_in_both_languages()
    {
        Assert.Equal("60% or more in Quiz 1", english.ForLearner(quiz, names));
        Assert.Equal("Quiz 1で60%以上", japanese.ForLearner(quiz, names));
    }

    [Fact]
    public void A_group_is_read_out_with_its_parts()
    {
        Assert.Equal("Awarded to everyone who has all of these: 60% or more in Quiz 1; one of these: Final [project] completed; the course completed.", english.Sentence(rule, names));
        Assert.Equal("次のすべてを満たした学習者に授与します：Quiz 1で60%以上、次のいずれか（Final [project]の完了、コースの修了）", japanese.Sentence(rule, names));
    }

    [Fact]
    public void So_many_of_a_group_are_read_out_in_both_languages()
    {
        var some = new AtLeast { Id = "g0", Of = [quiz, lab, course], Count = 2 };
        Assert.Equal("Awarded to everyone who has at least 2 of these: 60% or more in Quiz 1; Final [project] completed; the course completed.", english.Sentence(some, names));
        Assert.Equal("次のうち2つ以上を満たした学習者に授与します：Quiz 1で60%以上、Final [project]の完了、コースの修了", japanese.Sentence(some, names));
    }

    [Fact]
    public void A_mean_names_its_items_and_weights_where_they_differ()
    {
        var mean = new MeanScore { Id = "c1", Of = [new(ALearner.Quiz, 1), new(ALearner.Project, 1)], Share = 0.7m };
        Assert.Equal("70% or more on average in Quiz 1, Final [project]", english.ForLearner(mean, names));
        Assert.Equal("70% or more on average in Quiz 1, Final [project], the lowest one left out", english.ForLearner(mean with { LeaveOut = 1 }, names));
        Assert.Equal("Quiz 1（重み1）、Final [project]（重み2）の平均が70%以上", japanese.Requirement(mean with { Of = [new(ALearner.Quiz, 1), new(ALearner.Project, 2)] }, names));
        Assert.Equal("Your mean is 69.99%. Needed: 70%.", english.ToLearner(new Reason(ReasonCode.MeanBelow) { Have = 0.69999m, Need = 0.7m }));
        Assert.Equal("対象となる評点2件のうち1件が出ています。", japanese.ToLearner(new Reason(ReasonCode.GradesMissing) { Have = 1, Need = 2 }));
    }

    [Fact]
    public void A_rule_of_one_requirement_says_just_that() =>
        Assert.Equal("Awarded to everyone who has 60% or more in Quiz 1.", english.Sentence(new AllOf { Id = "g0", Of = [quiz] }, names));

    [Fact]
    public void The_narrative_is_a_list_in_the_language_of_the_definition_and_names_are_no_markup()
    {
        Assert.Equal(
            """
            Awarded to everyone who has all of these:

            - 60% or more in Quiz 1
            - at least one of these:
              - Final \[project\] completed
              - the course completed

            """.ReplaceLineEndings("\n"),
            english.Narrative(rule, names));
        Assert.StartsWith("次のすべてを満たした学習者に授与します。\n\n- Quiz 1で60%以上", japanese.Narrative(rule, names), StringComparison.Ordinal);
    }

    [Fact]
    public void A_near_miss_says_what_there_is_what_is_needed_and_what_is_missing()
    {
        var reason = project.Evaluate(new ALearner().With(ALearner.Project, 61, 90).Progress).Reason;

        Assert.Equal("You have 61 of 90 points. Needed: 63, 2 missing.", english.ToLearner(reason));
        Assert.Equal("現在 90点中61点（63点必要、あと2点）", japanese.ToLearner(reason));
        Assert.Equal("2 points", english.Gap(reason));
        Assert.Equal("2 points to go", english.PointsToGo(reason));
        Assert.Equal("あと2点です", japanese.PointsToGo(reason));
    }

    [Fact]
    public void A_grade_that_is_not_released_is_not_told()
    {
        var reason = quiz.Evaluate(new ALearner().With(ALearner.Quiz, 59, isReleased: false).Progress).Reason;

        Assert.Equal("Your instructor has not released the grade yet.", english.ToLearner(reason));
        Assert.DoesNotContain("59", english.ToStaff(reason), StringComparison.Ordinal);
        Assert.Null(english.Gap(reason));
    }

    [Fact]
    public void Every_reason_has_a_sentence_for_both_readers() => Assert.All(
        Enum.GetValues<ReasonCode>().Where(code => code != ReasonCode.Group),
        code =>
        {
            var reason = new Reason(code) { Have = 1, Need = 2, Maximum = 3, Text = "B", At = DateTimeOffset.UnixEpoch, Due = DateTimeOffset.UnixEpoch };
            Assert.NotEmpty(english.ToLearner(reason));
            Assert.NotEmpty(english.ToStaff(reason));
            Assert.NotEqual(english.ToLearner(reason), japanese.ToLearner(reason));
            Assert.NotEqual(english.ToStaff(reason), japanese.ToStaff(reason));
        });

    [Fact]
    public void Staff_read_everything_that_is_missing_by_name()
    {
        var evaluation = rule.Evaluate(new ALearner().With(ALearner.Quiz, 70).Progress);

        Assert.Equal(["one of these: Final [project]: not completed; the course: not completed"], english.Missing(rule, evaluation, names));
    }

    [Fact]
    public void A_group_with_a_reason_of_its_own_says_it_and_one_that_nobody_decided_says_nothing()
    {
        var soon = new Within { Id = "g0", DaysOfEnrolment = 30, Of = [quiz] };

        Assert.Equal(
            ["all of these, within 30 days of enrolment: the LMS does not say when the learner enrolled"],
            english.Missing(soon, soon.Evaluate(new ALearner().With(ALearner.Quiz, 70).Progress), names));
        Assert.Empty(english.Missing(new AnyOf { Id = "g0", Of = [lab] }, new AnyOf { Id = "g0", Of = [project] }.Evaluate(ALearner.WithNothing), names));
    }

    [Fact]
    public void What_a_group_that_is_met_did_not_need_is_not_missing_nor_what_must_not_be_reached()
    {
        var some = new AtLeast { Id = "g1", Count = 2, Of = [quiz, lab, course] };
        var none = new NoneOf { Id = "g2", Of = [project] };
        var whole = new AllOf { Id = "g0", Of = [some, none] };

        Assert.Equal(["at least 1 of these: Final [project]: not completed; the course: not completed"], Missing(new ALearner().With(ALearner.Quiz, 70).With(ALearner.Project, 10, 90)));
        Assert.Equal(["none of these: Final [project] score is at least 70%"], Missing(new ALearner().With(ALearner.Quiz, 70).With(ALearner.Project, 80, 90).WithCourse(CompletionState.Complete)));

        IReadOnlyList<string> Missing(ALearner learner) => english.Missing(whole, whole.Evaluate(learner.Progress), names);
    }

    [Fact]
    public void An_item_of_a_course_that_was_copied_keeps_its_name_and_is_said_not_to_be_here()
    {
        var copy = new ItemNames([]) { Origins = [names] };

        Assert.Null(copy.Find(ALearner.Quiz));
        Assert.Equal("60% or more in Quiz 1 (not in this course)", english.ForLearner(quiz, copy));
        Assert.Equal("Quiz 1（このコースにない項目）で60%以上", japanese.ForLearner(quiz, copy));
    }

    [Fact]
    public void An_item_that_was_never_read_is_said_to_be_missing() =>
        Assert.Equal("60% or more in an item that is not in the course", english.ForLearner(quiz, new ItemNames([])));
}
