using System.Text;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Notices;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Platform Notification Service 1.0: digest section 15.</summary>
public sealed class NoticeTests
{
    private readonly World world = new();

    [Fact]
    public async Task Takes_a_copy_notice_once()
    {
        var token = World.Sign(Claims());

        var notice = Assert.IsType<NoticeOutcome.Received>(Assert.Single(await Taken(token))).Notice;
        Assert.Equal(("n-1", NoticeTypes.ContextCopy, World.TenantId, "crs-78"), (notice.Id, notice.Type, notice.TenantId, notice.Context!.Id));
        Assert.Equal(["crs-77"], notice.OriginContexts);
        Assert.Equal(new NoticeOutcome.Duplicate("n-1"), Assert.Single(await Taken(token)));
    }

    [Fact]
    public async Task Lets_one_bad_token_spoil_no_other()
    {
        var outcomes = await Taken(World.Sign(Claims(), SigningKey.Another), World.Sign(Claims()), "garbage");

        Assert.Equal("launch-key-unknown", Assert.IsType<NoticeOutcome.Refused>(outcomes[0]).Refusal.Code);
        Assert.IsType<NoticeOutcome.Received>(outcomes[1]);
        Assert.Equal("launch-token-malformed", Assert.IsType<NoticeOutcome.Refused>(outcomes[2]).Refusal.Code);
    }

    [Fact]
    public async Task Accepts_and_ignores_a_type_that_means_nothing_here() =>
        Assert.Equal(
            new NoticeOutcome.Ignored("LtiAssetProcessorSubmissionNotice"),
            Assert.Single(await Taken(World.Sign(Claims(claims => claims[LtiClaims.Notice]!["type"] = "LtiAssetProcessorSubmissionNotice")))));

    [Fact]
    public async Task Accepts_a_copy_without_origins()
    {
        var outcome = Assert.Single(await Taken(World.Sign(Claims(claims => claims.Remove(LtiClaims.OriginContexts)))));
        Assert.Empty(Assert.IsType<NoticeOutcome.Received>(outcome).Notice.OriginContexts);
    }

    public static TheoryData<string, string> Bad => new()
    {
        { "foreign", "launch-signature-invalid" },
        { "unsigned", "launch-alg-refused" },
        { "id_token", "notice-is-message" },
        { "no notice", "notice-claim-missing" },
        { "no id", "notice-claim-missing" },
        { "expired", "launch-expired" },
        { "audience", "launch-audience-mismatch" },
        { "version", "launch-version" },
        { "deployment", "notice-deployment-unknown" },
        { "no jwt", "launch-token-missing" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Refuses_a_delivery_with_nothing_genuine_in_it(string what, string code)
    {
        var token = what switch
        {
            "foreign" => SigningKey.Another.Sign("""{"alg":"RS256","kid":"platform-key-1"}""", Claims().ToJsonString()),
            "unsigned" => SigningKey.Platform.Sign("""{"alg":"none","kid":"platform-key-1"}""", Claims().ToJsonString(), "none"),
            "id_token" => World.Sign(Claims(claims => claims[LtiClaims.MessageType] = "LtiResourceLinkRequest")),
            "no notice" => World.Sign(Claims(claims => claims.Remove(LtiClaims.Notice))),
            "no id" => World.Sign(Claims(claims => claims[LtiClaims.Notice]!["id"] = "")),
            "expired" => World.Sign(Claims(claims => claims["exp"] = World.Now.ToUnixTimeSeconds() - 200)),
            "audience" => World.Sign(Claims(claims => claims["aud"] = "other")),
            "version" => World.Sign(Claims(claims => claims.Remove(LtiClaims.Version))),
            "deployment" => World.Sign(Claims(claims => claims[LtiClaims.DeploymentId] = "dep-9")),
            _ => "",
        };

        Assert.Equal(code, await Refused(Body(token)));
    }

    [Theory]
    [InlineData("not json", "notice-body-malformed")]
    [InlineData("[]", "notice-body-malformed")]
    [InlineData("{\"notices\":{}}", "notice-body-malformed")]
    [InlineData("{}", "notice-body-malformed")]
    public async Task Refuses_a_body_that_is_no_delivery(string body, string code) => Assert.Equal(code, await Refused(body));

    [Fact]
    public async Task Refuses_a_body_beyond_the_limits()
    {
        Assert.Equal("notice-body-too-large", await Refused(new string(' ', NoticeFlow.BodyLimit + 1)));
        Assert.Equal("notice-too-many", await Refused("{\"notices\":[" + string.Join(',', Enumerable.Repeat("{}", 1001)) + "]}"));
    }

    [Fact]
    public async Task Refuses_an_address_without_an_active_registration()
    {
        var unknown = await Flow.Receive(RegistrationId.New(world.Time), Encoding.UTF8.GetBytes(Body(World.Sign(Claims()))), World.Ct);
        Assert.Equal("notice-registration-unknown", Assert.IsType<NoticeDelivery.Refused>(unknown).Refusal.Code);

        world.Change(registration => registration with { State = RegistrationState.Disabled });
        Assert.Equal("notice-registration-unknown", await Refused(Body(World.Sign(Claims()))));
    }

    [Fact]
    public async Task Refuses_a_notice_at_the_launch_endpoint()
    {
        var login = await world.Login();
        Assert.Equal("launch-nonce-missing", Assert.IsType<LaunchResult.Refused>(await world.Post(login, World.Sign(Claims()))).Code);
    }

    [Fact]
    public async Task Verifies_the_sample_in_Canvass_form()
    {
        var canvas = new World();
        var claims = Samples.Node("canvas/context-copy-notice.claims.json").AsObject();
        canvas.Change(registration => registration with { Issuer = (string)claims["iss"]!, ClientId = (string)claims["aud"]! });
        canvas.Stores.Deployments.Add(new Deployment(canvas.Registration.Id, (string)claims[LtiClaims.DeploymentId]!, World.TenantId, DeploymentState.Active));
        canvas.Http.On("GET", World.JwksUri, _ => FakeHttp.Json(Samples.Text("canvas/platform-jwks.json")));
        canvas.Time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds((long)claims["iat"]! + 5));
        var flow = new NoticeFlow(canvas.Stores, canvas.Stores, canvas.Stores, canvas.Keys, canvas.Stores, canvas.Options, canvas.Time);

        var taken = Assert.IsType<NoticeDelivery.Taken>(await flow.Receive(
            canvas.Registration.Id, Encoding.UTF8.GetBytes(Samples.Text("canvas/context-copy-notice.request.json")), World.Ct));

        Assert.Equal(["5098686ffc86cae4e0784b533a18af229ff5074e"], Assert.IsType<NoticeOutcome.Received>(Assert.Single(taken.Outcomes)).Notice.OriginContexts);
    }

    [Fact]
    public async Task Registers_and_reads_its_handlers()
    {
        const string url = World.Issuer + "/notice-handlers/1";
        world.ServeTokens();
        world.Http.On("GET", url, _ => FakeHttp.Json("""{"client_id":104,"notice_handlers":[{"notice_type":"LtiContextCopyNotice","handler":"https://badges.example.org/lti/notices/1"}]}"""));
        world.Http.On("PUT", url, _ => FakeHttp.Json("{}"));
        var client = new NoticeHandlerClient(world.Service);
        var endpoint = new NotificationEndpoint(url, [LtiScopes.NoticeHandlers], [NoticeTypes.ContextCopy]);

        var handler = Assert.Single(await client.Handlers(world.Registration, endpoint, World.Ct));
        await client.Set(world.Registration, endpoint, handler, World.Ct);

        Assert.Equal("https://badges.example.org/lti/notices/1", (string)JsonNode.Parse(world.Http.Seen[^1].Body)!["handler"]!);
        var refused = await Assert.ThrowsAsync<LtiBadgeConnector.Lti.Http.LtiServiceException>(() => client.Set(world.Registration, endpoint with { Scopes = [] }, handler, World.Ct));
        Assert.Equal("service-scope-missing", refused.Code);
    }

    private NoticeFlow Flow => new(world.Stores, world.Stores, world.Stores, world.Keys, world.Stores, world.Options, world.Time);

    private static string Body(params string[] tokens) =>
        new JsonObject { ["notices"] = new JsonArray([.. tokens.Select(token => (JsonNode)new JsonObject { ["jwt"] = token })]) }.ToJsonString();

    private async Task<IReadOnlyList<NoticeOutcome>> Taken(params string[] tokens) =>
        Assert.IsType<NoticeDelivery.Taken>(await Flow.Receive(world.Registration.Id, Encoding.UTF8.GetBytes(Body(tokens)), World.Ct)).Outcomes;

    private async Task<string> Refused(string body) =>
        Assert.IsType<NoticeDelivery.Refused>(await Flow.Receive(world.Registration.Id, Encoding.UTF8.GetBytes(body), World.Ct)).Refusal.Code;

    private static JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject
        {
            ["iss"] = World.Issuer, ["aud"] = World.ClientId, ["azp"] = World.ClientId,
            ["iat"] = World.Now.ToUnixTimeSeconds(), ["exp"] = World.Now.ToUnixTimeSeconds() + 3600,
            [LtiClaims.Version] = "1.3.0", [LtiClaims.DeploymentId] = World.DeploymentId,
            [LtiClaims.Notice] = new JsonObject { ["id"] = "n-1", ["timestamp"] = "2026-01-01T00:00:00Z", ["type"] = NoticeTypes.ContextCopy },
            [LtiClaims.Context] = new JsonObject { ["id"] = "crs-78" },
            [LtiClaims.OriginContexts] = new JsonArray("crs-77"),
        };
        change?.Invoke(claims);
        return claims;
    }
}
