using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Client credentials with a signed assertion: digest section 8.</summary>
public sealed class ServiceTokenTests
{
    private const string Items = World.Issuer + "/ags/crs-77/lineitems?type_id=9";

    private readonly World world = new();

    private int TokenRequests => world.Http.Count("POST", World.TokenEndpoint);

    [Fact]
    public async Task Signs_an_assertion_that_the_platform_can_verify()
    {
        world.ServeTokens();
        await List();

        var request = world.Http.Seen.Single(seen => seen.Method == "POST");
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["Content-Type"]);
        Assert.Equal("client_credentials", request.Form["grant_type"]);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", request.Form["client_assertion_type"]);
        var assertion = request.Form["client_assertion"];
        var jwk = JsonNode.Parse(LtiBadgeConnector.Lti.Keys.ToolJwks.One(world.Stores.Key.Public))!.AsObject();
        Assert.True(SigningKey.Verifies(jwk, assertion));
        Assert.Equal(("RS256", "JWT", (string)jwk["kid"]!), Header(assertion));
        var claims = SigningKey.PartOf(assertion, 1);
        Assert.Equal((World.ClientId, World.ClientId, World.TokenEndpoint), ((string)claims["iss"]!, (string)claims["sub"]!, (string)claims["aud"]!));
        Assert.InRange((long)claims["exp"]! - (long)claims["iat"]!, 60, 320);
        Assert.True((long)claims["iat"]! <= World.Now.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Uses_the_audience_of_the_registration_and_a_fresh_jti()
    {
        world.Change(registration => registration with { TokenAudience = "https://api.brightspace.com/auth/token" });
        world.ServeTokens();
        await List();
        world.Time.Advance(TimeSpan.FromHours(1));
        await List();

        var claims = world.Http.Seen.Where(seen => seen.Method == "POST").Select(seen => SigningKey.PartOf(seen.Form["client_assertion"], 1)).ToList();
        Assert.All(claims, claim => Assert.Equal("https://api.brightspace.com/auth/token", (string)claim["aud"]!));
        Assert.NotEqual((string)claims[0]["jti"]!, (string)claims[1]["jti"]!);
    }

    [Fact]
    public async Task Keeps_a_token_until_a_minute_before_its_end()
    {
        world.ServeTokens();
        await List();
        world.Time.Advance(TimeSpan.FromSeconds(3539));
        await List();
        Assert.Equal(1, TokenRequests);

        world.Time.Advance(TimeSpan.FromSeconds(1));
        await List();
        Assert.Equal(2, TokenRequests);
    }

    [Fact]
    public async Task Has_one_request_in_flight()
    {
        world.ServeTokens();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(List)));

        Assert.Equal(1, TokenRequests);
    }

    [Fact]
    public async Task Fetches_a_fresh_token_once_after_a_401()
    {
        world.ServeTokens();
        world.Http.On("GET", Items, request => request.Headers["Authorization"] == "Bearer token-1" ? FakeHttp.Status(401) : FakeHttp.Json("[]"));
        await List(serve: false);

        Assert.Equal(2, TokenRequests);
        world.Http.On("GET", Items, _ => FakeHttp.Status(401));
        var refused = await Assert.ThrowsAsync<LtiServiceException>(() => List(serve: false));
        Assert.Equal(("service-unauthorized", false, 401), (refused.Code, refused.IsTransient, refused.Status));
        Assert.Equal(3, TokenRequests);
    }

    [Theory]
    [InlineData("""{"access_token":"t","token_type":"Bearer","expires_in":"3600"}""", 1)]
    [InlineData("""{"access_token":"t","token_type":"Bearer"}""", 1)]
    [InlineData("""{"access_token":"t","expires_in":0}""", 2)]
    [InlineData("""{"access_token":"t","expires_in":-5}""", 2)]
    public async Task Reads_the_life_of_a_token_tolerantly(string body, int requestsForTwoCalls)
    {
        world.Http.On("POST", World.TokenEndpoint, _ => FakeHttp.Json(body, "text/html; charset=utf-8"));
        await List();
        await List();

        Assert.Equal(requestsForTwoCalls, TokenRequests);
    }

    [Fact]
    public async Task Does_not_call_without_the_scope_the_platform_granted()
    {
        world.ServeTokens(scope: LtiScopes.Score);

        var refused = await Assert.ThrowsAsync<LtiServiceException>(() => List());

        Assert.Equal(("service-scope-missing", false), (refused.Code, refused.IsTransient));
        Assert.Equal(0, world.Http.Count("GET", Items));
    }

    [Fact]
    public async Task Asks_for_no_scope_that_the_launch_did_not_announce()
    {
        var refused = await Assert.ThrowsAsync<LtiServiceException>(async () =>
            await new AgsClient(world.Service).LineItems(world.Registration, new AgsEndpoint([], Items, null), new LineItemFilter(), World.Ct).ToListAsync());

        Assert.Equal("service-scope-missing", refused.Code);
        Assert.Empty(world.Http.Seen);
    }

    [Theory]
    [InlineData(200, "<html>please sign in</html>", "service-token-malformed", false)]
    [InlineData(200, "[]", "service-token-malformed", false)]
    [InlineData(200, "{\"token_type\":\"Bearer\"}", "service-token-malformed", false)]
    [InlineData(400, "{\"error\":\"invalid_client\"}", "service-token-refused", false)]
    [InlineData(400, "{\"error\":\"invalid_scope\"}", "service-scope-missing", false)]
    [InlineData(400, "{\n  \"error\" : \"\"kid\" invalid, unable to lookup correct key\"\n}", "service-token-refused", false)]
    [InlineData(401, "", "service-token-refused", false)]
    [InlineData(302, "", "service-redirect-refused", false)]
    [InlineData(429, "", "service-busy", true)]
    [InlineData(503, "", "service-busy", true)]
    public async Task Refuses_an_answer_that_is_no_token(int status, string body, string code, bool transient)
    {
        world.Http.On("POST", World.TokenEndpoint, _ => FakeHttp.Status(status, body));

        var refused = await Assert.ThrowsAsync<LtiServiceException>(() => List());

        Assert.Equal((code, transient), (refused.Code, refused.IsTransient));
        Assert.Equal(0, world.Http.Count("GET", Items));
    }

    [Fact]
    public async Task Refuses_an_answer_of_a_hundred_kibibytes()
    {
        world.Http.On("POST", World.TokenEndpoint, _ => FakeHttp.Json("{\"access_token\":\"" + new string('x', 100 * 1024) + "\"}"));
        Assert.Equal("service-answer-too-large", (await Assert.ThrowsAsync<LtiServiceException>(() => List())).Code);
    }

    [Fact]
    public async Task Reads_every_answer_of_Moodles_token_endpoint()
    {
        foreach (var answer in Samples.List("moodle/token-responses.json"))
        {
            var body = answer!["body"] is JsonValue text ? (string)text! : answer["body"]!.ToJsonString();
            var fresh = new World();
            fresh.Http.On("POST", World.TokenEndpoint, _ => FakeHttp.Json(body, (string)answer["headers"]!["content-type"]!, (System.Net.HttpStatusCode)(int)answer["status"]!));
            fresh.Http.On("GET", Items, _ => FakeHttp.Json("[]"));
            var call = async () => await new AgsClient(fresh.Service).LineItems(fresh.Registration, Endpoint, new LineItemFilter(), World.Ct).ToListAsync();

            if ((int)answer["status"]! == 200 && body.Contains("lineitem.readonly", StringComparison.Ordinal)) await call();
            else Assert.Contains((await Assert.ThrowsAsync<LtiServiceException>(call)).Code, new[] { "service-token-refused", "service-scope-missing" });
        }
    }

    [Fact]
    public async Task Never_shows_a_token_in_an_error()
    {
        world.ServeTokens();
        world.Http.On("GET", Items, _ => FakeHttp.Status(403, "token-1"));

        var refused = await Assert.ThrowsAsync<LtiServiceException>(() => List(serve: false));

        Assert.DoesNotContain("token-1", refused.ToString(), StringComparison.Ordinal);
    }

    private static AgsEndpoint Endpoint => new([LtiScopes.LineItemReadOnly], Items, null);

    private async Task List() => await List(serve: true);

    private async Task List(bool serve)
    {
        if (serve) world.Http.On("GET", Items, _ => FakeHttp.Json("[]"));
        await new AgsClient(world.Service).LineItems(world.Registration, Endpoint, new LineItemFilter(), World.Ct).ToListAsync();
    }

    private static (string, string, string) Header(string jwt)
    {
        var header = SigningKey.PartOf(jwt, 0);
        return ((string)header["alg"]!, (string)header["typ"]!, (string)header["kid"]!);
    }
}
