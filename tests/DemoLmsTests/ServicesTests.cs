using System.Net;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms;
using Microsoft.Extensions.Time.Testing;

namespace LtiBadgeConnector.DemoLmsTests;

public sealed class ServicesTests : IAsyncLifetime
{
    private const string LineItemType = "application/vnd.ims.lis.v2.lineitem+json";
    private const string LineItemsType = "application/vnd.ims.lis.v2.lineitemcontainer+json";
    private const string ResultsType = "application/vnd.ims.lis.v2.resultcontainer+json";
    private const string ScoreType = "application/vnd.ims.lis.v1.score+json";
    private const string MembersType = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private RunningCampus campus = null!;
    private FakeTool tool = null!;
    private HttpClient service = null!;
    private string clientId = "";
    private string lineItems = "";
    private string members = "";
    private string sub = "";

    public async Task InitializeAsync()
    {
        (campus, tool) = (await RunningCampus.Start(new DemoLmsOptions { Time = time, MembersPerPage = 5 }), await FakeTool.Start());
        clientId = (string)(await campus.Register(tool))["client_id"]!;
        service = await campus.Service(tool, clientId);

        using var learner = await campus.As("misaki");
        var claims = RunningCampus.ClaimsOf((await RunningCampus.Launch(learner, $"/lti/launch/{await campus.LinkIn(2)}"))["id_token"]);
        lineItems = (string)claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]!["lineitems"]!;
        members = (string)claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"]!["context_memberships_url"]!;
        sub = (string)claims["sub"]!;
    }

    public async Task DisposeAsync()
    {
        service.Dispose();
        await campus.DisposeAsync();
        await tool.DisposeAsync();
    }

    [Fact]
    public async Task A_tool_sees_its_own_columns_and_never_a_quiz()
    {
        Assert.Empty((await (await service.GetAs(lineItems, LineItemsType)).Json()).AsArray());

        var made = await Create();

        var seen = Assert.Single((await (await service.GetAs(lineItems, LineItemsType)).Json()).AsArray());
        Assert.Equal((string?)made["id"], (string?)seen!["id"]);
        var quiz = lineItems.Replace("/lineitems?", "/lineitems/11/lineitem?", StringComparison.Ordinal);
        Assert.Equal("line-item-unknown", await (await service.GetAs(quiz, LineItemType)).Code());
        Assert.Equal("line-item-unknown", await (await service.GetAs(At(quiz, "/results"), ResultsType)).Code());
    }

    [Fact]
    public async Task A_tool_does_not_see_the_columns_of_another_tool()
    {
        var made = await Create();
        await using var other = await FakeTool.Start();
        var otherId = (string)(await campus.Register(other))["client_id"]!;
        using var stranger = await campus.Service(other, otherId);

        Assert.Equal("address-of-another-tool", await (await stranger.GetAs(lineItems, LineItemsType)).Code());
        Assert.Equal("address-of-another-tool", await (await stranger.GetAs((string)made["id"]!, LineItemType)).Code());
        Assert.Equal("address-of-another-tool", await (await stranger.GetAs(members, MembersType)).Code());
    }

    [Fact]
    public async Task Line_items_are_found_by_tag_and_resource_and_have_a_query_in_their_id()
    {
        var made = await Create();

        Assert.Contains("/lineitem?type_id=", (string)made["id"]!, StringComparison.Ordinal);
        Assert.Single((await (await service.GetAs(lineItems + "&tag=badge&resource_id=mc-1", LineItemsType)).Json()).AsArray());
        Assert.Empty((await (await service.GetAs(lineItems + "&tag=other", LineItemsType)).Json()).AsArray());
    }

    [Fact]
    public async Task Line_items_can_be_changed_and_deleted()
    {
        var id = (string)(await Create())["id"]!;
        await service.Send(HttpMethod.Put, id, LineItemType, new JsonObject { ["label"] = "Renamed", ["scoreMaximum"] = 20 });
        Assert.Equal("Renamed", (string?)(await (await service.GetAs(id, LineItemType)).Json())["label"]);

        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync(id)).StatusCode);

        Assert.Equal("line-item-unknown", await (await service.GetAs(id, LineItemType)).Code());
    }

    [Fact]
    public async Task The_media_types_are_taken_at_their_word()
    {
        var id = (string)(await Create())["id"]!;
        var column = new JsonObject { ["label"] = "x", ["scoreMaximum"] = 1 };

        Assert.Equal("accept-not-offered", await (await service.GetAsync(lineItems)).Code());
        Assert.Equal("accept-not-offered", await (await service.GetAs(lineItems, "application/json")).Code());
        Assert.Equal("accept-not-offered", await (await service.GetAs(lineItems, LineItemsType + ", application/json")).Code());
        Assert.Equal("accept-not-offered", await (await service.GetAs(At(id, "/results"), "application/json")).Code());
        Assert.Equal("accept-not-offered", await (await service.GetAs(members, "application/json")).Code());
        Assert.Equal("content-type-not-accepted", await (await service.Send(HttpMethod.Post, lineItems, "application/json", column)).Code());
        Assert.Equal("content-type-not-accepted", await (await service.Send(HttpMethod.Post, At(id, "/scores"), "application/json", Score(5))).Code());
    }

    [Theory]
    [InlineData("label", "line-item-label-missing")]
    [InlineData("scoreMaximum", "line-item-maximum-missing")]
    public async Task Refuses_a_line_item_without_what_it_needs(string member, string code)
    {
        var column = new JsonObject { ["label"] = "x", ["scoreMaximum"] = 1 };
        column.Remove(member);

        Assert.Equal(code, await (await service.Send(HttpMethod.Post, lineItems, LineItemType, column)).Code());
    }

    [Fact]
    public async Task Refuses_a_line_item_for_a_link_that_is_not_there()
    {
        var column = new JsonObject { ["label"] = "x", ["scoreMaximum"] = 1, ["resourceLinkId"] = "9999" };
        var answer = await service.Send(HttpMethod.Post, lineItems, LineItemType, column);

        Assert.Equal((HttpStatusCode.Forbidden, "line-item-link-of-another"), (answer.StatusCode, await answer.Code()));
    }

    [Fact]
    public async Task A_score_is_rescaled_and_comes_back_as_a_result()
    {
        var id = (string)(await Create())["id"]!;
        var answer = await service.Send(HttpMethod.Post, At(id, "/scores"), ScoreType, Score(45, maximum: 50));
        var result = Assert.Single((await (await service.GetAs(At(id, "/results") + "&user_id=" + sub, ResultsType)).Json()).AsArray());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(sub, (string?)result!["userId"]);
        Assert.Equal(9m, (decimal)result["resultScore"]!);
        Assert.Equal(10m, (decimal)result["resultMaximum"]!);
        Assert.Equal(id, (string?)result["scoreOf"]);
    }

    [Fact]
    public async Task A_score_that_is_not_newer_is_refused_also_within_the_same_second()
    {
        var scores = At((string)(await Create())["id"]!, "/scores");
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        await service.Send(HttpMethod.Post, scores, ScoreType, Score(5, at: now));

        var sameSecond = await service.Send(HttpMethod.Post, scores, ScoreType, Score(6, at: now.AddMilliseconds(900)));
        var older = await service.Send(HttpMethod.Post, scores, ScoreType, Score(7, at: now.AddHours(-1)));
        var newer = await service.Send(HttpMethod.Post, scores, ScoreType, Score(8, at: now.AddSeconds(1)));

        Assert.Equal((HttpStatusCode.Conflict, "score-not-newer"), (sameSecond.StatusCode, await sameSecond.Code()));
        Assert.Equal(HttpStatusCode.Conflict, older.StatusCode);
        Assert.Equal(HttpStatusCode.OK, newer.StatusCode);
    }

    [Fact]
    public async Task A_score_without_a_final_grading_leaves_no_grade_and_zero_is_a_grade()
    {
        var id = (string)(await Create())["id"]!;
        await service.Send(HttpMethod.Post, At(id, "/scores"), ScoreType, Score(5, progress: "PendingManual"));
        Assert.Null((await Results(id))[0]!["resultScore"]);

        time.Advance(TimeSpan.FromSeconds(2));
        await service.Send(HttpMethod.Post, At(id, "/scores"), ScoreType, Score(0));

        Assert.Equal(0m, (decimal)(await Results(id))[0]!["resultScore"]!);
    }

    [Theory]
    [InlineData("userId", "score-for-nobody")]
    [InlineData("timestamp", "score-timestamp-missing")]
    [InlineData("gradingProgress", "score-progress-missing")]
    [InlineData("scoreMaximum", "score-out-of-range")]
    public async Task Refuses_a_score_without_what_it_needs(string member, string code)
    {
        var id = (string)(await Create())["id"]!;
        var score = Score(5);
        score.Remove(member);

        var answer = await service.Send(HttpMethod.Post, At(id, "/scores"), ScoreType, score);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, await answer.Code()));
    }

    [Fact]
    public async Task A_token_opens_only_what_its_scope_names()
    {
        using var reader = await campus.Service(tool, clientId, Scopes.Results);
        using var nobody = campus.Anybody();

        Assert.Equal((HttpStatusCode.Forbidden, "scope-missing"), ((await reader.GetAs(lineItems, LineItemsType)).StatusCode, await (await reader.GetAs(members, MembersType)).Code()));
        Assert.Equal((HttpStatusCode.Unauthorized, "access-token-invalid"), ((await nobody.GetAs(lineItems, LineItemsType)).StatusCode, await (await nobody.GetAs(members, MembersType)).Code()));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("access-token-invalid", await (await service.GetAs(members, MembersType)).Code());
    }

    [Fact]
    public async Task The_roster_comes_in_pages_that_together_name_everybody_once()
    {
        var seen = new List<JsonNode>();
        var pages = 0;
        for (var next = members; next is not null; pages++)
        {
            var answer = await service.GetAs(next, MembersType);
            seen.AddRange((await answer.Json())["members"]!.AsArray().Select(m => m!));
            next = answer.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(3, pages);
        Assert.Equal(14, seen.Select(m => (string)m["user_id"]!).Distinct().Count());
        Assert.Equal(14, seen.Count);
        Assert.Contains(seen, m => (string)m["user_id"]! == sub && (string)m["lis_person_sourcedid"]! == "S-2101" && (string)m["email"]! == "misaki@campus.example");
        Assert.Equal("Instructor", (string?)seen[0]["roles"]![0]);
        Assert.Contains(seen, m => m["roles"]!.ToJsonString().Contains("TestUser", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_roster_can_be_narrowed_to_a_role_in_both_spellings()
    {
        foreach (var role in new[] { "Instructor", "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor" })
        {
            var json = await (await service.GetAs($"{members}?role={Uri.EscapeDataString(role)}", MembersType)).Json();
            Assert.Single(json["members"]!.AsArray());
        }
    }

    [Fact]
    public async Task With_a_resource_link_each_member_has_a_message_with_its_own_custom_values()
    {
        var link = await campus.LinkIn(2);
        var json = await (await service.GetAs($"{members}?rlid={link}", MembersType)).Json();
        var learner = json["members"]!.AsArray().Single(m => (string)m!["user_id"]! == sub)!;

        Assert.Equal("21", (string?)learner["message"]![0]![Claim + "custom"]!["user_id"]);
        Assert.Equal("$Canvas.course.id", (string?)learner["message"]![0]![Claim + "custom"]!["unknown"]);
        Assert.Equal("link-unknown", await (await service.GetAs($"{members}?rlid=9999", MembersType)).Code());
    }

    [Fact]
    public async Task The_gradebook_opens_the_tools_own_column_as_a_submission_review()
    {
        var id = (string)(await Create())["id"]!;
        var item = id.Split('/')[^2];
        using var instructor = await campus.As("instructor");
        using var emma = await campus.As("emma");
        var claims = RunningCampus.ClaimsOf((await RunningCampus.Launch(instructor, $"/lti/review/2/{item}/21"))["id_token"]);

        Assert.Equal("LtiSubmissionReviewRequest", (string?)claims[Claim + "message_type"]);
        Assert.Equal(sub, (string?)claims[Claim + "for_user"]!["user_id"]);
        Assert.Equal(id, (string?)claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]!["lineitem"]);
        Assert.Contains($"/courses/2/review/{item}/21", await instructor.GetStringAsync("/courses/2/gradebook"), StringComparison.Ordinal);
        Assert.Equal("not-allowed", await (await emma.GetAsync($"/lti/review/2/{item}/21")).Code());
        Assert.Equal("item-not-of-a-tool", await (await instructor.GetAsync("/lti/review/2/11/21")).Code());
    }

    private async Task<JsonNode> Create()
    {
        var column = new JsonObject { ["label"] = "Badge progress", ["scoreMaximum"] = 10, ["resourceId"] = "mc-1", ["tag"] = "badge" };
        var answer = await service.Send(HttpMethod.Post, lineItems, LineItemType, column);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Json();
    }

    private async Task<JsonArray> Results(string id) => (await (await service.GetAs(At(id, "/results"), ResultsType)).Json()).AsArray();

    private JsonObject Score(decimal given, decimal maximum = 10, string progress = "FullyGraded", DateTimeOffset? at = null) => new()
    {
        ["userId"] = sub,
        ["scoreGiven"] = given,
        ["scoreMaximum"] = maximum,
        ["timestamp"] = (at ?? time.GetUtcNow()).ToString("o"),
        ["activityProgress"] = "Completed",
        ["gradingProgress"] = progress,
    };

    private static string At(string lineItem, string part) => lineItem.Replace("/lineitem?", $"/lineitem{part}?", StringComparison.Ordinal);
}
