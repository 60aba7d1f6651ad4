using System.Globalization;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Assignment and Grade Services 2.0: digest section 9 and what a real Moodle answered.</summary>
public sealed class AgsTests
{
    private const string Items = World.Issuer + "/ags/crs-77/lineitems?type_id=9";
    private const string Item = World.Issuer + "/ags/crs-77/lineitems/31/lineitem?type_id=9";
    private const string Scores = World.Issuer + "/ags/crs-77/lineitems/31/lineitem/scores?type_id=9";
    private const string Results = World.Issuer + "/ags/crs-77/lineitems/31/lineitem/results?type_id=9";

    private static readonly AgsEndpoint endpoint = new([LtiScopes.LineItem, LtiScopes.ResultReadOnly, LtiScopes.Score], Items, Item);

    private readonly World world = new();
    private readonly AgsClient ags;

    public AgsTests()
    {
        world.ServeTokens();
        ags = new AgsClient(world.Service);
    }

    [Fact]
    public async Task Creates_reads_replaces_and_deletes_a_line_item_with_the_exact_media_types()
    {
        const string type = "application/vnd.ims.lis.v2.lineitem+json";
        var stored = $$$"""{"id":"{{{Item}}}","label":"Progress","scoreMaximum":100,"resourceId":"def-42","tag":"badge-progress","https://canvas.instructure.com/lti/submission_type":{"type":"none"}}""";
        world.Http.On("POST", Items, _ => FakeHttp.Json(stored, type, System.Net.HttpStatusCode.Created));
        world.Http.On("GET", Item, _ => FakeHttp.Json(stored, type));
        world.Http.On("PUT", Item, request => FakeHttp.Json(request.Body, type));
        world.Http.On("DELETE", Item, _ => FakeHttp.Status(204));

        var created = await ags.Create(world.Registration, endpoint, new LineItem { Label = "Progress", ScoreMaximum = 100m, ResourceId = "def-42", Tag = "badge-progress" }, World.Ct);
        var read = await ags.Read(world.Registration, endpoint, created.Id!, World.Ct);
        await ags.Replace(world.Registration, endpoint, read with { Label = "Renamed" }, World.Ct);
        await ags.Delete(world.Registration, endpoint, read.Id!, World.Ct);

        var calls = world.Http.Seen.Where(seen => seen.Url != World.TokenEndpoint).ToList();
        Assert.Equal(["POST", "GET", "PUT", "DELETE"], calls.Select(call => call.Method));
        Assert.Equal((type, type), (calls[0].Headers["Accept"], calls[0].Headers["Content-Type"]));
        Assert.Equal(type, calls[1].Headers["Accept"]);
        Assert.Equal(type, calls[2].Headers["Content-Type"]);
        Assert.Null(JsonNode.Parse(calls[0].Body)!["id"]);
        var replaced = JsonNode.Parse(calls[2].Body)!;
        Assert.Equal(("Renamed", Item, "none"), ((string)replaced["label"]!, (string)replaced["id"]!, (string)replaced["https://canvas.instructure.com/lti/submission_type"]!["type"]!));
    }

    [Fact]
    public async Task Filters_the_list_without_breaking_its_query()
    {
        world.Http.On("GET", Items + "&resource_id=def-42&tag=badge%20progress&limit=50", _ => FakeHttp.Json("[]"));

        Assert.Empty(await ags.LineItems(world.Registration, endpoint, new LineItemFilter(ResourceId: "def-42", Tag: "badge progress", Limit: 50), World.Ct).ToListAsync());
    }

    [Theory]
    [InlineData("<{0}>; rel=\"next\"")]
    [InlineData("<{0}>; rel=next")]
    [InlineData("<{0}>; REL='next'")]
    [InlineData("<{0}>;rel=“next”")]
    [InlineData("<{0}>; rel=â\u0080\u009cnextâ\u0080\u009d")]
    [InlineData("<https://lms.kita.example.ac.jp/first>; rel=\"first\", <{0}>; title=\"a, b\"; rel=\"next\", <https://lms.kita.example.ac.jp/last>; rel=\"last\"")]
    [InlineData("<{0}>; rel=\"canonical next\"")]
    public async Task Follows_next_links_as_platforms_write_them(string link)
    {
        const string next = World.Issuer + "/ags/Page?Type_ID=9&from=1";
        var header = link.Replace("{0}", next.Replace("&", "&amp;", StringComparison.Ordinal), StringComparison.Ordinal);
        world.Http.On("GET", Items, _ => FakeHttp.Json($$"""[{"id":"{{Item}}"}]""", link: header));
        world.Http.On("GET", next, _ => FakeHttp.Json($$"""[{"id":"{{Item}}&n=2"}]"""));

        Assert.Equal(2, (await ags.LineItems(world.Registration, endpoint, new LineItemFilter(), World.Ct).ToListAsync()).Count);
    }

    [Theory]
    [InlineData(World.Issuer + "/ags/crs-77/lineitems?type_id=9", "service-paging-refused")]
    [InlineData("https://elsewhere.example/page2", "service-paging-refused")]
    [InlineData("/page2", "service-paging-refused")]
    public async Task Refuses_pages_that_lead_elsewhere_or_in_a_circle(string next, string code)
    {
        world.Http.On("GET", Items, _ => FakeHttp.Json("[]", link: $"<{next}>; rel=\"next\""));

        var refused = await Assert.ThrowsAsync<LtiServiceException>(async () => await ags.LineItems(world.Registration, endpoint, new LineItemFilter(), World.Ct).ToListAsync());

        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain(world.Http.Seen, seen => seen.Url.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"id\":\"x\"}")]
    [InlineData("<html>sign in</html>")]
    public async Task Refuses_an_answer_that_is_no_list(string body)
    {
        world.Http.On("GET", Items, _ => FakeHttp.Json(body, "text/html"));
        var refused = await Assert.ThrowsAsync<LtiServiceException>(async () => await ags.LineItems(world.Registration, endpoint, new LineItemFilter(), World.Ct).ToListAsync());
        Assert.Equal("service-answer-malformed", refused.Code);
    }

    [Fact]
    public async Task Says_that_a_context_without_a_collection_offers_no_service()
    {
        var refused = await Assert.ThrowsAsync<LtiServiceException>(async () =>
            await ags.LineItems(world.Registration, endpoint with { LineItems = null }, new LineItemFilter(), World.Ct).ToListAsync());
        Assert.Equal("service-not-offered", refused.Code);
    }

    [Fact]
    public async Task Sends_no_token_to_a_line_item_of_another_host()
    {
        var refused = await Assert.ThrowsAsync<LtiServiceException>(() => ags.Read(world.Registration, endpoint, "https://evil.example/lineitem", World.Ct));
        Assert.Equal("service-url-refused", refused.Code);
        Assert.Empty(world.Http.Seen);
    }

    [Fact]
    public async Task Reads_results_with_decimals_nulls_and_without_a_limit()
    {
        world.Http.On("GET", Results, _ => FakeHttp.Json(
            """
            [{"userId":"a","resultScore":0.1,"resultMaximum":0.3},{"userId":"b","resultScore":0,"resultMaximum":50},
             {"userId":"c","resultScore":null,"resultMaximum":50},{"userId":"d"},{"userId":5,"resultScore":"7.50","resultMaximum":"10"},
             {"userId":"f","resultScore":3,"resultMaximum":0},{"resultScore":3},{"userId":"g","resultScore":0.8}]
            """));

        var results = await ags.Results(world.Registration, endpoint, Item, null, World.Ct).ToListAsync();

        Assert.Equal(["a", "b", "c", "d", "5", "f", "g"], results.Select(result => result.UserId));
        Assert.Equal([0.1m, 0m, null, null, 7.50m, 3m, 0.8m], results.Select(result => result.ResultScore));
        Assert.Equal([0.1m / 0.3m, 0m, null, null, 0.75m, null, 0.8m], results.Select(result => result.Share));
        Assert.DoesNotContain(world.Http.Seen, seen => seen.Url.Contains("limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sends_a_score_as_the_standard_writes_it()
    {
        world.Http.On("POST", Scores, _ => FakeHttp.Status(200));
        var score = new Score("u-5a1f", World.Now + TimeSpan.FromMilliseconds(123), ActivityProgress.Completed, GradingProgress.FullyGraded)
        {
            ScoreGiven = 0m, ScoreMaximum = 100.50m, Comment = "バッジ", CanvasNewSubmission = false,
        };

        Assert.IsType<ScoreOutcome.Stored>(await ags.PostScore(world.Registration, endpoint, Item, score, World.Ct));

        var request = world.Http.Seen.Single(seen => seen.Url == Scores);
        Assert.Equal("application/vnd.ims.lis.v1.score+json", request.Headers["Content-Type"]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                {"userId":"u-5a1f","timestamp":"2026-01-01T00:00:00.123Z","activityProgress":"Completed","gradingProgress":"FullyGraded",
                 "scoreGiven":0,"scoreMaximum":100.50,"comment":"バッジ","https://canvas.instructure.com/lti/submission":{"new_submission":false}}
                """),
            JsonNode.Parse(request.Body)));
    }

    [Fact]
    public async Task Leaves_out_a_score_that_is_not_given()
    {
        world.Http.On("POST", Scores, _ => FakeHttp.Status(200));
        await ags.PostScore(world.Registration, endpoint, Item, new Score("u", World.Now, ActivityProgress.Started, GradingProgress.NotReady), World.Ct);

        Assert.DoesNotContain("scoreGiven", world.Http.Seen[^1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"userId":"u","resultScore":40,"resultMaximum":50}]""", typeof(ScoreOutcome.AlreadyStored))]
    [InlineData("""[{"userId":"u","resultScore":41,"resultMaximum":50}]""", typeof(ScoreOutcome.Outdated))]
    [InlineData("""[{"userId":"other","resultScore":40,"resultMaximum":50}]""", typeof(ScoreOutcome.Outdated))]
    [InlineData("[]", typeof(ScoreOutcome.Outdated))]
    public async Task Takes_a_409_for_success_only_if_the_platform_holds_our_grade(string results, Type outcome)
    {
        world.Http.On("POST", Scores, _ => FakeHttp.Status(409, "[]"));
        world.Http.On("GET", Results + "&user_id=u", _ => FakeHttp.Json(results));
        var score = new Score("u", World.Now, ActivityProgress.Completed, GradingProgress.FullyGraded) { ScoreGiven = 80, ScoreMaximum = 100 };

        Assert.IsType(outcome, await ags.PostScore(world.Registration, endpoint, Item, score, World.Ct));
    }

    [Theory]
    [InlineData(400, "service-refused", false)]
    [InlineData(403, "service-forbidden", false)]
    [InlineData(404, "service-gone", false)]
    [InlineData(412, "service-refused", false)]
    [InlineData(415, "service-refused", false)]
    [InlineData(422, "service-refused", false)]
    [InlineData(429, "service-busy", true)]
    [InlineData(500, "service-busy", true)]
    [InlineData(503, "service-busy", true)]
    public async Task Says_whether_repeating_can_help(int status, string code, bool transient)
    {
        world.Http.On("POST", Scores, _ =>
        {
            var answer = FakeHttp.Status(status);
            answer.Headers.TryAddWithoutValidation("Retry-After", "17");
            return answer;
        });

        var refused = await Assert.ThrowsAsync<LtiServiceException>(() =>
            ags.PostScore(world.Registration, endpoint, Item, new Score("u", World.Now, ActivityProgress.Completed, GradingProgress.FullyGraded), World.Ct));

        Assert.Equal((code, transient, status), (refused.Code, refused.IsTransient, refused.Status));
        if (transient) Assert.Equal(TimeSpan.FromSeconds(17), refused.RetryAfter);
    }

    [Fact]
    public async Task Takes_Canvass_throttling_for_what_it_is()
    {
        world.Http.On("POST", Scores, _ => FakeHttp.Status(403, "403 Forbidden (Rate Limit Exceeded)"));
        var refused = await Assert.ThrowsAsync<LtiServiceException>(() =>
            ags.PostScore(world.Registration, endpoint, Item, new Score("u", World.Now, ActivityProgress.Completed, GradingProgress.FullyGraded), World.Ct));
        Assert.True(refused.IsTransient);
    }

    [Fact]
    public async Task Says_that_a_platform_cannot_be_reached()
    {
        world.Http.On("GET", Items, _ => throw new HttpRequestException("refused"));
        var refused = await Assert.ThrowsAsync<LtiServiceException>(async () => await ags.LineItems(world.Registration, endpoint, new LineItemFilter(), World.Ct).ToListAsync());
        Assert.Equal(("service-unreachable", true), (refused.Code, refused.IsTransient));
    }

    [Fact]
    public async Task Reports_a_conflict_where_it_is_no_score()
    {
        world.Http.On("POST", Items, _ => FakeHttp.Status(409));
        var refused = await Assert.ThrowsAsync<LtiServiceException>(() => ags.Create(world.Registration, endpoint, new LineItem { Label = "x", ScoreMaximum = 1 }, World.Ct));
        Assert.Equal(("service-conflict", false), (refused.Code, refused.IsTransient));
    }

    [Fact]
    public async Task Asks_for_no_fresh_token_when_Canvas_forbids_a_deletion_by_401()
    {
        world.Http.On("DELETE", Item, _ => FakeHttp.Status(401));
        await Assert.ThrowsAsync<LtiServiceException>(() => ags.Delete(world.Registration, endpoint, Item, World.Ct));
        Assert.Equal(1, world.Http.Count("POST", World.TokenEndpoint));
    }

    [Theory]
    [InlineData(World.Issuer + "/ags/31", World.Issuer + "/ags/31/results")]
    [InlineData(World.Issuer + "/ags/31/?a=b%2Fc", World.Issuer + "/ags/31/results?a=b%2Fc")]
    [InlineData(World.Issuer + "/ags/ab:::cd:::content:17/54", World.Issuer + "/ags/ab:::cd:::content:17/54/results")]
    public async Task Puts_results_at_the_end_of_the_path(string item, string expected)
    {
        world.Http.On("GET", expected, _ => FakeHttp.Json("[]"));
        Assert.Empty(await ags.Results(world.Registration, endpoint, item, null, World.Ct).ToListAsync());
    }

    [Theory]
    [InlineData(null, "2026-01-01T00:00:00.0009Z", "2026-01-01T00:00:00.000Z")]
    [InlineData("2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.400Z", "2026-01-01T00:00:01.000Z")]
    [InlineData("2026-01-01T00:00:05.000Z", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:06.000Z")]
    [InlineData("2026-01-01T00:00:00.000Z", "2026-01-01T00:01:00.000Z", "2026-01-01T00:01:00.000Z")]
    public void Lets_score_timestamps_rise_by_a_second(string? last, string now, string expected)
    {
        static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        Assert.Equal(At(expected), ScoreClock.Next(last is null ? null : At(last), At(now)));
    }

    [Fact]
    public async Task Reads_what_Moodle_answered()
    {
        var captures = Samples.List("moodle/ags.json");
        var moodle = new World(new() { PublicUrl = "http://127.0.0.1:9200", AllowPlainHttpFor = ["http://127.0.0.1:8100"] });
        moodle.ServeTokens();
        JsonNode Capture(string name) => captures.Single(capture => (string)capture!["name"]! == name)!;
        foreach (var name in new[] { "line items", "limit 1", "limit 1 from 1", "results" })
        {
            var capture = Capture(name);
            moodle.Http.On("GET", (string)capture["request"]!["url"]!, _ => FakeHttp.Json(
                capture["body"]!.ToJsonString(), (string)capture["headers"]!["content-type"]!, link: (string?)capture["headers"]!["link"]));
        }

        const string collection = "http://127.0.0.1:8100/mod/lti/services.php/2/lineitems?type_id=1";
        moodle.Http.On("GET", collection + "&limit=1&from=2", _ => FakeHttp.Json("[]"));
        var offered = new AgsEndpoint([LtiScopes.LineItem, LtiScopes.ResultReadOnly], collection, null);
        var client = new AgsClient(moodle.Service);

        var all = await client.LineItems(moodle.Registration, offered, new LineItemFilter(), World.Ct).ToListAsync();
        Assert.Equal(("item-42", 50m, "2"), (all[0].ResourceId, all[0].ScoreMaximum, all[0].ResourceLinkId));
        Assert.Equal(2, (await client.LineItems(moodle.Registration, offered, new LineItemFilter(Limit: 1), World.Ct).ToListAsync()).Count);
        Assert.NotEmpty(await client.Results(moodle.Registration, offered, all[0].Id!, null, World.Ct).ToListAsync());
    }
}
