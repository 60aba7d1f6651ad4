using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace LtiBadgeConnector.DemoLmsTests;

public sealed class TokenEndpointTests : IAsyncLifetime
{
    private RunningCampus campus = null!;
    private FakeTool tool = null!;
    private string clientId = "";

    public static TheoryData<string, string?, string> WrongClaims => new()
    {
        { "iss", "somebody", "token-issuer-wrong" },
        { "aud", "https://elsewhere.example/token", "token-audience-wrong" },
        { "sub", "nobody", "token-client-unknown" },
        { "exp", null, "token-expired" },
        { "iat", null, "token-issued-in-the-future" },
        { "jti", null, "token-jti-missing" },
    };

    public async Task InitializeAsync()
    {
        (campus, tool) = (await RunningCampus.Start(), await FakeTool.Start());
        clientId = (string)(await campus.Register(tool))["client_id"]!;
    }

    public async Task DisposeAsync()
    {
        await campus.DisposeAsync();
        await tool.DisposeAsync();
    }

    [Fact]
    public async Task Gives_a_token_with_the_scopes_that_were_registered()
    {
        var answer = await campus.AskToken(tool.Sign(campus.Assertion(clientId)), Scopes.Members + " https://example.org/unknown-scope");
        var json = await answer.Json();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Scopes.Members, (string?)json["scope"]);
        Assert.Equal("Bearer", (string?)json["token_type"]);
        Assert.Equal(3600, (int)json["expires_in"]!);
    }

    [Fact]
    public async Task Refuses_a_scope_that_nobody_granted()
    {
        var answer = await campus.AskToken(tool.Sign(campus.Assertion(clientId)), "https://example.org/unknown-scope");

        Assert.Equal("invalid_scope", (string?)(await answer.Json())["error"]);
    }

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task Refuses_an_assertion_with_a_wrong_claim(string claim, string? value, string code)
    {
        var assertion = campus.Assertion(clientId);
        if (value is null) assertion.Remove(claim);
        else assertion[claim] = value;

        await IsRefused(tool.Sign(assertion), code);
    }

    [Fact]
    public async Task Refuses_an_expired_assertion_and_one_from_the_future()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await IsRefused(tool.Sign(With(("exp", now - 120), ("iat", now - 240))), "token-expired");
        await IsRefused(tool.Sign(With(("iat", now + 120), ("exp", now + 180))), "token-issued-in-the-future");
    }

    [Fact]
    public async Task Refuses_the_same_assertion_twice()
    {
        var assertion = tool.Sign(campus.Assertion(clientId));
        Assert.Equal(HttpStatusCode.OK, (await campus.AskToken(assertion, Scopes.Members)).StatusCode);

        await IsRefused(assertion, "token-jti-reused");
    }

    [Fact]
    public async Task Refuses_an_unknown_key_and_a_key_of_somebody_else()
    {
        using var other = RSA.Create(2048);

        await IsRefused(tool.Sign(campus.Assertion(clientId), keyId: "never-published"), "token-kid-unknown");
        await IsRefused(tool.Sign(campus.Assertion(clientId), with: other), "token-signature-wrong");
        await IsRefused(tool.Sign(campus.Assertion(clientId), keyId: ""), "token-kid-missing");
        await IsRefused("no token at all", "token-malformed");
    }

    [Fact]
    public async Task Finds_a_key_that_the_tool_published_later()
    {
        Assert.Equal(HttpStatusCode.OK, (await campus.AskToken(tool.Sign(campus.Assertion(clientId)), Scopes.Members)).StatusCode);
        tool.KeyId = "tool-key-2";

        Assert.Equal(HttpStatusCode.OK, (await campus.AskToken(tool.Sign(campus.Assertion(clientId)), Scopes.Members)).StatusCode);
    }

    [Fact]
    public async Task Refuses_another_grant_and_another_kind_of_proof()
    {
        using var client = campus.Anybody();

        Assert.Equal("token-grant-unsupported", await (await client.PostForm("/lti/token", ("grant_type", "password"))).Code());
        Assert.Equal("token-assertion-type-wrong", await (await client.PostForm("/lti/token", ("grant_type", "client_credentials"), ("client_secret", "x"))).Code());
        Assert.Equal("token-request-not-a-form", await (await client.Send(HttpMethod.Post, "/lti/token", "application/json", new JsonObject())).Code());
    }

    private JsonObject With(params (string Claim, long Value)[] changes)
    {
        var assertion = campus.Assertion(clientId);
        foreach (var (claim, value) in changes) assertion[claim] = value;
        return assertion;
    }

    private async Task IsRefused(string assertion, string code)
    {
        var answer = await campus.AskToken(assertion, Scopes.Members);
        var json = await answer.Json();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_client", (string?)json["error"]);
        Assert.Equal(code, (string?)json["error_description"]);
    }
}
