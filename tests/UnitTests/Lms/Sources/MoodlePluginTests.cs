using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.UnitTests.Lms.Sources;

/// <summary>Events of other people's Moodle plugins: whatever they say, it is confirmed by reading.</summary>
public class MoodlePluginTests
{
    private const string Graded = "moodle/local_webhooks-user_graded-quiz.json";
    private const string GradedByForm = "moodle/tool_trigger-user_graded-form.txt";

    private static readonly ASource webhooks = ASource.Of(ConnectionKinds.MoodleLocalWebhooks).Sending("authorization", null);
    private static readonly ASource trigger = ASource.Of(ConnectionKinds.MoodleToolTrigger);

    [Fact]
    public async Task The_token_in_the_body_proves_the_sender_and_is_not_kept()
    {
        Assert.Equal("webhook-credential-wrong", await webhooks.Refusal(SampleFiles.Text(Graded)));
        Assert.Equal("webhook-credential-missing", await webhooks.Refusal(Event(json => json.Remove("token"))));
        Assert.Equal("webhook-credential-missing", await webhooks.Refusal(Event(json => json["token"] = 7)));

        var kept = Assert.Single(Assert.IsType<Proof.Several>(await webhooks.Prove(webhooks.Deliver(Event()))).Messages);
        Assert.DoesNotContain(ASource.Secret, Encoding.UTF8.GetString(kept.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_of_tool_trigger_stands_in_a_header_and_its_answer_is_200()
    {
        Assert.Equal("webhook-credential-missing", await trigger.Sending("authorization", null).Refusal(SampleFiles.Text(GradedByForm)));
        Assert.Equal("webhook-credential-wrong", await trigger.Sending("authorization", "Bearer other").Refusal(SampleFiles.Text(GradedByForm)));
        foreach (var contentType in (string?[])[null, "application/x-www-form-urlencoded", "text/plain"])
            Assert.Equal(200, Assert.IsType<Proof.Several>(await (trigger with { ContentType = contentType }).Prove((trigger with { ContentType = contentType }).Deliver(SampleFiles.Text(GradedByForm)))).Answer!.Status);
    }

    [Fact]
    public async Task The_same_event_again_is_known_by_its_content_and_another_second_is_another_event()
    {
        var first = await Key(Event());
        Assert.Equal(first, await Key(Event(json =>
        {
            var name = json["eventname"]!.DeepClone();
            json.Remove("eventname");
            json["eventname"] = name;
        })));
        Assert.NotEqual(first, await Key(Event(json => json["timecreated"] = 1792036901)));
    }

    [Theory]
    [InlineData("17.5")]
    [InlineData("\"17.50000\"")]
    public async Task Numbers_are_numbers_however_they_are_written(string written)
    {
        var read = Assert.Single(await webhooks.Read(Event(json =>
        {
            json["other"]!["finalgrade"] = JsonNode.Parse(written);
            json["courseid"] = "57";
            json["other"]!["itemid"] = "611";
        })));
        Assert.Equal(("57", new ItemKey("moodle-grade-item:611"), 17.5m, false), (read.CourseId, read.Item!.Value, read.Score!.Given!.Value, read.IsComplete));
    }

    [Theory]
    [InlineData("competency_user_competency_rated")]
    [InlineData("user_loggedin")]
    public async Task What_names_no_course_or_nothing_of_ours_is_not_used(string name) =>
        Assert.Equal(LmsEventKind.Unused, Assert.Single(await webhooks.Read(Event(json =>
        {
            json["eventname"] = "\\core\\event\\" + name;
            json["courseid"] = 0;
        }))).Kind);

    [Theory]
    [InlineData("user_enrolment_created", LmsEventKind.Enrolment)]
    [InlineData("grade_item_updated", LmsEventKind.CourseChanged)]
    [InlineData("course_module_deleted", LmsEventKind.CourseChanged)]
    [InlineData("group_member_added", LmsEventKind.Group)]
    [InlineData("grade_deleted", LmsEventKind.Grade)]
    public async Task Other_events_of_a_course_are_known_by_name(string name, LmsEventKind kind)
    {
        var read = Assert.Single(await webhooks.Read(Event(json => json["eventname"] = "\\core\\event\\" + name)));
        Assert.Equal((kind, "57", false), (read.Kind, read.CourseId, read.IsComplete));
    }

    [Theory]
    [InlineData("course", LmsEventKind.CourseCopied)]
    [InlineData("activity", LmsEventKind.Unused)]
    public async Task A_restored_course_is_a_copy_and_a_restored_activity_is_none(string type, LmsEventKind kind)
    {
        var read = Assert.Single(await webhooks.Read(Event(json =>
        {
            json["eventname"] = @"\core\event\course_restored";
            json["courseid"] = 81;
            json["other"] = new JsonObject { ["type"] = type, ["originalcourseid"] = 57 };
        })));
        Assert.Equal(kind, read.Kind);
        if (kind is LmsEventKind.CourseCopied) Assert.Equal(("81", "57"), (read.CourseId, read.CopiedFrom));
    }

    [Theory]
    [InlineData("eventname=")]
    [InlineData("courseid=57")]
    [InlineData("eventname=%00core")]
    [InlineData("""{"eventname":"core\u0000"}""")]
    [InlineData("eventname=%F0%9F%98%80")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_body_that_names_no_event_is_refused(string body) => Assert.Equal("webhook-malformed", await trigger.Refusal(body));

    [Fact]
    public async Task An_id_longer_than_any_names_nobody()
    {
        var endless = new string('9', 100_000);
        Assert.Equal(LmsEventKind.Unused, Assert.Single(await trigger.Read($@"eventname=\core\event\user_graded&courseid=57&relateduserid={endless}&itemid=611")).Kind);
        Assert.Equal(LmsEventKind.Unused, Assert.Single(await webhooks.Read(Event(json => json["relateduserid"] = endless))).Kind);
    }

    [Fact]
    public async Task Hostile_bodies_are_answered_with_a_code()
    {
        foreach (var body in (string[])["", "null", "7", "\"x\"", new string('[', 100_000), """{"a":1,"a":2}""", """{"a":1e400}""", """{"a":"\ud800"}""", "{" + new string(' ', 1_000_000), new string('&', 1_000_000)])
        {
            Assert.NotNull(await webhooks.Refusal(body));
            Assert.NotNull(await trigger.Refusal(body));
        }
        Assert.Null(await trigger.Refusal("eventname=" + new string('x', 199) + "&courseid=" + new string('9', 100_000)));
    }

    [Property(MaxTest = 100)]
    public async Task Never_throws_on_damaged_bodies(int at, byte value)
    {
        foreach (var (source, sample) in ((ASource, byte[])[])[(webhooks, Encoding.UTF8.GetBytes(Event())), (trigger, SampleFiles.Bytes(GradedByForm))])
        {
            byte[] body = [.. sample];
            body[Math.Abs(at % body.Length)] = value;
            await source.Prove(new Delivery(body, source.Headers, source.ContentType));
            source.Connector.Read(body, source.Connection);
        }
    }

    private static async Task<string> Key(string body) => Assert.Single(Assert.IsType<Proof.Several>(await webhooks.Prove(webhooks.Deliver(body))).Messages).DedupeKey;

    private static string Event(Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse(SampleFiles.Text(Graded))!.AsObject();
        json["token"] = ASource.Secret;
        change?.Invoke(json);
        return json.ToJsonString();
    }
}
