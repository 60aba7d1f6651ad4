using System.Net;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.DynamicRegistration;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Dynamic Registration 1.0: digest section 13.</summary>
public sealed class DynamicRegistrationTests
{
    private const string ConfigurationUrl = World.Issuer + "/.well-known/openid-configuration?key=1&clientId=abc";
    private const string RegistrationEndpoint = World.Issuer + "/register";

    private static readonly ToolDescription tool = new()
    {
        Name = "LTI Badge Connector", Description = "Micro-credentials from course results",
        NameIn = new Dictionary<string, string> { ["ja"] = "LTIバッジコネクタ" }, LogoUri = "https://badges.example.org/logo.png",
    };

    private readonly World world = new();

    public DynamicRegistrationTests() => world.Stores.Registrations.Clear();

    private DynamicRegistrationFlow Flow => new(world.Outgoing, world.Stores, world.Stores, world.Options, world.Time);

    [Fact]
    public async Task Registers_at_a_platform_and_says_what_it_changed()
    {
        Serve(Configuration());
        world.Http.On("POST", RegistrationEndpoint, request =>
        {
            var answer = JsonNode.Parse(request.Body)!.AsObject();
            answer["client_id"] = "new-client";
            answer["scope"] = LtiScopes.Score;
            answer["https://purl.imsglobal.org/spec/lti-tool-configuration"]!["deployment_id"] = "7";
            answer["https://purl.imsglobal.org/spec/lti-tool-configuration"]!["custom_parameters"]!["tz"] = "cut";
            return FakeHttp.Json(answer.ToJsonString(), status: HttpStatusCode.Created);
        });

        var offer = await Found(("registration_token", "reg-token"), ("invitation", "code-1"));
        var registered = Assert.IsType<RegistrationResult.Registered>(await Flow.Register(offer, tool, World.TenantId, World.Ct));

        Assert.Equal("code-1", offer.Invitation);
        Assert.All(world.Http.Seen, request => Assert.Equal("Bearer reg-token", request.Headers["Authorization"]));
        Assert.DoesNotContain("reg-token", offer.ToString(), StringComparison.Ordinal);
        Assert.Equal((World.Issuer, "new-client", RegistrationState.Pending, "moodle"),
            (registered.Registration.Issuer, registered.Registration.ClientId, registered.Registration.State, registered.Registration.ProductFamilyCode));
        Assert.Equal(("7", false, World.TokenEndpoint), (registered.DeploymentId, registered.IsUpdate, registered.Registration.AssertionAudience));
        Assert.Equal([LtiScopes.Score], registered.Registration.GrantedScopes);
        Assert.Contains(registered.Warnings, warning => warning.Member == "scope" && warning.Asked.Contains("lineitem", StringComparison.Ordinal));
        Assert.Contains(new RegistrationWarning("custom_parameters.tz", "$Person.address.timezone", "cut"), registered.Warnings);
    }

    [Fact]
    public async Task Asks_only_for_what_the_platform_supports()
    {
        Serve(Configuration(root =>
        {
            root["scopes_supported"] = new JsonArray(LtiScopes.Score, "openid");
            root["https://purl.imsglobal.org/spec/lti-platform-configuration"]!["messages_supported"] = new JsonArray(
                new JsonObject { ["type"] = "LtiDeepLinkingRequest", ["placements"] = new JsonArray("https://canvas.instructure.com/lti/link_selection", "submission_type_selection") });
        }));
        world.Http.On("POST", RegistrationEndpoint, _ => FakeHttp.Json("""{"client_id":"c"}"""));

        await Flow.Register(await Found(), tool, World.TenantId, World.Ct);

        var post = world.Http.Seen.Single(request => request.Method == "POST");
        Assert.Equal("application/json", post.Headers["Content-Type"]);
        Assert.False(post.Headers.ContainsKey("Authorization"));
        var body = JsonNode.Parse(post.Body)!;
        Assert.Equal(LtiScopes.Score, (string)body["scope"]!);
        Assert.Equal(("https://badges.example.org/lti/login", "https://badges.example.org/lti/jwks.json", "private_key_jwt", "LTIバッジコネクタ"),
            ((string)body["initiate_login_uri"]!, (string)body["jwks_uri"]!, (string)body["token_endpoint_auth_method"]!, (string)body["client_name#ja"]!));
        Assert.Equal("https://badges.example.org/lti/launch", (string)Assert.Single(body["redirect_uris"]!.AsArray())!);
        var configuration = body["https://purl.imsglobal.org/spec/lti-tool-configuration"]!;
        Assert.Equal(("badges.example.org", "$Context.id.history"), ((string)configuration["domain"]!, (string)configuration["custom_parameters"]!["context_history"]!));
        var message = Assert.Single(configuration["messages"]!.AsArray())!;
        Assert.Equal("LtiDeepLinkingRequest", (string)message["type"]!);
        Assert.Equal("https://canvas.instructure.com/lti/link_selection", (string)Assert.Single(message["placements"]!.AsArray())!);
    }

    [Fact]
    public async Task Reads_the_messages_of_an_old_Moodle_in_their_old_shape()
    {
        Serve(Configuration(root => root["https://purl.imsglobal.org/spec/lti-platform-configuration"] =
            JsonNode.Parse("""{"product_family_code":"moodle","messages_supported":["LtiResourceLinkRequest","LtiDeepLinkingRequest"],"placements":["AddContentMenu"]}""")));

        var messages = (await Found()).Configuration.Messages;

        Assert.Equal(["LtiResourceLinkRequest", "LtiDeepLinkingRequest"], messages.Select(message => message.Type));
        Assert.Equal(["AddContentMenu"], messages[1].Placements);
    }

    [Fact]
    public async Task Updates_a_registration_of_the_same_tenant_and_keeps_its_state()
    {
        var existing = world.Registration with { ClientId = "c", State = RegistrationState.Active, JwksUri = World.Issuer + "/old" };
        world.Stores.Registrations.Add(existing);
        Serve(Configuration());
        world.Http.On("POST", RegistrationEndpoint, _ => FakeHttp.Json("""{"client_id":"c"}"""));

        var registered = Assert.IsType<RegistrationResult.Registered>(await Flow.Register(await Found(), tool, World.TenantId, World.Ct));

        Assert.True(registered.IsUpdate);
        Assert.Equal((existing.Id, RegistrationState.Active, World.JwksUri), (registered.Registration.Id, registered.Registration.State, registered.Registration.JwksUri));
        Assert.Null(registered.DeploymentId);
    }

    [Fact]
    public async Task Never_takes_over_a_registration_of_another_tenant()
    {
        world.Stores.Registrations.Add(world.Registration with { ClientId = "c", TenantId = Guid.CreateVersion7() });
        Serve(Configuration());
        world.Http.On("POST", RegistrationEndpoint, _ => FakeHttp.Json("""{"client_id":"c"}"""));

        Assert.Equal("registration-belongs-to-another", await RegisterRefused());
    }

    [Fact]
    public async Task Carries_out_a_registration_token_once()
    {
        Serve(Configuration());
        world.Http.On("POST", RegistrationEndpoint, _ => FakeHttp.Json("""{"client_id":"c"}"""));
        var offer = await Found(("registration_token", "reg-token"));
        Assert.IsType<RegistrationResult.Registered>(await Flow.Register(offer, tool, World.TenantId, World.Ct));

        Assert.Equal("registration-token-reused", Assert.IsType<RegistrationResult.Refused>(await Flow.Register(offer, tool, World.TenantId, World.Ct)).Refusal.Code);
        Assert.Equal(1, world.Http.Count("POST", RegistrationEndpoint));
    }

    [Theory]
    [InlineData("https://auth.example/token", "https://auth.example/token")]
    [InlineData("canvas.instructure.com", World.TokenEndpoint)]
    [InlineData("http://auth.example", World.TokenEndpoint)]
    public async Task Takes_the_authorization_server_as_audience_only_if_it_is_a_url(string announced, string audience)
    {
        Serve(Configuration(root => root["authorization_server"] = announced));
        world.Http.On("POST", RegistrationEndpoint, _ => FakeHttp.Json("""{"client_id":"c"}"""));

        Assert.Equal(audience, Assert.IsType<RegistrationResult.Registered>(await Flow.Register(await Found(), tool, World.TenantId, World.Ct)).Registration.AssertionAudience);
    }

    [Theory]
    [InlineData(null, "registration-configuration-missing")]
    [InlineData("", "registration-configuration-missing")]
    [InlineData("http://lms.kita.example.ac.jp/config", "registration-configuration-url-refused")]
    [InlineData("file:///etc/passwd", "registration-configuration-url-refused")]
    [InlineData("/config", "registration-configuration-url-refused")]
    [InlineData("https://user:secret@lms.kita.example.ac.jp/config", "registration-configuration-url-refused")]
    public async Task Refuses_a_configuration_address(string? url, string code)
    {
        var query = new Dictionary<string, string>();
        if (url is not null) query["openid_configuration"] = url;

        Assert.Equal(code, Assert.IsType<DiscoveryResult.Refused>(await Flow.Discover(query, tool, World.Ct)).Refusal.Code);
        Assert.Empty(world.Http.Seen);
    }

    [Theory]
    [InlineData("issuer", null, "registration-configuration-incomplete")]
    [InlineData("authorization_endpoint", null, "registration-configuration-incomplete")]
    [InlineData("token_endpoint", "", "registration-configuration-incomplete")]
    [InlineData("jwks_uri", null, "registration-configuration-incomplete")]
    [InlineData("registration_endpoint", null, "registration-configuration-incomplete")]
    [InlineData("issuer", "http://lms.kita.example.ac.jp", "registration-issuer-malformed")]
    [InlineData("issuer", "https://lms.kita.example.ac.jp?x=1", "registration-issuer-malformed")]
    [InlineData("issuer", "https://lms.kita.example.ac.jp#", "registration-issuer-malformed")]
    [InlineData("issuer", "lms.kita.example.ac.jp", "registration-issuer-malformed")]
    [InlineData("issuer", "https://other.example", "registration-issuer-mismatch")]
    [InlineData("issuer", "https://ms.kita.example.ac.jp", "registration-issuer-mismatch")]
    [InlineData("issuer", "https://jp", "registration-issuer-mismatch")]
    [InlineData("issuer", "https://ac.jp", "registration-issuer-mismatch")]
    [InlineData("issuer", "https://canvas.instructure.com", "registration-issuer-mismatch")]
    [InlineData("issuer", "https://lms.kita.example.ac.jp:8443", "registration-issuer-mismatch")]
    [InlineData("token_endpoint", "http://lms.kita.example.ac.jp/token", "registration-endpoint-refused")]
    [InlineData("jwks_uri", "gopher://x", "registration-endpoint-refused")]
    [InlineData("registration_endpoint", "/register", "registration-endpoint-refused")]
    [InlineData("token_endpoint_auth_methods_supported", "client_secret_basic", "registration-auth-method-unsupported")]
    [InlineData("token_endpoint_auth_signing_alg_values_supported", "ES256", "registration-alg-unsupported")]
    [InlineData("id_token_signing_alg_values_supported", "HS256", "registration-alg-unsupported")]
    public async Task Refuses_a_configuration(string member, string? value, string code)
    {
        Serve(Configuration(root =>
        {
            if (value is null) root.Remove(member);
            else root[member] = root[member] is JsonArray ? new JsonArray(value) : value;
        }));

        Assert.Equal(code, await DiscoveryRefused());
    }

    [Theory]
    [InlineData("https://kita.example.ac.jp", ConfigurationUrl)]
    [InlineData("https://example.ac.jp", ConfigurationUrl)]
    [InlineData("https://canvas.instructure.com", "https://sso.canvaslms.com/api/lti/security/openid-configuration")]
    [InlineData("https://canvas.instructure.com", "https://kita.instructure.com/api/lti/security/openid-configuration")]
    [InlineData("https://blackboard.com", "https://developer.blackboard.com/config")]
    public async Task Accepts_an_issuer_that_owns_the_host_of_the_configuration(string issuer, string url)
    {
        var body = Configuration(root => root["issuer"] = issuer).ToJsonString();
        world.Http.On("GET", url, _ => FakeHttp.Json(body));

        Assert.IsType<DiscoveryResult.Found>(await Flow.Discover(new Dictionary<string, string> { ["openid_configuration"] = url }, tool, World.Ct));
    }

    [Theory]
    [InlineData(404, "{}", "registration-configuration-unavailable")]
    [InlineData(302, "", "registration-configuration-unavailable")]
    [InlineData(200, "<html>", "registration-configuration-malformed")]
    [InlineData(200, "[]", "registration-configuration-malformed")]
    public async Task Refuses_a_configuration_that_cannot_be_read(int status, string body, string code)
    {
        world.Http.On("GET", ConfigurationUrl, _ => FakeHttp.Status(status, body));
        Assert.Equal(code, await DiscoveryRefused());
    }

    [Fact]
    public async Task Refuses_a_configuration_of_half_a_mebibyte()
    {
        world.Http.On("GET", ConfigurationUrl, _ => FakeHttp.Json("{\"x\":\"" + new string('x', 512 * 1024) + "\"}"));
        Assert.Equal("registration-configuration-unavailable", await DiscoveryRefused());
    }

    [Theory]
    [InlineData(400, "missing_domain", "registration-refused-by-platform")]
    [InlineData(401, "token_already_used", "registration-refused-by-platform")]
    [InlineData(307, "", "registration-refused-by-platform")]
    [InlineData(200, "<html>", "registration-answer-malformed")]
    [InlineData(200, "{}", "registration-client-id-missing")]
    [InlineData(200, "{\"client_id\":\"\"}", "registration-client-id-missing")]
    public async Task Refuses_an_answer_that_is_no_registration(int status, string body, string code)
    {
        Serve(Configuration());
        world.Http.On("POST", RegistrationEndpoint, _ => FakeHttp.Status(status, body));

        Assert.Equal(code, await RegisterRefused());
    }

    [Fact]
    public async Task Repeats_the_platforms_words_without_the_token()
    {
        Serve(Configuration());
        world.Http.On("POST", RegistrationEndpoint, _ => FakeHttp.Status(400, "bad token reg-token <b>"));

        var refused = Assert.IsType<RegistrationResult.Refused>(await Flow.Register(await Found(("registration_token", "reg-token")), tool, World.TenantId, World.Ct));

        Assert.Contains("bad token", refused.Refusal.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("reg-token", refused.Refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_what_Moodle_published_and_answered()
    {
        const string url = "http://127.0.0.1:8100/mod/lti/openid-configuration.php";
        var moodle = new World(new LtiOptions { PublicUrl = "http://127.0.0.1:9200", AllowPlainHttpFor = ["http://127.0.0.1:8100"] });
        moodle.Http.On("GET", url, _ => FakeHttp.Json(Samples.Node("moodle/openid-configuration.json")["body"]!.ToJsonString()));
        moodle.Http.On("POST", "http://127.0.0.1:8100/mod/lti/openid-registration.php", _ => FakeHttp.Json(Samples.Node("moodle/registration.json")["response"]!.ToJsonString()));
        var flow = new DynamicRegistrationFlow(moodle.Outgoing, moodle.Stores, moodle.Stores, moodle.Options, moodle.Time);

        var found = Assert.IsType<DiscoveryResult.Found>(await flow.Discover(new Dictionary<string, string> { ["openid_configuration"] = url }, tool, World.Ct));
        var registered = Assert.IsType<RegistrationResult.Registered>(await flow.Register(found.Offer, tool, World.TenantId, World.Ct));

        Assert.Equal(("215DhIJAsMTP26E", "1"), (registered.Registration.ClientId, registered.DeploymentId));
        Assert.DoesNotContain(LtiScopes.NoticeHandlers, found.Offer.Scopes);
        Assert.Equal("127.0.0.1:9200", (string)JsonNode.Parse(moodle.Http.Seen[^1].Body)!["https://purl.imsglobal.org/spec/lti-tool-configuration"]!["domain"]!);
    }

    private static JsonObject Configuration(Action<JsonObject>? change = null)
    {
        var root = JsonNode.Parse($$$"""
            {"issuer":"{{{World.Issuer}}}","authorization_endpoint":"{{{World.Issuer}}}/auth","token_endpoint":"{{{World.TokenEndpoint}}}","jwks_uri":"{{{World.JwksUri}}}",
             "registration_endpoint":"{{{RegistrationEndpoint}}}","token_endpoint_auth_methods_supported":["private_key_jwt"],
             "token_endpoint_auth_signing_alg_values_supported":["RS256","RS512"],"id_token_signing_alg_values_supported":["RS256"],
             "scopes_supported":["{{{LtiScopes.LineItem}}}","{{{LtiScopes.Score}}}","{{{LtiScopes.ResultReadOnly}}}","{{{LtiScopes.ContextMembership}}}"],
             "https://purl.imsglobal.org/spec/lti-platform-configuration":{"product_family_code":"moodle","version":"5.0",
               "messages_supported":[{"type":"LtiResourceLinkRequest"},{"type":"LtiDeepLinkingRequest","placements":["ContentArea"]}]}}
            """)!.AsObject();
        change?.Invoke(root);
        return root;
    }

    private void Serve(JsonObject configuration) => world.Http.On("GET", ConfigurationUrl, _ => FakeHttp.Json(configuration.ToJsonString()));

    private async Task<DiscoveryResult> Discover(params (string Name, string Value)[] parameters) =>
        await Flow.Discover(parameters.Append(("openid_configuration", ConfigurationUrl)).ToDictionary(pair => pair.Item1, pair => pair.Item2), tool, World.Ct);

    private async Task<RegistrationOffer> Found(params (string Name, string Value)[] parameters) =>
        Assert.IsType<DiscoveryResult.Found>(await Discover(parameters)).Offer;

    private async Task<string> DiscoveryRefused() => Assert.IsType<DiscoveryResult.Refused>(await Discover()).Refusal.Code;

    private async Task<string> RegisterRefused() =>
        Assert.IsType<RegistrationResult.Refused>(await Flow.Register(await Found(), tool, World.TenantId, World.Ct)).Refusal.Code;
}
