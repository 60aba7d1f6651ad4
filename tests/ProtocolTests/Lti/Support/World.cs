using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.ServiceTokens;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LtiBadgeConnector.ProtocolTests.Lti.Support;

/// <summary>One tool, one platform that really signs, one registration, one approved deployment, a clock that stands still.</summary>
internal sealed class World
{
    public const string Issuer = "https://lms.kita.example.ac.jp";
    public const string ClientId = "badge-connector-17";
    public const string DeploymentId = "dep-3";
    public const string JwksUri = Issuer + "/jwks";
    public const string TokenEndpoint = Issuer + "/token";
    public const string Target = "https://badges.example.org/lti/launch?definition=42";

    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);
    public static readonly Guid TenantId = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    public static readonly CancellationToken Ct = CancellationToken.None;

    public World(LtiOptions? options = null)
    {
        Options = options ?? new LtiOptions { PublicUrl = "https://badges.example.org", FormerPublicUrls = ["https://old.example.org"] };
        Registration = new Registration
        {
            Id = RegistrationId.New(Time),
            TenantId = TenantId,
            Name = "Kita University",
            Issuer = Issuer,
            ClientId = ClientId,
            AuthorizationEndpoint = Issuer + "/auth?site=1",
            TokenEndpoint = TokenEndpoint,
            JwksUri = JwksUri,
        };
        Stores.Registrations.Add(Registration);
        Stores.Deployments.Add(new Deployment(Registration.Id, DeploymentId, TenantId, DeploymentState.Active));
        ServeKeys(SigningKey.Platform.Jwk(), SigningKey.Short.Jwk(), EncryptionKey());
        Outgoing = new LtiHttp(() => new HttpClient(Http, disposeHandler: false), Options, Time);
        Keys = new PlatformKeys(Outgoing, Time, NullLogger<PlatformKeys>.Instance);
        Tokens = new ServiceTokenCache(Outgoing, Stores, Time);
        Service = new ServiceClient(Outgoing, Tokens);
    }

    public FakeTimeProvider Time { get; } = new(Now);

    public Stores Stores { get; } = new();

    public FakeHttp Http { get; } = new();

    public LtiOptions Options { get; }

    public LtiHttp Outgoing { get; }

    public PlatformKeys Keys { get; }

    public ServiceTokenCache Tokens { get; }

    public ServiceClient Service { get; }

    public Registration Registration { get; private set; }

    public LoginFlow LoginFlow => new(Stores, Stores, Options, Time);

    public LaunchFlow LaunchFlow => new(Stores, Stores, Stores, Keys, Options, Time, NullLogger<LaunchFlow>.Instance);

    public void Change(Func<Registration, Registration> change)
    {
        var index = Stores.Registrations.IndexOf(Registration);
        Stores.Registrations[index] = Registration = change(Registration);
    }

    public void ServeKeys(params JsonObject[] keys)
    {
        var set = new JsonObject { ["keys"] = new JsonArray([.. keys.Cast<JsonNode>()]) }.ToJsonString();
        Http.On("GET", JwksUri, _ => FakeHttp.Json(set));
    }

    /// <summary>A token endpoint that grants whatever is asked for, or the given scopes.</summary>
    public void ServeTokens(string? scope = null, string type = "text/html; charset=utf-8") =>
        Http.On("POST", TokenEndpoint, request => FakeHttp.Json(
            new JsonObject
            {
                ["access_token"] = "token-" + Http.Count("POST", TokenEndpoint),
                ["token_type"] = "bearer",
                ["expires_in"] = 3600,
                ["scope"] = scope ?? request.Form["scope"],
            }.ToJsonString(), type));

    public static Dictionary<string, string> Initiation(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string>
        {
            ["iss"] = Issuer, ["login_hint"] = "u-5a1f", ["target_link_uri"] = Target, ["client_id"] = ClientId,
            ["lti_message_hint"] = """{"cmid":6,"launchid":"ltilaunch1_1"}""", ["lti_deployment_id"] = DeploymentId,
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) parameters.Remove(name);
            else parameters[name] = value;
        }

        return parameters;
    }

    public async Task<LoginStart> Login(params (string Name, string? Value)[] changes) =>
        Assert.IsType<LoginResult.Started>(await LoginFlow.Start(Initiation(changes), null, Ct)).Login;

    /// <summary>Claims of an ordinary launch that answers this login.</summary>
    public JsonObject Claims(LoginStart login)
    {
        var claims = Samples.Node("launch-base.json").AsObject();
        claims["nonce"] = login.Nonce;
        claims["iat"] = Time.GetUtcNow().ToUnixTimeSeconds();
        claims["exp"] = Time.GetUtcNow().ToUnixTimeSeconds() + 60;
        return claims;
    }

    public static string Sign(JsonObject claims, SigningKey? key = null) => Sign(claims.ToJsonString(), key);

    public static string Sign(string payload, SigningKey? key = null) =>
        (key ?? SigningKey.Platform).Sign($$"""{"typ":"JWT","alg":"RS256","kid":"{{(key ?? SigningKey.Platform).Kid}}"}""", payload);

    /// <summary>Posts an answer from the browser that started the login.</summary>
    public Task<LaunchResult> Post(LoginStart login, string idToken) => Post(Form(login, idToken), CookieOf(login));

    public Task<LaunchResult> Post(Dictionary<string, string> form, Func<string, string?> cookie) => LaunchFlow.Receive(form, cookie, Ct);

    public static Dictionary<string, string> Form(LoginStart login, string idToken) => new() { ["id_token"] = idToken, ["state"] = login.State };

    public static Func<string, string?> CookieOf(LoginStart login) => name => name == login.CookieName ? login.Verifier : null;

    public static Func<string, string?> NoCookie => _ => null;

    private static JsonObject EncryptionKey()
    {
        var jwk = SigningKey.Another.Jwk("encryption-key");
        jwk["use"] = "enc";
        return jwk;
    }
}
