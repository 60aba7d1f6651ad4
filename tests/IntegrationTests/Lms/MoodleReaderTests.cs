using System.Globalization;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lms.Platforms;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class MoodleReaderTests : IDisposable
{
    private const ReaderAbilities Everything = ReaderAbilities.Grades | ReaderAbilities.ActivityCompletion | ReaderAbilities.CourseCompletion;

    private const ReaderAbilities WithGroupsAndOutcomes = Everything | ReaderAbilities.Groups | ReaderAbilities.Outcomes;

    private static readonly ItemKey quiz1 = new("moodle-grade-item:2");
    private static readonly DateTimeOffset quizGradedAt = DateTimeOffset.FromUnixTimeSeconds(1795367329).AddMilliseconds(999);

    private readonly FakeLms lms = new();

    public MoodleReaderTests()
    {
        lms.Answer(MoodleFunctions.ActivityCompletion, FakeLms.Recorded("activities, student1"), user: 4);
        lms.Answer(MoodleFunctions.ActivityCompletion, FakeLms.Recorded("activities, student2"), user: 5);
        lms.Answer(MoodleFunctions.ActivityCompletion, FakeLms.Recorded("activities, student3"), user: 6);
        lms.Answer(MoodleFunctions.CourseCompletion, FakeLms.Recorded("completion after, student1"), user: 4);
        lms.Answer(MoodleFunctions.CourseCompletion, FakeLms.Recorded("completion after, student2"), user: 5);
    }

    [Fact]
    public async Task Lists_graded_items_the_course_total_and_tracked_activities()
    {
        lms.Answer(MoodleFunctions.ActivityCompletion, FakeLms.Recorded("activities, student1"));
        lms.Answer(MoodleFunctions.CourseContents, """[{"modules":[{"id":5,"name":"Reading"},{"id":2,"name":"Quiz 1"}]}]""");
        var items = await Reader().Items(CancellationToken.None);

        Assert.Equal(new(quiz1, "Quiz 1", CourseItemKind.Grade, 100, null, new ItemKey("moodle-cmid:2"), HasCompletion: true, IsGone: false), items[0]);
        Assert.Contains(new(new("moodle-grade-item:7"), "Tied item", CourseItemKind.Grade, 5, null, null, HasCompletion: false, IsGone: false), items);
        Assert.Contains(new(new("moodle-grade-item:1"), "Course total", CourseItemKind.CourseTotal, 355, null, null, HasCompletion: false, IsGone: false), items);
        Assert.Equal(new(new("moodle-cmid:5"), "Reading", CourseItemKind.Activity, null, null, new ItemKey("moodle-cmid:5"), HasCompletion: true, IsGone: false), items[^1]);
        Assert.Equal(7, items.Count);
    }

    [Fact]
    public async Task Names_an_ungraded_activity_by_its_kind_where_the_service_tells_no_names()
    {
        lms.Answer(MoodleFunctions.ActivityCompletion, FakeLms.Recorded("activities, student1"));
        Assert.Equal("page 5", (await Reader().Items(CancellationToken.None))[^1].Name);
    }

    [Fact]
    public async Task Reads_the_grades_of_all_learners_in_one_call()
    {
        var read = await Read();
        Assert.Single(lms.Bodies(MoodleFunctions.GradeItems));
        Assert.Equal(30, read.Count(found => found.Kind == LmsEventKind.Grade));

        var grade = Assert.Single(read, found => found.Item == quiz1 && found.Learner.Contains(LearnerKey.LmsUser("4")));
        Assert.Equal(
            (new Score(100, 0, 100), true, true, true, quizGradedAt, FakeLms.Course, "Quiz 1"),
            (grade.Score!, grade.IsFinal, grade.IsReleased, grade.IsComplete, grade.OccurredAt!.Value, grade.CourseId, grade.ItemName));
    }

    [Fact]
    public async Task Zero_is_a_grade_and_null_is_none()
    {
        var read = await Read();
        Assert.Equal(0, ScoreOf(read, "5", quiz1));
        Assert.Null(ScoreOf(read, "6", quiz1));
    }

    [Fact]
    public async Task A_grade_dated_in_the_future_is_dated_by_the_reading()
    {
        var read = await Read();
        var future = Assert.Single(read, found => found.Item == new ItemKey("moodle-grade-item:5") && found.Learner.Contains(LearnerKey.LmsUser("6")));
        Assert.Equal(FakeLms.Now, future.OccurredAt);
    }

    [Fact]
    public async Task Grades_are_read_again_whatever_their_date_because_a_release_does_not_change_it()
    {
        var read = await Read(since: FakeLms.Now);
        Assert.Equal(100, ScoreOf(read, "4", quiz1));
    }

    [Theory]
    [InlineData(""" "gradeishidden":true """, true, false)]
    [InlineData(""" "gradehiddenbydate":true """, true, false)]
    [InlineData(""" "gradeneedsupdate":true """, false, true)]
    [InlineData(""" "gradeishidden":false """, true, true)]
    public async Task Hidden_grades_are_not_released_and_stale_ones_not_final(string flag, bool isFinal, bool isReleased)
    {
        OneGrade($$$""" "graderaw":17.5,"grademin":0,"grademax":20,"gradedategraded":1795367329,{{{flag}}} """);
        var grade = Assert.Single(await Read());
        Assert.Equal((isFinal, isReleased), (grade.IsFinal, grade.IsReleased));
    }

    [Theory]
    [InlineData("17.5", "17.5")]
    [InlineData("\"17.50000\"", "17.5")]
    [InlineData("66.666669999999996", "66.66667")]
    [InlineData("0.1", "0.1")]
    public async Task Grades_keep_the_five_decimals_that_moodle_stores(string written, string value)
    {
        OneGrade($$""" "graderaw":{{written}},"grademax":100 """);
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), Assert.Single(await Read()).Score!.Given);
    }

    [Fact]
    public async Task A_scale_is_read_as_the_position_on_it()
    {
        OneGrade(""" "scaleid":7,"graderaw":3,"grademin":1,"grademax":4 """);
        Assert.Equal(new Score(3, 1, 4), Assert.Single(await Read()).Score);
    }

    [Fact]
    public async Task A_grade_that_the_token_may_not_see_is_not_read_as_none()
    {
        OneGrade(""" "grademax":100 """);
        Assert.Empty(await Read());
    }

    [Fact]
    public async Task Reads_completions_of_each_learner_and_a_fail_is_no_success()
    {
        var read = await Read();
        LmsEvent Activity(string user) => Assert.Single(read, found => found.Item == new ItemKey("moodle-cmid:2") && found.Learner.Contains(LearnerKey.LmsUser(user)));
        Assert.Equal((CompletionState.Passed, quizGradedAt), (Activity("4").Completion!.Value, Activity("4").OccurredAt!.Value));
        Assert.Equal(CompletionState.Failed, Activity("5").Completion);
        Assert.Equal((CompletionState.Incomplete, FakeLms.Now), (Activity("6").Completion!.Value, Activity("6").OccurredAt!.Value));
    }

    [Fact]
    public async Task Dates_the_completion_of_the_course_by_its_last_criterion()
    {
        var completions = (await Read()).Where(found => found.Kind == LmsEventKind.CourseCompletion).ToDictionary(found => found.Learner[0].Value);
        Assert.Equal(
            (CompletionState.Complete, DateTimeOffset.FromUnixTimeSeconds(1795367330).AddMilliseconds(999)),
            (completions["4"].Completion!.Value, completions["4"].OccurredAt!.Value));
        Assert.Equal((CompletionState.Incomplete, FakeLms.Now), (completions["5"].Completion!.Value, completions["5"].OccurredAt!.Value));
        Assert.Equal(2, completions.Count);
    }

    [Fact]
    public async Task Asks_for_what_the_token_may_read_and_nothing_else()
    {
        var read = await Reader(ReaderAbilities.Grades).Read(null, CancellationToken.None).ToListAsync();
        Assert.All(read, found => Assert.Equal(LmsEventKind.Grade, found.Kind));
        Assert.Empty(lms.Bodies(MoodleFunctions.ActivityCompletion));
        Assert.Empty(lms.Bodies(MoodleFunctions.CourseCompletion));
    }

    [Fact]
    public async Task What_was_read_before_a_failure_is_kept()
    {
        lms.Answer(MoodleFunctions.CourseCompletion, FakeLms.Recorded("error: bad token"));
        List<LmsEvent> read = [];
        var failure = await Assert.ThrowsAsync<LmsException>(async () =>
        {
            await foreach (var found in Reader().Read(null, CancellationToken.None)) read.Add(found);
        });
        Assert.Equal("moodle-token-refused", failure.Problem);
        Assert.Equal(30, read.Count);
    }

    [Fact]
    public async Task Reads_learner_by_learner_when_the_grades_of_all_do_not_fit()
    {
        lms.Limits = new() { AnswerBytes = FakeLms.Recorded("grade items, all users").Length - 1, PageSize = 500 };
        lms.Answer(MoodleFunctions.GradeItems, """{"exception":"x","errorcode":"notenroled","message":""}""", user: 3);
        foreach (var user in new[] { 5, 6, 7, 8 }) lms.Answer(MoodleFunctions.GradeItems, """{"usergrades":[],"warnings":[]}""", user: user);
        lms.Answer(MoodleFunctions.GradeItems, FakeLms.Recorded("grade items, one user"), user: 4);

        var read = await Reader(ReaderAbilities.Grades).Read(null, CancellationToken.None).ToListAsync();
        Assert.Equal(6, read.Count);
        Assert.Equal(100, ScoreOf(read, "4", quiz1));
    }

    [Fact]
    public async Task Confirms_one_learner_by_three_calls()
    {
        lms.Answer(MoodleFunctions.GradeItems, FakeLms.Recorded("grade items, one user"), user: 4);
        var read = await Reader().ReadLearner([LearnerKey.Sub("u-5a1f"), LearnerKey.LmsUser("4")], CancellationToken.None);
        Assert.Equal(6 + 4 + 1, read.Count);
        Assert.All(read, found => Assert.Equal([LearnerKey.LmsUser("4")], found.Learner));
        Assert.Equal(3, lms.Server.LogEntries.Count);
    }

    [Fact]
    public async Task A_sub_alone_tells_a_user_only_at_products_where_it_is_the_user_id()
    {
        lms.Answer(MoodleFunctions.GradeItems, FakeLms.Recorded("grade items, one user"), user: 4);
        Assert.Empty(await Reader().ReadLearner([LearnerKey.Sub("4")], CancellationToken.None));

        var moodle = new MoodleReader(lms.Moodle(), FakeLms.Course, Everything, PlatformProfiles.For("moodle"), lms.Time);
        var read = await moodle.ReadLearner([LearnerKey.Sub("4")], CancellationToken.None);
        Assert.Equal([LearnerKey.LmsUser("4"), LearnerKey.Sub("4")], read[0].Learner);
    }

    [Fact]
    public async Task Who_has_left_the_course_has_nothing_to_confirm()
    {
        lms.Answer(MoodleFunctions.GradeItems, """{"exception":"x","errorcode":"usernotincourse","message":""}""", user: 9);
        Assert.Empty(await Reader().ReadLearner([LearnerKey.LmsUser("9")], CancellationToken.None));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"usergrades":7}""")]
    [InlineData("""{"usergrades":null}""")]
    public async Task An_answer_of_another_shape_is_no_empty_course(string body)
    {
        lms.Answer(MoodleFunctions.GradeItems, body);
        var failure = await Assert.ThrowsAsync<LmsException>(() => Read());
        Assert.Equal("moodle-answer-malformed", failure.Problem);
    }

    [Fact]
    public async Task Groups_and_competencies_are_items_of_the_course()
    {
        Competent();
        var items = await Reader(WithGroupsAndOutcomes).Items(CancellationToken.None);

        Assert.Contains(new(new("moodle-competency:1"), "Reads and judges data", CourseItemKind.Outcome, null, null, null, HasCompletion: false, IsGone: false), items);
        Assert.Contains(new(new("moodle-group:7"), "Monday", CourseItemKind.Group, null, null, null, HasCompletion: false, IsGone: false), items);
    }

    [Fact]
    public async Task A_competency_is_read_with_its_verdict_and_no_rating_is_no_verdict()
    {
        Competent();
        var read = await Reader(WithGroupsAndOutcomes).Read(null, CancellationToken.None).ToListAsync();

        LmsEvent Of(string user, string competency) => Assert.Single(
            read, found => found.Kind == LmsEventKind.Outcome && found.Item == new ItemKey($"moodle-competency:{competency}") && found.Learner.Contains(LearnerKey.LmsUser(user)));
        Assert.Equal((true, 2m, "Separate and connected"), (Of("4", "1").Details.Holds!.Value, Of("4", "1").Score!.Given!.Value, Of("4", "1").Details.Letter!));
        Assert.Equal((null, null, null), (Of("5", "1").Details.Holds, Of("5", "1").Score, Of("5", "1").Details.Letter));
    }

    [Fact]
    public async Task Who_is_in_a_group_and_who_is_not_are_both_facts()
    {
        Competent();
        var read = await Reader(WithGroupsAndOutcomes).Read(null, CancellationToken.None).ToListAsync();

        bool? In(string user) => Assert.Single(read, found => found.Item == new ItemKey("moodle-group:7") && found.Learner.Contains(LearnerKey.LmsUser(user))).Details.Holds;
        Assert.Equal((true, false), (In("4"), In("5")));
    }

    [Fact]
    public async Task Groups_and_competencies_are_read_only_when_everything_is()
    {
        Competent();
        var read = await Reader(WithGroupsAndOutcomes).Read(FakeLms.Now, CancellationToken.None).ToListAsync();

        Assert.DoesNotContain(read, found => found.Kind is LmsEventKind.Outcome or LmsEventKind.Group);
        Assert.Empty(lms.Bodies(MoodleFunctions.UserCompetency));
    }

    [Fact]
    public async Task A_course_whose_competencies_the_account_may_not_see_is_read_all_the_same()
    {
        Competent();
        lms.Answer(MoodleFunctions.CourseCompetencies, """{"exception":"required_capability_exception","errorcode":"nopermissions","message":""}""");

        var read = await Reader(WithGroupsAndOutcomes).Read(null, CancellationToken.None).ToListAsync();
        Assert.Equal(30, read.Count(found => found.Kind == LmsEventKind.Grade));
        Assert.DoesNotContain(read, found => found.Kind == LmsEventKind.Outcome);
    }

    [Fact]
    public async Task Enrolled_users_are_read_page_by_page_and_the_end_is_found()
    {
        lms.Limits = new() { PageSize = 2 };
        lms.Answer(MoodleFunctions.EnrolledUsers, """[{"id":4,"idnumber":"S-001"},{"id":"5","idnumber":""}]""");
        Assert.Equal(["4", "5"], (await new MoodleRoster(lms.Moodle(), FakeLms.Course).Read(CancellationToken.None)).Select(user => user.Id));
        Assert.Equal(2, lms.Bodies(MoodleFunctions.EnrolledUsers).Count);
        Assert.Contains("options%5B0%5D%5Bname%5D=limitfrom&options%5B0%5D%5Bvalue%5D=2&", lms.Bodies(MoodleFunctions.EnrolledUsers)[1], StringComparison.Ordinal);
    }

    public void Dispose() => lms.Dispose();

    private void Competent()
    {
        lms.Answer(MoodleFunctions.CourseCompetencies, FakeLms.Recorded("course competencies"));
        lms.Answer(MoodleFunctions.UserCompetency, """{"usercompetencysummary":{"usercompetencycourse":{"proficiency":null,"grade":null,"gradename":"-"}}}""");
        lms.Answer(MoodleFunctions.UserCompetency, FakeLms.Recorded("user competency in course"), user: 4);
        lms.Answer(MoodleFunctions.EnrolledUsers, """[{"id":4,"groups":[{"id":7,"name":"Monday"}]},{"id":5,"groups":[]}]""");
    }

    private MoodleReader Reader(ReaderAbilities abilities = Everything) =>
        new(lms.Moodle(), FakeLms.Course, abilities, PlatformProfiles.Unknown, lms.Time);

    private async Task<List<LmsEvent>> Read(DateTimeOffset? since = null) => await Reader().Read(since, CancellationToken.None).ToListAsync();

    private void OneGrade(string members)
    {
        lms.Answer(MoodleFunctions.GradeItems, $$$"""{"usergrades":[{"userid":99,"gradeitems":[{"id":2,"itemname":"Quiz 1","itemtype":"mod",{{{members}}} }]}]}""");
    }

    private static decimal? ScoreOf(List<LmsEvent> read, string user, ItemKey item) =>
        Assert.Single(read, found => found.Item == item && found.Learner.Contains(LearnerKey.LmsUser(user))).Score!.Given;
}
