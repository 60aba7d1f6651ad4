using System.Text.Json.Nodes;

namespace LtiBadgeConnector.DemoLmsTests;

public sealed class DeepLinkingTests : IAsyncLifetime
{
    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";
    private const string Deep = "https://purl.imsglobal.org/spec/lti-dl/claim/";

    private RunningCampus campus = null!;
    private FakeTool tool = null!;
    private JsonObject request = null!;
    private string clientId = "";

    public static TheoryData<string, string?, string> WrongClaims => new()
    {
        { "iss", "somebody", "token-issuer-wrong" },
        { "aud", "https://elsewhere.example", "token-audience-wrong" },
        { "exp", null, "token-expired" },
        { "nonce", null, "answer-nonce-missing" },
        { Claim + "message_type", "LtiResourceLinkRequest", "answer-message-type-wrong" },
        { Claim + "version", "1.1", "answer-version-wrong" },
        { Claim + "deployment_id", "999", "answer-deployment-wrong" },
        { Deep + "data", null, "answer-data-not-returned" },
        { Deep + "content_items", "text", "answer-items-not-accepted" },
    };

    public async Task InitializeAsync()
    {
        (campus, tool) = (await RunningCampus.Start(), await FakeTool.Start());
        clientId = (string)(await campus.Register(tool))["client_id"]!;
        using var instructor = await campus.As("instructor");
        request = RunningCampus.ClaimsOf((await RunningCampus.Launch(instructor, $"/lti/deep-link/2/{clientId}"))["id_token"]);
    }

    public async Task DisposeAsync()
    {
        await campus.DisposeAsync();
        await tool.DisposeAsync();
    }

    [Fact]
    public async Task The_tools_choice_becomes_an_activity_with_a_column()
    {
        using var client = campus.Anybody();
        var answer = await client.PostForm(ReturnUrl(), ("JWT", tool.Sign(Answer())));
        Assert.Contains("deep-link-done", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var instructor = await campus.As("instructor");
        Assert.Contains("Badge progress", await instructor.GetStringAsync("/courses/2/gradebook"), StringComparison.Ordinal);
        using var admin = await campus.As("admin");
        var link = (await admin.GetJson("/admin"))["links"]!.AsArray().Single(l => (string)l!["title"]! == "Badge progress")!;
        var claims = RunningCampus.ClaimsOf((await RunningCampus.Launch(instructor, $"/lti/launch/{link["id"]}"))["id_token"]);
        Assert.Equal(tool.Origin + "/launch?item=42", (string?)claims[Claim + "target_link_uri"]);
        Assert.Equal("42", (string?)claims[Claim + "custom"]!["item"]);
        Assert.NotNull(claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]!["lineitem"]);
    }

    [Fact]
    public async Task An_empty_choice_adds_nothing()
    {
        var answer = Answer();
        answer[Deep + "content_items"] = new JsonArray();
        using var client = campus.Anybody();
        await client.PostForm(ReturnUrl(), ("JWT", tool.Sign(answer)));

        using var admin = await campus.As("admin");
        Assert.Equal(2, (await admin.GetJson("/admin"))["links"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        using var client = campus.Anybody();
        var jwt = tool.Sign(Answer());
        await client.PostForm(ReturnUrl(), ("JWT", jwt));

        Assert.Equal("launch-unknown", await (await client.PostForm(ReturnUrl(), ("JWT", jwt))).Code());
    }

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task Refuses_an_answer_with_a_wrong_claim(string claim, string? value, string code)
    {
        var answer = Answer();
        if (value is null) answer.Remove(claim);
        else answer[claim] = value;
        using var client = campus.Anybody();

        Assert.Equal(code, await (await client.PostForm(ReturnUrl(), ("JWT", tool.Sign(answer)))).Code());
    }

    [Fact]
    public async Task Refuses_an_answer_without_a_jwt_and_one_to_an_unknown_launch()
    {
        using var client = campus.Anybody();

        Assert.Equal("answer-without-jwt", await (await client.PostForm(ReturnUrl(), ("id_token", tool.Sign(Answer())))).Code());
        Assert.Equal("launch-unknown", await (await client.PostForm("/lti/deep-link-return?launch=nothing", ("JWT", tool.Sign(Answer())))).Code());
    }

    [Fact]
    public async Task A_learner_cannot_open_the_picker()
    {
        using var learner = await campus.As("misaki");

        Assert.Equal("not-allowed", await (await learner.GetAsync($"/lti/deep-link/2/{clientId}")).Code());
    }

    private string ReturnUrl() => (string)request[Deep + "deep_linking_settings"]!["deep_link_return_url"]!;

    private JsonObject Answer() => new()
    {
        ["iss"] = clientId,
        ["aud"] = campus.Origin,
        ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
        ["nonce"] = Guid.NewGuid().ToString(),
        [Claim + "deployment_id"] = (string?)request[Claim + "deployment_id"],
        [Claim + "message_type"] = "LtiDeepLinkingResponse",
        [Claim + "version"] = "1.3.0",
        [Deep + "data"] = (string?)request[Deep + "deep_linking_settings"]!["data"],
        [Deep + "content_items"] = new JsonArray(new JsonObject
        {
            ["type"] = "ltiResourceLink",
            ["title"] = "Badge progress",
            ["url"] = tool.Origin + "/launch?item=42",
            ["custom"] = new JsonObject { ["item"] = "42" },
            ["lineItem"] = new JsonObject { ["scoreMaximum"] = 50, ["resourceId"] = "item-42", ["tag"] = "badge" },
        }),
    };
}
