using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.UnitTests.Lms.Canvas;

public sealed class CanvasEventsTests : IDisposable
{
    private const string GradeChange = "canvas/live-grade_change-quiz-autograded.json";

    private readonly CanvasVendor vendor = new();

    public void Dispose() => vendor.Dispose();

    [Fact]
    public async Task A_signed_grade_that_says_everything_is_a_fact()
    {
        var body = vendor.Sign(SampleFiles.Text(GradeChange));
        Assert.IsType<Proof.Genuine>(await vendor.Prove(body));
        Assert.True(Assert.Single(vendor.Read(body)).IsComplete);
    }

    [Fact]
    public async Task The_same_grade_unsigned_is_a_hint()
    {
        var body = SampleFiles.Bytes(GradeChange);
        Assert.IsType<Proof.Genuine>(await vendor.Prove(body));
        Assert.False(Assert.Single(vendor.Read(body)).IsComplete);
    }

    [Fact]
    public async Task The_sample_of_a_signed_delivery_verifies_and_the_tampered_one_does_not()
    {
        vendor.KeySet = SampleFiles.Text("canvas/signed-jwks.json");
        Assert.Null(await vendor.Refusal(SampleFiles.Bytes("canvas/signed-grade_change.jwt")));
        Assert.Equal("canvas-event-signature-wrong", await vendor.Refusal(SampleFiles.Bytes("canvas/signed-grade_change-tampered.jwt")));
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"key-1"}""", "canvas-event-signature-form")]
    [InlineData("""{"alg":"HS256","kid":"key-1"}""", "canvas-event-signature-form")]
    [InlineData("""{"alg":"RS256","kid":"key-1","jku":"https://evil.example/jwks"}""", "canvas-event-signature-form")]
    [InlineData("""{"alg":"RS256","kid":"key-1","x5u":"https://evil.example/cert"}""", "canvas-event-signature-form")]
    [InlineData("""{"alg":"RS256"}""", "canvas-event-key-unknown")]
    [InlineData("""{"alg":"RS256","kid":"other"}""", "canvas-event-key-unknown")]
    public async Task Only_a_key_of_the_vendors_set_signs(string header, string problem)
    {
        Assert.Equal(problem, await vendor.Refusal(vendor.Sign(SampleFiles.Text(GradeChange), header)));
        Assert.DoesNotContain(vendor.Asked, url => url.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rotated_key_is_fetched_once_a_minute_at_most()
    {
        var body = vendor.Sign(SampleFiles.Text(GradeChange), """{"alg":"RS256","kid":"key-2"}""");
        for (var i = 0; i < 5; i++) Assert.Equal("canvas-event-key-unknown", await vendor.Refusal(body));
        Assert.Single(vendor.Asked);

        vendor.KeySet = vendor.KeySet!.Replace("key-1", "key-2", StringComparison.Ordinal);
        vendor.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(await vendor.Refusal(body));
        Assert.Null(await vendor.Refusal(body));
        Assert.Equal(2, vendor.Asked.Count);
    }

    [Fact]
    public async Task While_the_key_set_cannot_be_had_the_vendor_is_asked_to_send_again()
    {
        vendor.KeySet = null;
        Assert.Equal("canvas-event-keys-unavailable", await vendor.Refusal(vendor.Sign(SampleFiles.Text(GradeChange))));
    }

    [Fact]
    public async Task The_key_set_of_the_connection_is_asked_or_else_the_vendors()
    {
        await vendor.Prove(vendor.Sign(SampleFiles.Text(GradeChange)));
        await vendor.Prove(vendor.Sign(SampleFiles.Text(GradeChange)), With(ConnectionSettings.KeySetUrl, "https://keys.example/set"));
        Assert.Equal(["https://8axpcl50e4.execute-api.us-east-1.amazonaws.com/main/jwks", "https://keys.example/set"], vendor.Asked);
    }

    [Fact]
    public async Task Events_of_another_institution_are_refused_though_the_same_vendor_signed_them()
    {
        Assert.Equal("canvas-account-wrong", await vendor.Refusal(vendor.Sign(SampleFiles.Text(GradeChange)), With(ConnectionSettings.AccountUuid, "another")));
        Assert.Equal("canvas-account-wrong", await vendor.Refusal(vendor.Sign(SampleFiles.Text(GradeChange)), With(ConnectionSettings.AccountId, "10420000000000002")));
        Assert.Equal("canvas-account-wrong", await vendor.Refusal(Changed(GradeChange, json => json["metadata"]!.AsObject().Remove("root_account_uuid"))));
    }

    [Fact]
    public async Task Until_an_account_is_confirmed_its_uuid_is_told_and_nothing_is_taken()
    {
        var open = vendor.Connection with { Settings = new Dictionary<string, string>() };
        var refused = Assert.IsType<Proof.Refused>(await vendor.Prove(vendor.Sign(SampleFiles.Text(GradeChange)), open));
        Assert.Equal(("canvas-account-unconfirmed", CanvasVendor.Account), (refused.Problem, refused.Detail));
    }

    [Fact]
    public async Task A_retry_that_is_signed_again_is_the_same_delivery_and_every_other_event_is_not()
    {
        async Task<string> Key(byte[] body) => Assert.IsType<Proof.Genuine>(await vendor.Prove(body)).DedupeKey;
        var json = SampleFiles.Text(GradeChange);
        Assert.Equal(await Key(vendor.Sign(json)), await Key(vendor.Sign(json, """{"alg":"RS256","kid":"key-1","typ":"JWT"}""")));
        Assert.NotEqual(
            await Key(vendor.Sign(SampleFiles.Text("canvas/live-grade_change-manual-unposted.json"))),
            await Key(vendor.Sign(SampleFiles.Text("canvas/live-grade_change-after-posting.json"))));
    }

    [Theory]
    [InlineData("2026-11-25T00:05:01Z", "canvas-event-time-outside")]
    [InlineData("2026-11-25T00:04:59Z", null)]
    [InlineData("2026-08-31T23:54:59Z", "canvas-event-time-outside")]
    public async Task An_event_from_the_future_or_from_before_the_connection_is_refused(string time, string? problem) =>
        Assert.Equal(problem, await vendor.Refusal(Changed(GradeChange, json => json["metadata"]!["event_time"] = time)));

    [Fact]
    public void Not_posted_and_not_fully_graded_are_told_as_what_they_are()
    {
        var unposted = Assert.Single(vendor.Read(vendor.Sign(SampleFiles.Text("canvas/live-grade_change-manual-unposted.json"))));
        Assert.Equal((false, true, true), (unposted.IsReleased, unposted.IsFinal, unposted.IsComplete));
        var partial = Assert.Single(vendor.Read(vendor.Sign(SampleFiles.Text("canvas/live-grade_change-partially-graded.json"))));
        Assert.Equal((true, false, true), (partial.IsReleased, partial.IsFinal, partial.IsComplete));
    }

    [Theory]
    [InlineData("score", null)]
    [InlineData("points_possible", null)]
    [InlineData("muted", null)]
    [InlineData("grading_complete", null)]
    public void A_grade_that_lacks_something_is_a_hint(string member, string? value) =>
        Assert.False(Read(GradeChange, json => json["body"]![member] = value).IsComplete);

    [Fact]
    public void Points_of_zero_are_kept_and_decide_no_share()
    {
        var read = Read(GradeChange, json => json["body"]!["points_possible"] = 0);
        Assert.True(read.IsComplete);
        Assert.Null(read.Score!.Share);
    }

    [Fact]
    public void More_than_the_maximum_and_exact_decimals_are_kept() =>
        Assert.Equal(new Score(20.7m, 0, 20), Read(GradeChange, json => json["body"]!["score"] = JsonNode.Parse("20.70")).Score);

    [Fact]
    public void A_grade_of_a_background_job_names_its_course_by_the_item()
    {
        var read = Read(GradeChange, json => json["metadata"]!.AsObject().Remove("context_id"));
        Assert.Equal(("item:canvas-assignment:5120", true), (read.CourseId, read.IsComplete));
    }

    [Theory]
    [InlineData("10420000000090417", "90417")]
    [InlineData("90417", "90417")]
    [InlineData("20770000000090417", "20770000000090417")]
    public void An_id_of_the_same_shard_is_folded_and_one_of_a_partner_is_kept_apart(string id, string expected) =>
        Assert.Equal([LearnerKey.LmsUser(expected)], Read(GradeChange, json => json["body"]!["student_id"] = id).Learner);

    [Fact]
    public void Ids_beyond_the_precision_of_a_double_keep_their_digits() =>
        Assert.Equal([LearnerKey.LmsUser("9007199254741")], Read(GradeChange, json => json["body"]!["student_id"] = JsonNode.Parse("10429007199254741")).Learner);

    [Fact]
    public void The_learner_of_a_grade_is_never_the_actor() =>
        Assert.Equal([LearnerKey.LmsUser("90417")], Assert.Single(vendor.Read(SampleFiles.Bytes("canvas/live-grade_change-manual-unposted.json"))).Learner);

    [Fact]
    public void Both_totals_are_told_and_what_is_not_posted_is_in_neither()
    {
        var totals = vendor.Read(vendor.Sign(SampleFiles.Text("canvas/live-course_grade_change.json")));
        Assert.Equal([("canvas-total:current", 84.25m, true), ("canvas-total:final", 61.4m, true)], totals.Select(one => (one.Item!.Value.Value, one.Score!.Given!.Value, one.IsComplete)));
    }

    [Fact]
    public void Where_totals_are_overridden_they_are_hints()
    {
        using var overriding = new CanvasVendor { Connection = With(ConnectionSettings.ConfirmTotals, "true") };
        Assert.All(overriding.Read(overriding.Sign(SampleFiles.Text("canvas/live-course_grade_change.json"))), one => Assert.False(one.IsComplete));
    }

    [Fact]
    public void An_override_takes_the_place_of_both_totals_also_under_the_name_that_the_vendor_prints()
    {
        Assert.Equal([92m, 92m], vendor.Read(vendor.Sign(SampleFiles.Text("canvas/live-grade_override.json"))).Select(one => one.Score!.Given!.Value));
        Assert.Equal(2, vendor.Read(Changed("canvas/live-grade_override.json", json => json["metadata"]!["event_name"] = "grade_change")).Count);
        Assert.Equal(LmsEventKind.Unused, Read("canvas/live-grade_override.json", json => json["body"]!["grading_period_id"] = "7").Kind);
        Assert.All(vendor.Read(Changed("canvas/live-grade_override.json", json => json["body"]!["override_score"] = null)), one => Assert.False(one.IsComplete));
    }

    [Theory]
    [InlineData("completed_at", "\"2026-10-20T08:15:31Z\"", "9", "9", CompletionState.Complete, true)]
    [InlineData("completed_at", "\"2026-10-20T08:15:31Z\"", "8", "9", CompletionState.Incomplete, false)]
    [InlineData("completed_at", "\"2026-10-20T08:15:31Z\"", "0", "0", CompletionState.Incomplete, false)]
    [InlineData("completed_at", "null", "9", "9", CompletionState.Incomplete, false)]
    [InlineData("completed_at", "null", "4", "9", CompletionState.Incomplete, true)]
    public void A_completion_that_contradicts_itself_is_a_hint(string member, string at, string done, string all, CompletionState state, bool isFact)
    {
        var read = Read("canvas/live-course_completed.json", json =>
        {
            var progress = json["body"]!["progress"]!;
            progress[member] = JsonNode.Parse(at);
            progress["requirement_completed_count"] = JsonNode.Parse(done);
            progress["requirement_count"] = JsonNode.Parse(all);
        });
        Assert.Equal((state, isFact), (read.Completion, read.IsComplete));
    }

    [Fact]
    public void A_result_of_one_alignment_is_a_hint_by_uuids()
    {
        var read = Assert.Single(vendor.Read(vendor.Sign(SampleFiles.Text("canvas/live-learning_outcome_result_updated.json"))));
        Assert.False(read.IsComplete);
        Assert.Equal([LearnerKey.LmsUserUuid("Hn3wQ0sXk7Zr1TcV5bLgJdYpUaE9mOiF2yB8RtCw")], read.Learner);
        Assert.Equal("uuid:k8Vb2NqTz1Lw0EoYc5RdXaGhMfUj7SiP3tD9ZeQm", read.CourseId);
    }

    [Fact]
    public async Task A_partner_shard_in_Caliper_form_is_refused()
    {
        Assert.Null(await vendor.Refusal(SampleFiles.Bytes("canvas/caliper-grade_change.json")));
        var foreign = Encoding.UTF8.GetBytes(SampleFiles.Text("canvas/caliper-grade_change.json").Replace("canvas:course:1042", "canvas:course:2077", StringComparison.Ordinal));
        Assert.Equal("canvas-account-wrong", await vendor.Refusal(foreign));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("a.b.c")]
    [InlineData("""{"metadata":{"event_name":"grade_change"},"body":[]}""")]
    [InlineData("""{"metadata":{"event_name":"grade_change","event_name":"x"}}""")]
    public async Task What_is_no_event_is_refused_with_a_code(string body)
    {
        Assert.NotNull(await vendor.Refusal(Encoding.UTF8.GetBytes(body)));
        Assert.NotNull(await vendor.Refusal(vendor.Sign(body)));
    }

    [Fact]
    public async Task A_score_that_would_have_to_be_rounded_has_a_code_of_its_own() =>
        Assert.Equal("number-too-long", await vendor.Refusal(Changed(GradeChange, json => json["body"]!["score"] = JsonNode.Parse("0.12345678901"))));

    [Fact]
    public async Task A_member_of_the_wrong_form_in_an_event_nobody_uses_is_nobodys_business() =>
        Assert.Null(await vendor.Refusal(Changed("canvas/live-submission_created.json", json => json["body"]!["posted_at"] = 7)));

    [Fact]
    public async Task A_megabyte_and_a_thousand_levels_are_answered_with_a_code()
    {
        Assert.Null(await vendor.Refusal(Changed(GradeChange, json => json["body"]!["assignment_name"] = new string('x', 1_000_000))));
        Assert.Equal("webhook-malformed", await vendor.Refusal(vendor.Sign($$"""{"metadata":{"event_name":"x"},"body":{{new string('[', 1000)}}{{new string(']', 1000)}}}""")));
    }

    [Property(MaxTest = 100)]
    public async Task Never_throws_on_arbitrary_or_damaged_bodies(byte[] body, int at, byte value)
    {
        byte[] damaged = [.. SampleFiles.Bytes(GradeChange)];
        damaged[Math.Abs(at % damaged.Length)] = value;
        foreach (var one in (byte[][])[body, damaged, vendor.Sign(Encoding.UTF8.GetString(damaged))])
        {
            await vendor.Prove(one);
            vendor.Read(one);
        }
    }

    private LmsEvent Read(string sample, Action<JsonNode> change) => vendor.Read(Changed(sample, change))[0];

    private byte[] Changed(string sample, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(SampleFiles.Text(sample))!;
        change(json);
        return vendor.Sign(json.ToJsonString());
    }

    private Connection With(string setting, string value) =>
        vendor.Connection with { Settings = new Dictionary<string, string>(vendor.Connection.Settings) { [setting] = value } };
}
