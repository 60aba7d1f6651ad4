using System.Text;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.UnitTests.Lms;

public class StandardWebhooksReadingTests
{
    private const string About = """ "occurred_at":"2026-10-15T00:01:38Z","course":{"id":57},"user":{"id":1204} """;
    private const string WholeScore = """ "score":{"given":17.5,"min":0,"max":20,"final":true,"hidden":false} """;

    [Fact]
    public void Reads_the_grade_sample_of_the_plugin_as_a_hint_because_final_and_occurred_at_are_missing()
    {
        var read = Read(SampleFiles.Bytes("plugin-grade.updated.body.json"));
        Assert.Equal(LmsEventKind.Grade, read.Kind);
        Assert.Equal("57", read.CourseId);
        Assert.Equal([LearnerKey.LmsUser("1204")], read.Learner);
        Assert.Equal(new ItemKey("moodle-grade-item:611"), read.Item);
        Assert.Equal("単元3 小テスト", read.ItemName);
        Assert.Equal(new Score(17.5m, 0, 20), read.Score);
        Assert.Equal(new(2026, 10, 15, 4, 1, 40, TimeSpan.Zero), read.OccurredAt);
        Assert.True(read.IsReleased);
        Assert.False(read.IsComplete);
    }

    [Fact]
    public void Reads_the_completion_sample_of_the_plugin()
    {
        var read = Read(SampleFiles.Bytes("plugin-course.completed.body.json"));
        Assert.Equal(LmsEventKind.CourseCompletion, read.Kind);
        Assert.Equal("57", read.CourseId);
        Assert.Equal([LearnerKey.LmsUser("1204")], read.Learner);
        Assert.Equal(CompletionState.Complete, read.Completion);
        Assert.Equal(new(2026, 10, 15, 5, 0, 0, TimeSpan.Zero), read.OccurredAt);
        Assert.False(read.IsComplete);
    }

    [Theory]
    [InlineData("grade.updated", LmsEventKind.Grade, true)]
    [InlineData("grade.updated-hidden", LmsEventKind.Grade, true)]
    [InlineData("grade.deleted", LmsEventKind.Grade, false)]
    [InlineData("activity.completion", LmsEventKind.ActivityCompletion, true)]
    [InlineData("course.completed", LmsEventKind.CourseCompletion, true)]
    [InlineData("enrolment.changed", LmsEventKind.Enrolment, false)]
    [InlineData("connection.test", LmsEventKind.Test, false)]
    [InlineData("attempt.graded", LmsEventKind.Attempt, true)]
    [InlineData("competency.rated", LmsEventKind.Outcome, true)]
    [InlineData("group.membership", LmsEventKind.Group, true)]
    [InlineData("attendance.updated", LmsEventKind.Attendance, true)]
    [InlineData("enrolment.started", LmsEventKind.EnrolmentStart, true)]
    [InlineData("course.changed", LmsEventKind.CourseChanged, false)]
    [InlineData("course.copied", LmsEventKind.CourseCopied, false)]
    public void Reads_each_documented_example(string name, LmsEventKind kind, bool isComplete)
    {
        var example = SampleFiles.EventExample(name);
        Assert.IsType<Proof.Genuine>(new SignedDelivery { Body = example }.Prove());
        var read = Read(example);
        Assert.Equal(kind, read.Kind);
        Assert.Equal(isComplete, read.IsComplete);
        Assert.Equal(name.Split('-')[0], read.Type);
    }

    [Fact]
    public void Every_documented_example_is_read_by_the_test_above() => Assert.Equal(14, SampleFiles.EventExamples().Count());

    [Fact]
    public void A_copy_names_both_courses_and_one_out_of_nowhere_tells_nothing()
    {
        var copy = Read(SampleFiles.EventExample("course.copied"));
        Assert.Equal(("81", "57"), (copy.CourseId, copy.CopiedFrom));
        Assert.Equal(LmsEventKind.Unused, Read("""{"type":"course.copied","data":{"course":{"id":81}}}""").Kind);
    }

    [Theory]
    [InlineData("course.changed")]
    [InlineData("course.copied")]
    public void What_happens_to_a_course_names_it(string type) =>
        Assert.Equal("webhook-malformed", SignedDelivery.Of($$$"""{"type":"{{{type}}}","data":{"source":{"id":57} } }""").Refusal());

    [Fact]
    public void Each_kind_of_fact_keeps_what_rules_look_at()
    {
        var attempt = Read(SampleFiles.EventExample("attempt.graded"));
        Assert.Equal((2, new DateTimeOffset(2026, 10, 14, 23, 50, 0, TimeSpan.Zero)), (attempt.Details.Attempt!.Value, attempt.Details.DoneAt!.Value));
        Assert.Equal(new ItemKey("moodle-grade-item:611"), attempt.Item);

        var rated = Read(SampleFiles.EventExample("competency.rated"));
        Assert.Equal((new("moodle-competency:19"), new Score(3, 1, 4), 3, true), (rated.Item!.Value, rated.Score!, rated.Details.PassMark!.Value, rated.Details.Holds!.Value));

        var member = Read(SampleFiles.EventExample("group.membership"));
        Assert.Equal((new("moodle-group:5"), true), (member.Item!.Value, member.Details.Holds!.Value));

        var attended = Read(SampleFiles.EventExample("attendance.updated"));
        Assert.Equal((new("moodle-attendance:77"), new Score(12, 0, 15), 18), (attended.Item!.Value, attended.Score!, attended.Details.Hours!.Value));

        Assert.Equal(new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), Read(SampleFiles.EventExample("enrolment.started")).Details.DoneAt);
    }

    [Fact]
    public void A_grade_keeps_its_pass_mark_and_its_letter() =>
        Assert.Equal(
            (12, "B+"),
            (Read(SampleFiles.EventExample("grade.updated")).Details.PassMark!.Value, Read($$$"""{"type":"grade.updated","data":{ {{{About}}},"score":{"letter":"B+"} }}""").Details.Letter!));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Being_excused_is_a_fact_without_a_grade(string excused, bool isFact) =>
        Assert.Equal(isFact, Read($$$"""{"type":"grade.updated","data":{ {{{About}}},"grade_item":{"id":611},"score":{"given":null,"excused":{{{excused}}},"final":true,"hidden":false} }}""").IsComplete);

    [Theory]
    [InlineData("attempt.graded", """ "grade_item":{"id":611},"score":{"given":17.5,"max":20,"final":true,"hidden":false} """)]
    [InlineData("competency.rated", """ "competency":{"id":19} """)]
    [InlineData("competency.rated", """ "proficiency":true """)]
    [InlineData("group.membership", """ "group":{"id":5} """)]
    [InlineData("attendance.updated", """ "sessions":{"attended":3,"held":0} """)]
    [InlineData("enrolment.started", """ "enrolment":{} """)]
    public void Any_fact_that_leaves_something_open_is_a_hint(string type, string members) =>
        Assert.False(Read($$$"""{"type":"{{{type}}}","data":{ {{{About}}},{{{members}}} }}""").IsComplete);

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    public void Refuses_a_try_without_a_number(string number) =>
        Assert.Equal("webhook-malformed", SignedDelivery.Of($$$"""{"type":"attempt.graded","data":{ {{{About}}},"attempt":{"number":{{{number}}}} }}""").Refusal());

    [Fact]
    public void A_complete_grade_is_a_fact_with_everything_in_it()
    {
        var read = Read(SampleFiles.EventExample("grade.updated"));
        Assert.Equal(
            (new Score(17.5m, 0, 20), true, true, new DateTimeOffset(2026, 10, 15, 0, 1, 38, TimeSpan.Zero)),
            (read.Score!, read.IsFinal, read.IsReleased, read.OccurredAt!.Value));
    }

    [Fact]
    public void A_hidden_grade_is_not_released_and_its_texts_are_exact()
    {
        var read = Read(SampleFiles.EventExample("grade.updated-hidden"));
        Assert.Equal([LearnerKey.Sub("8f5c2a0e-7c1d-4f0b-9a55-0c5a1f4d2e11"), LearnerKey.LmsUser("1204")], read.Learner);
        Assert.Equal(88.5m, read.Score!.Given);
        Assert.False(read.IsReleased);
    }

    [Theory]
    [InlineData("""{"given":17.5,"max":20,"hidden":false}""")]
    [InlineData("""{"given":17.5,"max":20,"final":true}""")]
    [InlineData("""{"given":17.5,"final":true,"hidden":false}""")]
    [InlineData("""{"given":17.5,"max":0,"final":true,"hidden":false}""")]
    [InlineData("""{"given":null,"max":20,"final":true,"hidden":false}""")]
    [InlineData("""{"max":20,"final":true,"hidden":false}""")]
    [InlineData("null")]
    public void A_grade_that_leaves_something_open_is_a_hint(string score)
    {
        var read = Read($$$"""{"type":"grade.updated","data":{ {{{About}}},"grade_item":{"id":611},"score":{{{score}}} }}""");
        Assert.Equal(LmsEventKind.Grade, read.Kind);
        Assert.False(read.IsComplete);
    }

    [Fact]
    public void A_grade_without_its_item_or_the_time_of_the_lms_is_a_hint()
    {
        Assert.False(Read($$$"""{"type":"grade.updated","data":{ {{{About}}},{{{WholeScore}}} }}""").IsComplete);
        var timeless = Read($$$"""{"type":"grade.updated","timestamp":"2026-10-15T00:01:40+09:00","data":{"course":{"id":57},"user":{"id":1},"grade_item":{"id":611},{{{WholeScore}}} }}""");
        Assert.False(timeless.IsComplete);
        Assert.Equal(new(2026, 10, 14, 15, 1, 40, TimeSpan.Zero), timeless.OccurredAt);
    }

    [Fact]
    public void No_grade_is_not_zero() =>
        Assert.Null(Read($$$"""{"type":"grade.updated","data":{ {{{About}}},"grade_item":{"id":611},"score":{"given":null,"max":20} }}""").Score!.Given);

    [Theory]
    [InlineData("\"passed\"", CompletionState.Passed)]
    [InlineData("\"complete\"", CompletionState.Complete)]
    [InlineData("\"failed\"", CompletionState.Failed)]
    [InlineData("\"incomplete\"", CompletionState.Incomplete)]
    [InlineData("0", CompletionState.Incomplete)]
    [InlineData("1", CompletionState.Complete)]
    [InlineData("2", CompletionState.Passed)]
    [InlineData("3", CompletionState.Failed)]
    [InlineData("\"3\"", CompletionState.Failed)]
    [InlineData("4", CompletionState.Failed)]
    public void Reads_completion_states_as_words_and_as_numbers(string state, CompletionState expected)
    {
        var read = Read($$$"""{"type":"activity.completion","data":{ {{{About}}},"activity":{"cmid":"902"},"completion":{"state":{{{state}}}} }}""");
        Assert.Equal(new ItemKey("moodle-cmid:902"), read.Item);
        Assert.Equal(expected, read.Completion);
        Assert.True(read.IsComplete);
    }

    [Theory]
    [InlineData(""" "activity":{"cmid":902},"completion":{"state":"done"} """)]
    [InlineData(""" "activity":{"cmid":902},"completion":{"state":7} """)]
    [InlineData(""" "activity":{"cmid":902} """)]
    [InlineData(""" "completion":{"state":"passed"} """)]
    public void A_completion_that_leaves_something_open_is_a_hint(string members) =>
        Assert.False(Read($$$"""{"type":"activity.completion","data":{ {{{About}}},{{{members}}} }}""").IsComplete);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("17.5", "17.5")]
    [InlineData("1.75e1", "17.5")]
    [InlineData("\"17.50000\"", "17.50000")]
    [InlineData("-3", "-3")]
    [InlineData("0.0000000001", "0.0000000001")]
    [InlineData("999999999999999999", "999999999999999999")]
    [InlineData("66.666660000000000000000000000000", "66.66666")]
    public void Reads_scores_digit_for_digit(string written, string expected)
    {
        var body = $$$"""{"type":"grade.updated","data":{ {{{About}}},"grade_item":{"id":1},"score":{"given":{{{written}}} } }}""";
        Assert.Null(SignedDelivery.Of(body).Refusal());
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Read(body).Score!.Given);
    }

    [Theory]
    [InlineData("\"12,5\"")]
    [InlineData("\"1 000\"")]
    [InlineData("\"\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"0x1F\"")]
    [InlineData("true")]
    [InlineData("{}")]
    public void Refuses_a_score_that_would_have_to_be_guessed(string written) => Assert.Equal("webhook-malformed", Scored(written).Refusal());

    [Theory]
    [InlineData("0.00000000001")]
    [InlineData("1000000000000000000")]
    [InlineData("1e-11")]
    [InlineData("33.333333333333336")]
    [InlineData("\"33.333333333333336\"")]
    public void Refuses_a_score_that_would_have_to_be_rounded(string written) => Assert.Equal("number-too-long", Scored(written).Refusal());

    [Theory]
    [InlineData(""" "user":{"id":1} """)]
    [InlineData(""" "course":{"id":57} """)]
    [InlineData(""" "course":{"id":57},"user":{} """)]
    [InlineData(""" "course":{"id":""},"user":{"id":1} """)]
    [InlineData(""" "course":{"id":57.5},"user":{"id":1} """)]
    [InlineData(""" "course":{"id":5e1},"user":{"id":1} """)]
    [InlineData(""" "course":{"id":true},"user":{"id":1} """)]
    [InlineData(""" "course":{"id":"a\u0000b"},"user":{"id":1} """)]
    [InlineData(""" "course":57,"user":{"id":1} """)]
    [InlineData(""" "course":{"id":57},"user":{"id":1},"occurred_at":"2026-10-15T00:01:38" """)]
    [InlineData(""" "course":{"id":57},"user":{"id":1},"occurred_at":"yesterday" """)]
    [InlineData(""" "course":{"id":57},"user":{"id":1},"occurred_at":1792036905 """)]
    [InlineData(""" "course":{"id":57},"user":{"id":1},"occurred_at":"2026-02-30T00:00:00Z" """)]
    public void Refuses_an_event_that_cannot_be_placed(string members) =>
        Assert.Equal("webhook-malformed", SignedDelivery.Of($$$"""{"type":"course.completed","data":{ {{{members}}} }}""").Refusal());

    [Fact]
    public void Ids_keep_every_digit()
    {
        var read = Read("""{"type":"course.completed","data":{"course":{"id":10420000000000733},"user":{"sub":"00042"}}}""");
        Assert.Equal("10420000000000733", read.CourseId);
        Assert.Equal([LearnerKey.Sub("00042")], read.Learner);
    }

    [Fact]
    public void An_enrolment_needs_its_course_only() =>
        Assert.Equal("57", Read("""{"type":"enrolment.changed","data":{"course":{"id":57}}}""").CourseId);

    [Fact]
    public void A_type_of_the_future_is_accepted_whatever_it_holds()
    {
        const string body = """{"type":"quiz.exploded","timestamp":7,"data":["anything"]}""";
        Assert.Null(SignedDelivery.Of(body).Refusal());
        Assert.Equal(LmsEvent.Unused("quiz.exploded"), Read(body) with { Learner = LmsEvent.Unused("").Learner });
    }

    [Fact]
    public void A_body_that_should_never_have_been_stored_reads_as_nothing() =>
        Assert.Empty(new StandardWebhooksConnector(WebhookTolerance.Recommended).Read("not json"u8.ToArray(), new SignedDelivery().Connection()));

    [Fact]
    public void Names_are_for_display_and_lose_their_control_characters() =>
        Assert.Equal("Quiz1", Read($$$"""{"type":"grade.updated","data":{ {{{About}}},"grade_item":{"id":1,"name":"Quiz\u0000\n1"} }}""").ItemName);

    private static LmsEvent Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    private static SignedDelivery Scored(string given) =>
        SignedDelivery.Of($$$"""{"type":"grade.updated","data":{ {{{About}}},"grade_item":{"id":1},"score":{"given":{{{given}}} } }}""");

    private static LmsEvent Read(byte[] body) => Assert.Single(new StandardWebhooksConnector(WebhookTolerance.Recommended).Read(body, new SignedDelivery().Connection()));
}
