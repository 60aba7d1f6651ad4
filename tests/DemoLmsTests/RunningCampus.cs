using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LtiBadgeConnector.DemoLms;
using Microsoft.AspNetCore.Builder;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.DemoLmsTests;

/// <summary>A campus on a free port, and the small browser that the tests steer it with.</summary>
public sealed partial class RunningCampus : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TimeProvider time;

    private RunningCampus(WebApplication app, TimeProvider time) => (this.app, this.time) = (app, time);

    public string Origin => app.Urls.First();

    public static async Task<RunningCampus> Start(DemoLmsOptions? options = null)
    {
        var app = DemoLmsApp.Create(options ?? new DemoLmsOptions());
        await app.StartAsync();
        return new(app, options?.Time ?? TimeProvider.System);
    }

    public HttpClient Anybody() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(Origin) };

    public async Task<HttpClient> As(string person)
    {
        var client = Anybody();
        var answer = await client.PostForm("/sign-in", ("person", person));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    public async Task<JsonNode> Register(FakeTool tool, Action<JsonObject>? change = null)
    {
        var answer = await TryRegister(tool, await RegistrationToken(tool), change);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Json();
    }

    public async Task<string> RegistrationToken(FakeTool tool)
    {
        using var admin = await As("admin");
        return (string)(await admin.PostForJson("/admin/registration-link", ("registrationUrl", tool.Origin + "/register?invitation=x")))["registration_token"]!;
    }

    public async Task<HttpResponseMessage> TryRegister(FakeTool tool, string? token, Action<JsonObject>? change = null)
    {
        var registration = tool.Registration();
        change?.Invoke(registration);
        using var client = Anybody();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/lti/registration")
        {
            Content = new StringContent(registration.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        return await client.SendAsync(request);
    }

    public Task SetWebhook(FakeTool tool, string secret) => SetWebhook(tool.Origin + "/webhook", secret);

    public async Task SetWebhook(string url, string secret)
    {
        using var admin = await As("admin");
        var answer = await admin.PostForm("/admin/webhook", ("url", url), ("secret", secret));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    public async Task<int> LinkIn(int course)
    {
        using var admin = await As("admin");
        var links = (await admin.GetJson("/admin"))["links"]!.AsArray();
        return (int)links.First(l => (int)l!["course"]! == course)!["id"]!;
    }

    /// <summary>Opens a page that starts a login, and answers it as the tool would; returns what comes back to the tool.</summary>
    public static async Task<Dictionary<string, string>> Launch(HttpClient person, string path, Action<Dictionary<string, string>>? change = null)
    {
        var page = await person.GetAsync(path);
        var initiation = FieldsOf(await page.Content.ReadAsStringAsync());
        var authorization = AuthorizationFor(initiation);
        change?.Invoke(authorization);
        var answer = await person.GetAsync("/lti/authorize?" + string.Join('&', authorization.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}")));
        var text = await answer.Content.ReadAsStringAsync();
        var fields = FieldsOf(text);
        if (ProblemPattern().Match(text) is { Success: true } problem) fields["page"] = problem.Groups[1].Value;
        return fields;
    }

    public static Dictionary<string, string> AuthorizationFor(Dictionary<string, string> initiation) => new()
    {
        ["scope"] = "openid",
        ["response_type"] = "id_token",
        ["response_mode"] = "form_post",
        ["prompt"] = "none",
        ["client_id"] = initiation["client_id"],
        ["redirect_uri"] = new Uri(initiation["target_link_uri"]).GetLeftPart(UriPartial.Authority) + "/launch",
        ["login_hint"] = initiation["login_hint"],
        ["lti_message_hint"] = initiation["lti_message_hint"],
        ["state"] = "some-state",
        ["nonce"] = "some-nonce",
    };

    public static Dictionary<string, string> FieldsOf(string html) =>
        FieldPattern().Matches(html).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));

    public static JsonObject ClaimsOf(string jwt) => JsonNode.Parse(Base64UrlEncoder.Decode(jwt.Split('.')[1]))!.AsObject();

    /// <summary>Verifies the signature with the keys the campus publishes, as a tool does.</summary>
    public async Task<bool> IsSignedByUs(string jwt)
    {
        using var client = Anybody();
        var keys = new JsonWebKeySet(await client.GetStringAsync("/lti/jwks.json"));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(jwt, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(), TryAllIssuerSigningKeys = false, ValidateAudience = false, ValidateIssuer = false, ValidateLifetime = false,
        });
        return result.IsValid;
    }

    public JsonObject Assertion(string clientId) => new()
    {
        ["iss"] = clientId,
        ["sub"] = clientId,
        ["aud"] = Origin + "/lti/token",
        ["iat"] = time.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = time.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds(),
        ["jti"] = Guid.NewGuid().ToString(),
    };

    public async Task<HttpResponseMessage> AskToken(string assertion, string scope)
    {
        using var client = Anybody();
        return await client.PostForm(
            "/lti/token",
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
            ("scope", scope));
    }

    public async Task<HttpClient> Service(FakeTool tool, string clientId, params string[] scopes)
    {
        var answer = await AskToken(tool.Sign(Assertion(clientId)), string.Join(' ', scopes.Length == 0 ? Scopes.All : scopes));
        var token = (string)(await answer.Json())["access_token"]!;
        var client = Anybody();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<string> WebServiceToken()
    {
        using var admin = await As("admin");
        return (string)(await admin.GetJson("/admin"))["webServiceToken"]!;
    }

    public async Task<JsonNode> WebService(string function, params (string Name, string Value)[] arguments)
    {
        using var client = Anybody();
        var answer = await client.PostForm(
            "/webservice/rest/server.php",
            [("wstoken", await WebServiceToken()), ("wsfunction", function), ("moodlewsrestformat", "json"), .. arguments]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Json();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)">""")]
    private static partial Regex FieldPattern();

    [GeneratedRegex("""data-testid="problem-code">([^<]+)<""")]
    private static partial Regex ProblemPattern();
}
