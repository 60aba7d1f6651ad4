using System.Globalization;
using System.Text.Json;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Nrps;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.ServiceTokens;
using LtiBadgeConnector.TestKit;
using Microsoft.Extensions.Time.Testing;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace LtiBadgeConnector.IntegrationTests.Lms;

/// <summary>A foreign LMS over real HTTP, which answers what a test says and remembers what it was asked.</summary>
internal sealed class FakeLms : IDisposable
{
    public const string Course = "2";
    public const string Token = "0123456789abcdef0123456789abcdef";

    /// <summary>Shortly after the recorded grades.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1795368000);

    private static readonly Dictionary<string, JsonElement> recorded =
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Lms", "Samples", "moodle-webservices.json")))!;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private static readonly ToolKeyPair key = ToolKeyPair.Generate(Now);

    public FakeLms()
    {
        Answer(MoodleFunctions.GradeItems, Recorded("grade items, all users"));
        Answer(MoodleFunctions.EnrolledUsers, Recorded("enrolled users"));
        Answer(MoodleFunctions.SiteInfo, Recorded("site info"));
        Answer(MoodleFunctions.CourseContents, Recorded("error: no such function"));
        foreach (var function in new[] { MoodleFunctions.ActivityCompletion, MoodleFunctions.CourseCompletion })
            Answer(function, Recorded("completion: nobody enrolled"));
        Server.Given(Request.Create().WithPath("/token").UsingPost()).RespondWith(Response.Create().WithCallback(request =>
            new WireMock.ResponseMessage
            {
                StatusCode = 200,
                BodyData = new WireMock.Util.BodyData
                {
                    DetectedBodyType = WireMock.Types.BodyType.String,
                    BodyAsString = JsonSerializer.Serialize(new
                    {
                        access_token = "t", token_type = "Bearer", expires_in = 3600,
                        scope = Uri.UnescapeDataString(request.Body!.Split('&').Single(part => part.StartsWith("scope=", StringComparison.Ordinal))["scope=".Length..].Replace('+', ' ')),
                    }),
                },
            }));
    }

    public WireMockServer Server { get; } = WireMockServer.Start(FreePort.Next());

    public FakeTimeProvider Time { get; } = new(Now);

    public MoodleLimits Limits { get; set; } = new();

    public string Url => Server.Url!;

    public Registration Registration => new()
    {
        Id = new(Guid.Parse("019a0000-0000-7000-8000-000000000001")), TenantId = Guid.Empty, Name = "LMS", Issuer = Url, ClientId = "client",
        AuthorizationEndpoint = Url + "/auth", TokenEndpoint = Url + "/token", JwksUri = Url + "/jwks", ProductFamilyCode = ProductFamilyCode,
    };

    public string? ProductFamilyCode { get; set; }

    public static string Recorded(string name) => recorded[name].GetRawText();

    public MoodleWebServices Moodle() => Moodle(new MoodleSite(new Uri(Url + "/webservice/rest/server.php"), Token));

    public MoodleWebServices Moodle(MoodleSite site) => new(() => http, site, Limits, "LtiBadgeConnector/1.0", Time);

    public AgsClient Ags() => new(Services());

    public NrpsClient Nrps() => new(Services());

    /// <summary>Later answers of the same function, or of one user, go before earlier ones.</summary>
    public void Answer(string function, string body, int? user = null, int status = 200, string? retryAfter = null)
    {
        var response = Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json; charset=utf-8").WithBody(body);
        if (retryAfter is not null) response = response.WithHeader("Retry-After", retryAfter);
        Server.Given(Asked(function, user)).AtPriority(priority--).RespondWith(response);
    }

    /// <summary>The token may call these functions and no others.</summary>
    public void Offer(params string[] functions) =>
        Answer(MoodleFunctions.SiteInfo, JsonSerializer.Serialize(new { siteurl = Url, functions = functions.Select(name => new { name }) }));

    public void AnswerSlowly(string function, TimeSpan delay) =>
        Server.Given(Asked(function, user: null)).AtPriority(priority--).RespondWith(Response.Create().WithBody("[]").WithDelay(delay));

    public void Get(string path, string body, string? link = null, int status = 200, params (string Name, string Value)[] query)
    {
        var request = Request.Create().WithPath(path).UsingGet();
        foreach (var (name, value) in query) request = request.WithParam(name, value);
        var response = Response.Create().WithStatusCode(status).WithBody(body);
        if (link is not null) response = response.WithHeader("Link", link);
        Server.Given(request).AtPriority(priority--).RespondWith(response);
    }

    public IReadOnlyList<string> Bodies(string function) =>
        [.. Server.LogEntries.Select(entry => entry.RequestMessage?.Body ?? "").Where(body => body.Contains("wsfunction=" + function + "&", StringComparison.Ordinal))];

    public void Dispose()
    {
        Server.Stop();
        Server.Dispose();
        http.Dispose();
    }

    private int priority = 1000;

    private static IRequestBuilder Asked(string function, int? user) => Request.Create().WithPath("/webservice/rest/server.php").UsingPost().WithBody(body =>
        body is not null
        && body.Contains("wstoken=" + Token + "&", StringComparison.Ordinal)
        && body.Contains("moodlewsrestformat=json", StringComparison.Ordinal)
        && body.Contains("wsfunction=" + function + "&", StringComparison.Ordinal)
        && (user is null || (body + "&").Contains($"userid={user.Value.ToString(CultureInfo.InvariantCulture)}&", StringComparison.Ordinal)));

    private ServiceClient Services()
    {
        var lti = new LtiHttp(() => http, new LtiOptions { PublicUrl = "https://badges.example", AllowPlainHttpFor = [Url] }, Time);
        return new(lti, new ServiceTokenCache(lti, new Keys(), Time));
    }

    private sealed class Keys : IToolKeys
    {
        public Task<ToolKeyPair> Active(Guid tenantId, CancellationToken ct) => Task.FromResult(key);

        public Task<IReadOnlyList<ToolKey>> Published(CancellationToken ct) => Task.FromResult<IReadOnlyList<ToolKey>>([key.Public]);
    }
}
