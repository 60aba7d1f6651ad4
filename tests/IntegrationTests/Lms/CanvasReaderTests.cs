using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.Canvas.Rest;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class CanvasReaderTests : IDisposable
{
    private readonly FakeCanvas canvas = new();

    public void Dispose() => canvas.Dispose();

    [Fact]
    public async Task Lists_what_is_graded_both_totals_and_the_outcomes_with_what_masters_them()
    {
        var items = await canvas.Reader.Items(default);
        Assert.Equal(["canvas-assignment:5131", "canvas-total:current", "canvas-total:final", "canvas-outcome:2204"], items.Select(item => item.Key.Value));
        Assert.Equal([100m, 100m, 100m, 4m], items.Select(item => item.Maximum!.Value));
        Assert.Equal((CourseItemKind.Outcome, 3m), (items[3].Kind, items[3].PassMark));
    }

    [Fact]
    public async Task A_posted_grade_is_a_fact_with_its_maximum_and_the_later_of_its_times()
    {
        var grade = (await All()).First(one => one.Item?.Value == "canvas-assignment:5131");
        Assert.Equal(new Score(88.5m, 0, 100), grade.Score);
        Assert.Equal([LearnerKey.LmsUser(FakeCanvas.Learner)], grade.Learner);
        Assert.Equal(new(2026, 10, 14, 4, 30, 0, 999, TimeSpan.Zero), grade.OccurredAt);
        Assert.Equal((true, true, true, "B+"), (grade.IsComplete, grade.IsReleased, grade.IsFinal, grade.Details.Letter));
    }

    [Theory]
    [InlineData("posted_at", "null", false, true, 88.5)]
    [InlineData("workflow_state", "\"pending_review\"", true, false, 88.5)]
    [InlineData("grade_matches_current_submission", "false", true, false, 88.5)]
    [InlineData("score", "null", true, true, null)]
    public async Task What_is_not_posted_not_fully_graded_handed_in_again_or_cleared_is_told_as_that(string member, string value, bool isReleased, bool isFinal, double? given)
    {
        canvas.Answer("students/submissions", $"[{Changed("GET-submission-5131-90417", member, value)}]");
        var grade = (await All()).First(one => one.Item?.Value == "canvas-assignment:5131");
        Assert.Equal((isReleased, isFinal, (decimal?)given), (grade.IsReleased, grade.IsFinal, grade.Score!.Given));
    }

    [Fact]
    public async Task An_excused_learner_has_no_grade_and_is_excused()
    {
        canvas.Answer("students/submissions", $"[{Changed("GET-submission-5131-90417", "excused", "true")}]");
        var grade = (await All()).First(one => one.Item?.Value == "canvas-assignment:5131");
        Assert.True(grade.Details.IsExcused);
        Assert.Null(grade.Score!.Given);
    }

    [Theory]
    [InlineData("\"https://work.example/essay\"", "https://work.example/essay")]
    [InlineData("\"http://work.example/essay\"", null)]
    [InlineData("\"javascript:alert(1)\"", null)]
    [InlineData("null", null)]
    public async Task Work_handed_in_as_a_web_address_is_linked_where_the_address_is_safe(string url, string? linked)
    {
        canvas.Answer("students/submissions", $"[{Changed("GET-submission-5131-90417", "url", url)}]");

        Assert.Equal(linked, (await All()).First(one => one.Item?.Value == "canvas-assignment:5131").Details.WorkUrl);
    }

    [Fact]
    public async Task Totals_are_read_once_for_somebody_in_two_sections_and_a_teachers_override_stands_for_both()
    {
        var enrolment = JsonNode.Parse(FakeCanvas.Sample("GET-courses-733-enrollments"))![0]!;
        Assert.Equal([84.25m, 61.4m], (await Totals()).Select(one => one.Score!.Given!.Value));
        enrolment["grades"]!["override_score"] = 92;
        canvas.Answer("enrollments", $"[{enrolment.ToJsonString()},{enrolment.ToJsonString()}]");
        Assert.Equal([92m, 92m], (await Totals()).Select(one => one.Score!.Given!.Value));
    }

    [Fact]
    public async Task Completions_are_of_who_met_every_module_requirement()
    {
        var completions = (await All()).Where(one => one.Kind is LmsEventKind.CourseCompletion).ToList();
        Assert.Equal([CompletionState.Complete, CompletionState.Incomplete], completions.Select(one => one.Completion!.Value));
        Assert.Equal(new(2026, 10, 20, 8, 15, 31, 999, TimeSpan.Zero), completions[0].OccurredAt);
        Assert.Equal(FakeCanvas.Now, completions[1].OccurredAt);
    }

    [Fact]
    public async Task An_outcome_is_mastered_when_its_rolled_up_score_reaches_the_mastery_points()
    {
        Assert.True((await Outcome()).Details.Holds);
        canvas.Answer("outcome_rollups", FakeCanvas.Sample("GET-outcome_rollups").Replace("\"score\": 3.0", "\"score\": 2.99", StringComparison.Ordinal));
        Assert.False((await Outcome()).Details.Holds);
        canvas.Answer("outcome_rollups", FakeCanvas.Sample("GET-outcome_rollups").Replace("\"score\": 3.0", "\"score\": null", StringComparison.Ordinal));
        Assert.Null((await Outcome()).Details.Holds);
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end_and_ids_are_asked_for_as_strings()
    {
        canvas.Answer("enrollments", FakeCanvas.Sample("GET-courses-733-enrollments"), link: $"<{canvas.Server.Url}/api/v1/courses/733/enrollments?page=bookmark:W10&per_page=100>; rel=\"next\"");
        canvas.Answer("enrollments", """[{"user_id":"90420","grades":{"current_score":50,"final_score":40}}]""", query: ("page", "bookmark:W10"));
        Assert.Equal([FakeCanvas.Learner, "90420"], (await Totals()).Select(one => one.Learner[0].Value).Distinct());
        Assert.All(canvas.Server.LogEntries.Where(entry => entry.RequestMessage!.Path.StartsWith("/api", StringComparison.Ordinal)), entry =>
        {
            Assert.Contains("application/json+canvas-string-ids", entry.RequestMessage!.Headers!["Accept"]);
            Assert.Equal("Bearer 1042~EXAMPLEaccess2", entry.RequestMessage.Headers["Authorization"].Single());
        });
    }

    [Fact]
    public async Task The_token_goes_to_no_other_host()
    {
        canvas.Answer("enrollments", "[]", link: "<https://evil.example/api/v1/courses/733/enrollments?page=2>; rel=\"next\"");
        Assert.Equal("canvas-page-elsewhere", (await Assert.ThrowsAsync<LmsException>(All)).Problem);
    }

    [Theory]
    [InlineData(403, "403 Forbidden (Rate Limit Exceeded)", null, "canvas-throttled", true)]
    [InlineData(429, "429 Too Many Requests (Rate Limit Exceeded)", null, "canvas-throttled", true)]
    [InlineData(403, """{"status":"unauthorized","errors":[{"message":"user not authorized to perform that action"}]}""", null, "canvas-permission-missing", false)]
    [InlineData(401, """{"errors":[{"message":"Invalid access token."}]}""", "Bearer realm=\"canvas-lms\"", "canvas-not-authorised", false)]
    [InlineData(404, """{"errors":[{"message":"The specified resource does not exist."}]}""", null, "canvas-course-unknown", false)]
    [InlineData(503, "", null, "canvas-busy", true)]
    [InlineData(200, "<html>", null, "canvas-answer-malformed", true)]
    public async Task Refusals_are_told_apart(int status, string body, string? challenge, string problem, bool isTransient)
    {
        canvas.Answer("students/submissions", body, status, challenge: challenge);
        var failure = await Assert.ThrowsAsync<LmsException>(All);
        Assert.Equal((problem, isTransient), (failure.Problem, failure.IsTransient));
    }

    [Fact]
    public async Task A_missing_scope_takes_away_one_ability_and_leaves_the_others()
    {
        canvas.Answer("outcome_rollups", """{"errors":[{"message":"Insufficient scopes on access token."}]}""", status: 401);
        var found = await All();
        Assert.DoesNotContain(found, one => one.Kind is LmsEventKind.Outcome);
        Assert.Contains(found, one => one.Kind is LmsEventKind.CourseCompletion);
        Assert.Equal(ReaderAbilities.Grades | ReaderAbilities.CourseCompletion, canvas.Reader.Can);
        canvas.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.True(canvas.Reader.Can.HasFlag(ReaderAbilities.Outcomes));
    }

    [Fact]
    public async Task When_little_is_left_of_the_bucket_the_next_call_waits()
    {
        canvas.Answer("assignments", $"[{FakeCanvas.Sample("GET-assignment-5131")}]", remaining: "90.5");
        var reading = All();
        while (!reading.IsCompleted)
        {
            await Task.Delay(20);
            canvas.Time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.NotEmpty(await reading);
        Assert.True(canvas.Time.GetUtcNow() - FakeCanvas.Now >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Since_a_cursor_only_newer_grades_are_asked_for()
    {
        await foreach (var _ in canvas.Reader.Read(new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), default)) { }
        Assert.Contains("graded_since=2026-10-01T12:00:00Z", Assert.Single(canvas.Asked("submissions")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_learner_is_read_by_id_and_others_in_the_answer_are_passed_over()
    {
        var found = await canvas.Reader.ReadLearner([LearnerKey.LmsUserUuid("u"), LearnerKey.LmsUser(FakeCanvas.Learner)], default);
        Assert.All(found, one => Assert.Equal(FakeCanvas.Learner, one.Learner[0].Value));
        Assert.Equal(5, found.Count);
        Assert.Contains("student_ids[]=90417", canvas.Asked("submissions")[^1], StringComparison.Ordinal);
        Assert.Empty(await canvas.Reader.ReadLearner([LearnerKey.LmsUserUuid("u")], default));
    }

    [Fact]
    public async Task An_access_token_is_used_until_shortly_before_its_end_and_a_refused_one_is_renewed_once()
    {
        await All();
        await All();
        Assert.Single(canvas.Asked("/login/oauth2/token"));
        canvas.Time.Advance(TimeSpan.FromMinutes(56));
        await All();
        Assert.Equal(2, canvas.Asked("/login/oauth2/token").Count);
        canvas.Answer("assignments", "", status: 401, challenge: "Bearer realm=\"canvas-lms\"");
        Assert.Equal("canvas-not-authorised", (await Assert.ThrowsAsync<LmsException>(All)).Problem);
        Assert.Equal(3, canvas.Asked("/login/oauth2/token").Count);
    }

    [Fact]
    public async Task The_test_names_each_missing_scope()
    {
        canvas.Answer("outcome_rollups", """{"errors":[{"message":"Insufficient scopes on access token."}]}""", status: 401);
        canvas.Answer("bulk_user_progress", "{}", status: 403);
        var checks = await new CanvasConnectionTest(canvas.Rest, canvas.Authorisation).Run(canvas.Connection, FakeCanvas.Course, default);
        Assert.Equal(
            [(CanvasScopes.Progress, "canvas-permission-missing"), (CanvasScopes.Rollups, "canvas-scope-missing")],
            checks.Where(check => check.Result is CheckResult.Fail).Select(check => (check.Name, check.Code!)));
        Assert.Equal(8, checks.Count);
    }

    [Fact]
    public async Task Without_a_course_a_scope_is_proven_by_the_missing_course()
    {
        canvas.Server.Given(WireMock.RequestBuilders.Request.Create().WithPath("/api/v1/courses/0/*").UsingGet())
            .RespondWith(WireMock.ResponseBuilders.Response.Create().WithStatusCode(404).WithBody("{}"));
        var checks = await new CanvasConnectionTest(canvas.Rest, canvas.Authorisation).Run(canvas.Connection, courseId: null, default);
        Assert.All(checks, check => Assert.Equal(CheckResult.Pass, check.Result));
    }

    [Fact]
    public async Task A_refused_authorisation_fails_there_and_skips_the_rest()
    {
        canvas.AnswerToken("""{"error":"invalid_grant"}""", status: 400);
        var checks = await new CanvasConnectionTest(canvas.Rest, canvas.Authorisation).Run(canvas.Connection, FakeCanvas.Course, default);
        Assert.Equal(("authorised", "canvas-authorisation-refused"), checks.Where(check => check.Result is CheckResult.Fail).Select(check => (check.Name, check.Code!)).Single());
        Assert.Equal(6, checks.Count(check => check.Result is CheckResult.Skipped));
    }

    private async Task<List<LmsEvent>> All()
    {
        List<LmsEvent> found = [];
        await foreach (var one in canvas.Reader.Read(since: null, default)) found.Add(one);
        return found;
    }

    private async Task<IEnumerable<LmsEvent>> Totals() => (await All()).Where(one => one.Item?.Scheme == ItemSchemes.CanvasTotal);

    private async Task<LmsEvent> Outcome() => Assert.Single(await All(), one => one.Kind is LmsEventKind.Outcome);

    private static string Changed(string sample, string member, string value)
    {
        var json = JsonNode.Parse(FakeCanvas.Sample(sample))!;
        json[member] = JsonNode.Parse(value);
        return json.ToJsonString();
    }
}
