using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.TestKit;
using Microsoft.Extensions.Time.Testing;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace LtiBadgeConnector.IntegrationTests.Lms;

/// <summary>A Canvas over real HTTP, which answers the samples to whoever has the access token, and what a test says before that.</summary>
internal sealed class FakeCanvas : IDisposable
{
    public const string Course = "733";
    public const string Learner = "90417";

    public static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly CanvasHttp canvas;
    private int priority = 1000;

    public FakeCanvas()
    {
        canvas = new(() => http, "LtiBadgeConnector/1.0", Time);
        Authorisation = new(canvas, Time);
        Rest = new(canvas, Authorisation, Time);
        Abilities = new(Time);
        Server.Given(Request.Create().WithPath("/login/oauth2/token").UsingPost()).AtPriority(priority--).RespondWith(Json(Sample("oauth-token-refresh")));
        Answer("assignments", $"[{Sample("GET-assignment-5131")}]");
        Answer("students/submissions", $"[{Sample("GET-submission-5131-90417")}]");
        Answer("enrollments", Sample("GET-courses-733-enrollments"));
        Answer("bulk_user_progress", Sample("GET-bulk_user_progress"));
        Answer("outcome_group_links", $$"""[{"outcome":{{Sample("GET-outcome")}}}]""");
        Answer("outcome_rollups", Sample("GET-outcome_rollups"));
    }

    public WireMockServer Server { get; } = WireMockServer.Start(FreePort.Next());

    public FakeTimeProvider Time { get; } = new(Now);

    public CanvasAuthorisation Authorisation { get; }

    public CanvasRest Rest { get; }

    public CanvasAbilities Abilities { get; }

    public Connection Connection => new(
        new ConnectionId(Guid.Parse("019a0000-0000-7000-8000-000000000002")), new TenantId(Guid.Empty), new PlatformId(Guid.Empty), ConnectionKinds.Canvas, "Canvas", null, [],
        new Dictionary<string, string>
        {
            [ConnectionSettings.SiteUrl] = Server.Url!, [ConnectionSettings.ClientId] = "10420000000000007", [ConnectionSettings.ClientSecret] = "key-secret", [ConnectionSettings.RefreshToken] = "1042~EXAMPLErefresh",
        },
        IsEnabled: true, Now);

    public CanvasSite Site => CanvasSite.Of(Connection)!;

    public CanvasReader Reader => new(Rest, Site, Connection.Id, Abilities, Course, PlatformProfiles.For("canvas"), Time);

    public static string Sample(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Lms", "Samples", "canvas", name + ".json"));

    /// <summary>Later answers go before earlier ones.</summary>
    public void Answer(string path, string body, int status = 200, string? link = null, string? challenge = null, string? remaining = null, params (string Name, string Value)[] query)
    {
        var request = Request.Create().WithPath($"/api/v1/courses/{Course}/{path}").UsingGet();
        foreach (var (name, value) in query) request = request.WithParam(name, value);
        var response = Json(body).WithStatusCode(status);
        if (link is not null) response = response.WithHeader("link", link);
        if (challenge is not null) response = response.WithHeader("WWW-Authenticate", challenge);
        if (remaining is not null) response = response.WithHeader("X-Rate-Limit-Remaining", remaining);
        Server.Given(request).AtPriority(priority--).RespondWith(response);
    }

    public void AnswerToken(string body, int status = 200) =>
        Server.Given(Request.Create().WithPath("/login/oauth2/token").UsingPost()).AtPriority(priority--).RespondWith(Json(body).WithStatusCode(status));

    public IReadOnlyList<string> Asked(string path) =>
        [.. Server.LogEntries.Where(entry => entry.RequestMessage!.Path.EndsWith(path, StringComparison.Ordinal)).Select(entry => Uri.UnescapeDataString(entry.RequestMessage!.Url!))];

    public void Dispose()
    {
        Server.Stop();
        Server.Dispose();
        http.Dispose();
    }

    private static IResponseBuilder Json(string body) => Response.Create().WithHeader("Content-Type", "application/json; charset=utf-8").WithBody(body);
}
