using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.UnitTests.Criteria;
using LtiBadgeConnector.Web.Rules;

namespace LtiBadgeConnector.UnitTests.Rules;

public class RuleEditorTests
{
    private static readonly RuleChoices choices = new(
        [
            new(ALearner.Quiz, "Quiz 1", CourseItemKind.Grade, 100, null, null, false, false),
            new(ALearner.Project, "Final project", CourseItemKind.Grade, 90, null, ALearner.Lab, true, false),
            new(ItemKey.Of("x", "9"), "An old quiz", CourseItemKind.Grade, 10, null, null, false, IsGone: true),
        ],
        provesCourseCompletion: true);

    private static readonly RuleChoices withLetters = new([new(ALearner.Quiz, "Quiz 1", CourseItemKind.Grade, 100, null, null, false, false)], provesCourseCompletion: true) { Letters = true };

    private static readonly Group start = RuleEditor.New(choices);

    [Fact]
    public void A_new_rule_has_one_row_about_the_first_graded_item()
    {
        var row = Assert.IsType<MinimumScore>(Assert.Single(start.Of));
        Assert.Equal(("g0", "c1", ALearner.Quiz, 0.6m), (start.Id, row.Id, row.Item, row.Share));
        Assert.Empty(RuleEditor.New(new([], provesCourseCompletion: true)).Of);
    }

    [Fact]
    public void The_attendance_of_the_whole_course_is_asked_for_without_an_item()
    {
        var whole = new CourseItem(CourseItem.WholeAttendance, CourseItem.NameOfAttendance, CourseItemKind.Attendance, null, null, null, false, false);
        var told = new RuleChoices([whole, whole with { Key = ALearner.Register, Name = "Register" }], provesCourseCompletion: false);

        var row = Assert.IsType<Attended>(RuleEditor.Apply(RuleEditor.New(told), "add:g0", RowKinds.Attended, told).Rule.Of[^1]);
        Assert.Null(row.Item);
        Assert.True(told.Has(row));
        Assert.False(choices.Has(row));

        Assert.Equal(ALearner.Register, Read(row, ALearner.Register).Item);
        Assert.Null(Read(row with { Item = ALearner.Register }, CourseItem.WholeAttendance).Item);

        Attended Read(Attended before, ItemKey chosen) =>
            Assert.IsType<Attended>(Assert.Single(RuleEditor.Parse(start with { Of = [before] }, field => field == $"{before.Id}.item" ? chosen.Value : null, told).Rule.Of));
    }

    [Fact]
    public void What_is_gone_is_not_offered() => Assert.DoesNotContain(choices.Scores, choice => choice.Name == "An old quiz");

    [Fact]
    public void Adding_takes_the_next_item_that_no_row_is_about_and_focuses_the_new_row()
    {
        var edit = RuleEditor.Apply(start, "add:g0", "score", choices);

        Assert.Equal("c2", edit.Focus);
        Assert.Equal(ALearner.Project, Assert.IsType<MinimumScore>(edit.Rule.Of[1]).Item);
    }

    [Theory]
    [InlineData("activity", typeof(ActivityCompleted))]
    [InlineData("course", typeof(CourseCompleted))]
    [InlineData("group", typeof(AnyOf))]
    [InlineData("mean", typeof(MeanScore))]
    public void Every_kind_of_row_can_be_added(string kind, Type expected) => Assert.IsType(expected, RuleEditor.Apply(start, "add:g0", kind, choices).Rule.Of[1]);

    [Fact]
    public void Rows_are_added_to_the_group_that_asked()
    {
        var nested = RuleEditor.Apply(start, "add:g0", "group", choices).Rule;

        var edit = RuleEditor.Apply(nested, "add:g1", "course", choices);

        Assert.IsType<CourseCompleted>(Assert.Single(((Group)edit.Rule.Of[1]).Of));
    }

    [Fact]
    public void Groups_stand_in_one_another_three_times_at_most()
    {
        var deep = RuleEditor.Apply(RuleEditor.Apply(start, "add:g0", "group", choices).Rule, "add:g1", "group", choices).Rule;

        Assert.Equal(3, RuleEditor.LevelOf(deep, "g2"));
        Assert.Same(deep, RuleEditor.Apply(deep, "add:g2", "group", choices).Rule);
        var tooDeep = new AllOf { Id = "g0", Of = [new AllOf { Id = "g1", Of = [new AllOf { Id = "g2", Of = [new AllOf { Id = "g3", Of = [new CourseCompleted { Id = "c1" }] }] }] }] };
        Assert.Equal(["rule-too-deep"], RuleEditor.Problems(tooDeep, choices).Select(problem => problem.Code));
    }

    [Fact]
    public void Moving_keeps_every_row_and_stops_at_the_ends()
    {
        var two = RuleEditor.Apply(start, "add:g0", "course", choices).Rule;

        Assert.Equal(["c2", "c1"], RuleEditor.Apply(two, "up:c2", null, choices).Rule.Of.Select(part => part.Id));
        Assert.Equal(["c2", "c1"], RuleEditor.Apply(two, "down:c1", null, choices).Rule.Of.Select(part => part.Id));
        Assert.Equal(["c1", "c2"], RuleEditor.Apply(two, "up:c1", null, choices).Rule.Of.Select(part => part.Id));
    }

    [Fact]
    public void After_removing_the_focus_goes_to_what_took_the_place()
    {
        var two = RuleEditor.Apply(start, "add:g0", "course", choices).Rule;

        Assert.Equal("c2", RuleEditor.Apply(two, "remove:c1", null, choices).Focus);
        Assert.Equal("c1", RuleEditor.Apply(two, "remove:c2", null, choices).Focus);
        Assert.Equal("g0", RuleEditor.Apply(start, "remove:c1", null, choices).Focus);
    }

    [Theory]
    [InlineData("remove:g0")]
    [InlineData("up:c99")]
    [InlineData("add:g99")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public void What_cannot_be_done_changes_nothing(string? op) => Assert.Same(start, RuleEditor.Apply(start, op, "score", choices).Rule);

    [Theory]
    [InlineData("70", "0.7")]
    [InlineData(" ７０％ ", "0.7")]
    [InlineData("62,5", "0.625")]
    [InlineData("100%", "1")]
    public void A_share_is_read_as_people_type_it(string typed, string share)
    {
        var parsed = Parse(("c1.value", typed));

        Assert.Empty(parsed.Problems);
        Assert.Equal(decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture), ((MinimumScore)parsed.Rule.Of[0]).Share);
    }

    [Fact]
    public void Seven_hundred_percent_is_refused_at_its_row_with_what_was_meant_and_the_old_value_stays()
    {
        var parsed = Parse(("c1.value", "700"));

        Assert.Equal(new RowProblem("c1", "rule-share-impossible", "700", 0.7m) { Field = "value" }, Assert.Single(parsed.Problems));
        Assert.Equal(0.6m, ((MinimumScore)parsed.Rule.Of[0]).Share);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("many")]
    public void What_is_no_number_is_refused(string typed) => Assert.Equal("rule-share-malformed", Assert.Single(Parse(("c1.value", typed)).Problems).Code);

    [Fact]
    public void An_item_and_the_kind_of_a_group_are_taken_from_the_form()
    {
        var parsed = Parse(("g0.kind", "any"), ("c1.item", ALearner.Project.Value));

        Assert.Equal(ALearner.Project, ((MinimumScore)Assert.IsType<AnyOf>(parsed.Rule).Of[0]).Item);
    }

    [Fact]
    public void An_item_that_the_course_does_not_offer_is_not_taken() => Assert.Equal(ALearner.Quiz, ((MinimumScore)Parse(("c1.item", "x:9")).Rule.Of[0]).Item);

    [Fact]
    public void An_empty_group_and_an_unknown_item_keep_the_rule_from_starting()
    {
        Assert.Equal(["rule-empty"], RuleEditor.Problems(new AllOf { Id = "g0", Of = [] }, choices).Select(problem => problem.Code));
        Assert.Equal(["rule-item-unknown"], RuleEditor.Problems(start, new([], provesCourseCompletion: false)).Select(problem => problem.Code));
        Assert.Empty(RuleEditor.Problems(start, choices));
    }

    [Fact]
    public void So_many_of_a_group_are_taken_from_the_form_and_survive_other_edits()
    {
        var two = RuleEditor.Apply(start, "add:g0", "course", choices).Rule;
        var some = ParseRule(two, ("g0.kind", "some")).Rule;

        Assert.Equal(1, Assert.IsType<AtLeast>(some).Count);
        Assert.Equal(2, Assert.IsType<AtLeast>(ParseRule(some, ("g0.count", "２")).Rule).Count);
        Assert.Equal(2, Assert.IsType<AtLeast>(RuleEditor.Apply(ParseRule(some, ("g0.count", "2")).Rule, "add:g0", "group", choices).Rule).Count);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    [InlineData("-1")]
    public void A_number_of_requirements_that_makes_no_sense_is_refused(string typed)
    {
        var some = ParseRule(start, ("g0.kind", "some")).Rule;
        var parsed = ParseRule(some, ("g0.count", typed));

        Assert.Equal(new RowProblem("g0", "rule-count-impossible", typed) { Field = "count" }, Assert.Single(parsed.Problems));
        Assert.Equal(["rule-count-impossible"], RuleEditor.Problems(((AtLeast)some) with { Count = 2 }, choices).Select(problem => problem.Code));
    }

    [Fact]
    public void A_mean_takes_the_items_that_have_a_weight()
    {
        var mean = RuleEditor.Apply(start, "add:g0", "mean", choices).Rule;
        var parsed = ParseRule(mean, ("c2.value", "65"), ("c2.leave", "1"), ($"c2.weight.{ALearner.Quiz.Value}", ""), ($"c2.weight.{ALearner.Project.Value}", "2,5"));

        var row = Assert.IsType<MeanScore>(parsed.Rule.Of[1]);
        Assert.Empty(parsed.Problems);
        Assert.Equal((0.65m, 1, new WeightedItem(ALearner.Project, 2.5m)), (row.Share, row.LeaveOut, Assert.Single(row.Of)));
        Assert.Equal(["rule-leave-out-impossible"], RuleEditor.Problems(parsed.Rule, choices).Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("c2.weight.moodle-grade-item:1", "-1", "rule-weight-malformed")]
    [InlineData("c2.weight.moodle-grade-item:1", "0", "rule-weight-malformed")]
    [InlineData("c2.leave", "some", "rule-leave-out-impossible")]
    [InlineData("c2.value", "700", "rule-share-impossible")]
    public void A_field_of_a_mean_that_makes_no_sense_is_refused_and_the_old_value_stays(string name, string typed, string code)
    {
        var mean = RuleEditor.Apply(start, "add:g0", "mean", choices).Rule;
        (string, string)[] fields = name == "c2.leave" ? [(name, typed)] : [(name, typed), ("c2.leave", "0")];

        var parsed = ParseRule(mean, fields);

        Assert.Equal(code, Assert.Single(parsed.Problems).Code);
        Assert.Equal(CriterionJson.Write(mean), CriterionJson.Write(parsed.Rule));
    }

    [Fact]
    public void A_mean_of_nothing_keeps_the_rule_from_starting() =>
        Assert.Equal(["rule-mean-empty"], RuleEditor.Problems(new AllOf { Id = "g0", Of = [new MeanScore { Id = "c1", Of = [], Share = 0.5m }] }, choices).Select(problem => problem.Code));

    public static TheoryData<string, Criterion> Unfinished() => new()
    {
        { "rule-bounds-impossible", new ScoreBetween { Id = "c1", Item = ALearner.Quiz, From = 0.7m, To = 0.5m } },
        { "rule-letters-missing", new LetterGrade { Id = "c1", Item = ALearner.Quiz, Accepted = [] } },
        { "rule-text-missing", new Confirmed { Id = "c1", What = "" } },
        { "rule-date-malformed", new FromDate { Id = "c1", Date = DateOnly.MinValue } },
        { "rule-window-empty", new Within { Id = "g1", Of = [new CourseCompleted { Id = "c1" }] } },
        { "rule-window-reversed", new Within { Id = "g1", Of = [new CourseCompleted { Id = "c1" }], From = new(2026, 12, 2), Until = new(2026, 12, 1) } },
    };

    [Theory]
    [MemberData(nameof(Unfinished))]
    public void What_is_not_finished_keeps_the_rule_from_starting(string code, Criterion row) =>
        Assert.Equal([code], RuleEditor.Problems(new AllOf { Id = "g0", Of = [row] }, withLetters).Select(problem => problem.Code));

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    public void Points_that_are_no_number_are_refused_and_the_old_ones_stay(string typed)
    {
        var rule = new AllOf { Id = "g0", Of = [new MinimumPoints { Id = "c1", Item = ALearner.Quiz, Points = 12 }] };

        var parsed = ParseRule(rule, ("c1.value", typed));

        Assert.Equal(("rule-number-malformed", typed), (Assert.Single(parsed.Problems).Code, parsed.Problems[0].Typed));
        Assert.Equal(CriterionJson.Write(rule), CriterionJson.Write(parsed.Rule));
    }

    private static ParsedRule ParseRule(Group rule, params (string Name, string Value)[] fields) =>
        RuleEditor.Parse(rule, name => fields.Where(field => field.Name == name).Select(field => field.Value).FirstOrDefault(), choices);

    private static ParsedRule Parse(params (string Name, string Value)[] fields) =>
        RuleEditor.Parse(start, name => fields.Where(field => field.Name == name).Select(field => field.Value).FirstOrDefault(), choices);
}
