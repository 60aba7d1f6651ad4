using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.UnitTests.Lms.Sources;

public class SourceTests
{
    private const string Passed = "xapi/passed-with-score.json";
    private const string Graded = "caliper/v1p2-GradeEvent.json";

    private static readonly ASource xapi = ASource.Of(ConnectionKinds.Xapi);
    private static readonly ASource caliper = ASource.Of(ConnectionKinds.Caliper);
    private static readonly ASource cloud = ASource.Of(ConnectionKinds.CloudEvents);
    private static readonly ASource openEdx = ASource.Of(ConnectionKinds.OpenEdx);

    [Theory]
    [InlineData(ConnectionKinds.Xapi)]
    [InlineData(ConnectionKinds.Caliper)]
    [InlineData(ConnectionKinds.CloudEvents)]
    public async Task The_secret_of_the_connection_is_needed(string kind)
    {
        var source = ASource.Of(kind);
        Assert.Equal("webhook-credential-missing", await source.Sending("authorization", null).Refusal("{}"));
        foreach (var wrong in (string[])["Bearer whsec_other", "Bearer", "Basic " + Base64("user:whsec_other"), "Basic %%%", "nonsense"])
            Assert.Equal("webhook-credential-wrong", await source.Sending("authorization", wrong).Refusal("{}"));
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("")]
    public async Task It_may_come_as_a_bearer_token_or_bare(string before) =>
        Assert.Null(await caliper.Sending("authorization", before + ASource.Secret).Refusal(SampleFiles.Text(Graded)));

    [Fact]
    public async Task It_may_come_as_the_password_of_Basic() =>
        Assert.Null(await xapi.Sending("authorization", "Basic " + Base64("anybody:" + ASource.Secret)).Refusal(SampleFiles.Text(Passed)));

    [Fact]
    public async Task What_a_source_says_is_a_hint_until_an_administrator_vouches_for_it()
    {
        Assert.All(await xapi.Read(SampleFiles.Text(Passed)), one => Assert.False(one.IsComplete));
        Assert.All(await caliper.Read(SampleFiles.Text(Graded)), one => Assert.False(one.IsComplete));
        Assert.All(await cloud.Read(SampleFiles.Text("cloudevents/structured.json")), one => Assert.False(one.IsComplete));
        Assert.All(await xapi.With(ConnectionSettings.TakeAsFacts, "true").Read(SampleFiles.Text(Passed)), one => Assert.True(one.IsComplete));
        Assert.All(await caliper.With(ConnectionSettings.TakeAsFacts, "true").Read(SampleFiles.Text(Graded)), one => Assert.True(one.IsComplete));
        Assert.All(await openEdx.With(ConnectionSettings.TakeAsFacts, "true").Read(SampleFiles.Text("openedx/webhooks-plugin-certificate_created.json")), one => Assert.False(one.IsComplete));
    }

    [Fact]
    public async Task Patterns_of_the_connection_turn_addresses_into_the_ids_of_the_LMS()
    {
        var source = caliper.With(ConnectionSettings.LearnerIds, "https://lms.aoba.example/users/*").With(ConnectionSettings.CourseIds, "https://lms.aoba.example/courses/*");
        var read = Assert.Single(await source.Read(SampleFiles.Text(Graded)));
        Assert.Equal([LearnerKey.LmsUser("17")], read.Learner);
        Assert.Equal("9", read.CourseId);
        Assert.Equal(new ItemKey("iri:https://lms.aoba.example/courses/9/assess/4"), read.Item);
    }

    [Fact]
    public async Task An_account_is_the_LMSs_own_only_with_its_home()
    {
        var known = (await xapi.With(ConnectionSettings.SiteUrl, "https://lms.aoba.example").Read(SampleFiles.Text(Passed)))[0];
        var foreign = (await xapi.With(ConnectionSettings.SiteUrl, "https://other.example").Read(SampleFiles.Text(Passed)))[0];
        Assert.Equal([LearnerKey.LmsUser("u-17")], known.Learner);
        Assert.Equal([LearnerKey.Account("https://lms.aoba.example", "u-17")], foreign.Learner);
    }

    [Theory]
    [InlineData("passed", "success", false)]
    [InlineData("failed", "success", true)]
    [InlineData("completed", "completion", false)]
    public async Task A_verdict_that_contradicts_its_verb_is_held(string verb, string member, bool value)
    {
        var json = JsonNode.Parse(SampleFiles.Text(Passed))!;
        json["verb"]!["id"] = "http://adlnet.gov/expapi/verbs/" + verb;
        json["result"]![member] = value;
        Assert.All(await xapi.With(ConnectionSettings.TakeAsFacts, "true").Read(json.ToJsonString()), one => Assert.False(one.IsComplete));
    }

    [Fact]
    public async Task Points_are_trusted_before_the_share_and_the_share_is_read_as_the_source_writes_it()
    {
        var json = JsonNode.Parse(SampleFiles.Text(Passed))!;
        Assert.Equal(new Score(21.5m, 0, 25), (await xapi.Read(json.ToJsonString()))[0].Score);
        json["result"]!["score"] = JsonNode.Parse("""{"scaled":0.6}""");
        Assert.Equal(0.6m, (await xapi.Read(json.ToJsonString()))[0].Score!.Share);
        Assert.Equal(0.8m, (await xapi.With(ConnectionSettings.ScaledFromMinusOne, "true").Read(json.ToJsonString()))[0].Score!.Share);
    }

    [Fact]
    public async Task The_ids_of_the_statements_are_the_answer()
    {
        var proof = Assert.IsType<Proof.Several>(await xapi.Prove(xapi.Deliver(SampleFiles.Text(Passed))));
        Assert.Equal((200, """["5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001"]""", "1.0.3"), (proof.Answer!.Status, proof.Answer.Json, proof.Answer.Headers["X-Experience-API-Version"]));
    }

    [Fact]
    public async Task A_statement_without_an_id_gets_the_same_one_each_time()
    {
        var once = await Ids(SampleFiles.Text("moodle/logstore_xapi-assignment_graded.json"));
        var again = await Ids(JsonNode.Parse(SampleFiles.Text("moodle/logstore_xapi-assignment_graded.json"))!.ToJsonString());
        Assert.Equal(once, again);
        Assert.True(Guid.TryParse(Assert.Single(once), out _));
    }

    [Fact]
    public async Task What_a_store_adds_and_how_it_is_written_does_not_make_a_statement_another_one()
    {
        var json = JsonNode.Parse(SampleFiles.Text(Passed))!.AsObject();
        var first = (await Messages(json.ToJsonString()))[0].Content;
        json["stored"] = "2026-10-15T01:10:00Z";
        json["authority"] = JsonNode.Parse("""{"mbox":"mailto:lrs@example.org"}""");
        var verb = json["verb"]!.DeepClone();
        json.Remove("verb");
        json["verb"] = verb;
        Assert.Equal(first, (await Messages(json.ToJsonString(new() { WriteIndented = true })))[0].Content);
        json["result"]!["success"] = false;
        Assert.NotEqual(first, (await Messages(json.ToJsonString()))[0].Content);
    }

    [Fact]
    public async Task One_bad_statement_refuses_the_batch()
    {
        var good = SampleFiles.Text(Passed);
        Assert.Equal("xapi-statement-malformed", await xapi.Refusal($$$"""[{{{good}}},{"verb":{"id":"http://adlnet.gov/expapi/verbs/passed"}}]"""));
        Assert.Equal("xapi-id-twice", await xapi.Refusal($"[{good},{good}]"));
        Assert.Equal("xapi-statement-malformed", await xapi.Refusal("[]"));
        Assert.Equal("xapi-statement-malformed", await xapi.Refusal("""{"id":"7","actor":{"mbox":"mailto:a@example.org"},"verb":{"id":"http://x.example/y"},"object":{"id":"http://x.example/z"}}"""));
    }

    [Fact]
    public async Task A_statement_may_be_put_under_its_id_and_is_the_same_as_when_it_is_posted()
    {
        const string Id = "5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001";
        var json = JsonNode.Parse(SampleFiles.Text(Passed))!.AsObject();
        var posted = (await Messages(json.ToJsonString()))[0];
        foreach (var withId in (bool[])[true, false])
        {
            if (!withId) json.Remove("id");
            var put = Assert.IsType<Proof.Several>(await xapi.Prove(xapi.Deliver(json.ToJsonString()) with { PutAs = Id.ToUpperInvariant() }));
            Assert.Equal((204, (string?)null, "1.0.3"), (put.Answer!.Status, put.Answer.Json, put.Answer.Headers["X-Experience-API-Version"]));
            Assert.Equal((posted.DedupeKey, posted.Content), (Assert.Single(put.Messages).DedupeKey, put.Messages[0].Content));
        }
    }

    [Theory]
    [InlineData("", "xapi-put-id-wrong")]
    [InlineData("7", "xapi-put-id-wrong")]
    [InlineData("5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1002", "xapi-put-id-wrong")]
    public async Task A_statement_is_put_under_its_own_id_only(string id, string problem) =>
        Assert.Equal(problem, Assert.IsType<Proof.Refused>(await xapi.Prove(xapi.Deliver(SampleFiles.Text(Passed)) with { PutAs = id })).Problem);

    [Fact]
    public async Task One_statement_is_put_and_no_list() =>
        Assert.Equal("xapi-statement-malformed", Assert.IsType<Proof.Refused>(await xapi.Prove(xapi.Deliver($"[{SampleFiles.Text(Passed)}]") with { PutAs = "5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001" })).Problem);

    [Theory]
    [InlineData(null, "xapi-version-unsupported")]
    [InlineData("0.95", "xapi-version-unsupported")]
    [InlineData("1.1.0", "xapi-version-unsupported")]
    [InlineData("1.0", null)]
    [InlineData("1.0.3", null)]
    [InlineData("2.0.0", null)]
    public async Task Versions_of_xAPI(string? version, string? problem) =>
        Assert.Equal(problem, await xapi.Sending("x-experience-api-version", version).Refusal(SampleFiles.Text(Passed)));

    [Fact]
    public async Task Versions_of_Caliper()
    {
        var json = JsonNode.Parse(SampleFiles.Text(Graded))!;
        json["dataVersion"] = "http://purl.imsglobal.org/ctx/caliper/v1p3";
        Assert.Equal("caliper-version-unsupported", await caliper.Refusal(json.ToJsonString()));
        json.AsObject().Remove("dataVersion");
        Assert.Equal("caliper-version-unsupported", await caliper.Refusal(json.ToJsonString()));
        Assert.Null(await caliper.Refusal(SampleFiles.Text("moodle/logstore_caliper-assignment_graded.json")));
    }

    [Theory]
    [InlineData("""{"data":[{}]}""")]
    [InlineData("""{"sensor":"s","dataVersion":"http://purl.imsglobal.org/ctx/caliper/v1p1","data":[]}""")]
    [InlineData("""{"sensor":"s","dataVersion":"http://purl.imsglobal.org/ctx/caliper/v1p1","data":[7]}""")]
    [InlineData("[]")]
    public async Task What_is_no_envelope_is_refused(string body) => Assert.Equal("webhook-malformed", await caliper.Refusal(body));

    [Fact]
    public async Task An_envelope_is_answered_with_an_empty_200_and_entities_tell_nothing()
    {
        var json = JsonNode.Parse(SampleFiles.Text(Graded))!;
        json["data"]!.AsArray().Add(JsonNode.Parse("""{"id":"https://lms.aoba.example/users/17","type":"Person"}"""));
        var proof = Assert.IsType<Proof.Several>(await caliper.Prove(caliper.Deliver(json.ToJsonString())));
        Assert.Equal((200, (string?)null, 1), (proof.Answer!.Status, proof.Answer.Json, proof.Messages.Count));
    }

    [Fact]
    public async Task CloudEvents_say_the_same_in_both_forms()
    {
        var structured = Assert.Single(await cloud.Read(SampleFiles.Text("cloudevents/structured.json")));
        var binary = Assert.Single(await cloud.Read(cloud.Binary(SampleFiles.Text("cloudevents/binary.http"))));
        Assert.Equal((structured.CourseId, structured.Item, structured.Score, structured.OccurredAt), (binary.CourseId, binary.Item, binary.Score, binary.OccurredAt));
    }

    [Fact]
    public async Task A_CloudEvent_is_known_again_by_its_source_and_id()
    {
        var json = JsonNode.Parse(SampleFiles.Text("cloudevents/structured.json"))!;
        var first = Assert.Single(Assert.IsType<Proof.Several>(await cloud.Prove(cloud.Deliver(json.ToJsonString()))).Messages);
        json["source"] = "https://other.example";
        Assert.NotEqual(first.DedupeKey, Assert.Single(Assert.IsType<Proof.Several>(await cloud.Prove(cloud.Deliver(json.ToJsonString()))).Messages).DedupeKey);
    }

    [Fact]
    public async Task A_signed_CloudEvent_that_says_everything_is_a_fact()
    {
        var body = """{"specversion":"1.0","id":"1","source":"https://lms.example","type":"example.grade.updated","data":{"occurred_at":"2026-10-15T00:01:38Z","course":{"id":57},"user":{"id":1204},"grade_item":{"id":611},"score":{"given":17.5,"max":20,"final":true,"hidden":false}}}""";
        var sent = ASource.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signed = cloud.Sending("authorization", null).Sending("webhook-id", "msg_1").Sending("webhook-timestamp", sent)
            .Sending("webhook-signature", SignedDelivery.Sign(ASource.Secret, "msg_1", sent, Encoding.UTF8.GetBytes(body)));
        Assert.True(Assert.Single(await signed.Read(body)).IsComplete);
        Assert.Equal("webhook-signature-wrong", await signed.Refusal(body + " "));
        Assert.False(Assert.Single(await cloud.Read(body.Replace("\"data\"", "\"lbcsigned\":true,\"data\"", StringComparison.Ordinal))).IsComplete);
    }

    [Theory]
    [InlineData("""{"id":"1","source":"s","type":"grade.updated"}""", "cloudevents-malformed")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"s","type":"grade.updated"}""", "cloudevents-malformed")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"grade.updated","data_base64":"e30="}""", "cloudevents-malformed")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"grade.updated","data":{}}""", "webhook-malformed")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"something.else"}""", null)]
    public async Task CloudEvents_that_cannot_be_read(string body, string? problem) => Assert.Equal(problem, await cloud.Refusal(body));

    [Fact]
    public async Task A_batch_of_CloudEvents_was_not_asked_for() =>
        Assert.Equal("cloudevents-batch-unsupported", await (cloud with { ContentType = "application/cloudevents-batch+json" }).Refusal("[]"));

    [Theory]
    [InlineData("{}", "openedx-event-malformed")]
    [InlineData("""{"event_metadata":{"id":"1"}}""", "openedx-event-malformed")]
    [InlineData("[]", "webhook-malformed")]
    public async Task Open_edX_events_that_cannot_be_read(string body, string problem) => Assert.Equal(problem, await openEdx.Refusal(body));

    [Fact]
    public async Task The_form_mode_of_the_Open_edX_plugin_is_refused() =>
        Assert.Equal("webhook-media-type", await (openEdx with { ContentType = "application/x-www-form-urlencoded" }).Refusal(SampleFiles.Text("openedx/webhooks-plugin-form-encoded.txt")));

    [Theory]
    [InlineData(ConnectionKinds.Xapi)]
    [InlineData(ConnectionKinds.Caliper)]
    [InlineData(ConnectionKinds.CloudEvents)]
    [InlineData(ConnectionKinds.OpenEdx)]
    public async Task Hostile_bodies_are_answered_with_a_code(string kind)
    {
        foreach (var body in (string[])["", "null", "7", "\"x\"", new string('[', 100_000), """{"a":1,"a":2}""", """{"a":1e400}""", """{"a":"\ud800"}""", "{" + new string(' ', 1_000_000)])
            Assert.NotNull(await ASource.Of(kind).Refusal(body));
    }

    [Property(MaxTest = 100)]
    public async Task Never_throws_on_damaged_bodies(int at, byte value)
    {
        foreach (var (source, sample) in ((ASource, string)[])[(xapi, Passed), (caliper, Graded), (cloud, "cloudevents/structured.json"), (openEdx, "openedx/webhooks-plugin-certificate_created.json")])
        {
            byte[] body = [.. SampleFiles.Bytes(sample)];
            body[Math.Abs(at % body.Length)] = value;
            await source.Prove(new Delivery(body, source.Headers, source.ContentType));
            source.Connector.Read(body, source.Connection);
        }
    }

    private static async Task<IReadOnlyList<ProvenMessage>> Messages(string body) => Assert.IsType<Proof.Several>(await xapi.Prove(xapi.Deliver(body))).Messages;

    private static async Task<IReadOnlyList<string>> Ids(string body) => [.. (await Messages(body)).Select(message => message.DedupeKey)];

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
