using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Web.Notices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using Message = LtiBadgeConnector.Lti.Messages;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>Platform notices at the running connector; the platform is a foreign one that signs with a key of its own.</summary>
public sealed class NoticeTests : IAsyncLifetime
{
    private const string ClientId = "tool-1";

    private static readonly CancellationToken Ct = CancellationToken.None;
    private static readonly PlatformSigner key = new();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lbc-test-");
    private readonly WireMockServer lms = WireMockServer.Start(FreePort.Next());
    private readonly string origin = $"http://localhost:{FreePort.Next()}";
    private static readonly HttpClient http = new();
    private WebApplication app = null!;
    private TenantId tenant;
    private Registration registration = null!;

    public async Task InitializeAsync()
    {
        app = ConnectorApp.Create(
            [
                $"--Connector:PublicUrl={origin}", $"--urls={origin}", $"--Connector:DataDirectory={folder.FullName}",
                $"--Network:AllowPlainHttpFor:0={lms.Url}", "--Network:AllowedPrivateAddresses:0=127.0.0.1/32", "--Network:AllowedPrivateAddresses:1=::1/128",
            ],
            builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await ConnectorApp.Start(app, Ct);
        tenant = (await Get<TenantRepository>().All(Ct))[0].Id;
        registration = new Registration
        {
            Id = new(Guid.CreateVersion7()), TenantId = tenant.Value, Name = "Canvas", Issuer = "https://canvas.example", ClientId = ClientId,
            AuthorizationEndpoint = lms.Url + "/auth", TokenEndpoint = lms.Url + "/token", JwksUri = lms.Url + "/jwks",
        };
        var now = TimeProvider.System.GetUtcNow();
        await Get<PlatformRepository>().Save(registration, now, Ct);
        await Get<PlatformRepository>().Remember(new Deployment(registration.Id, "d1", tenant.Value, DeploymentState.Active), Ct);
        lms.Given(Request.Create().WithPath("/jwks").UsingGet()).RespondWith(Response.Create().WithBody(key.KeySet));
    }

    public async Task DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        lms.Stop();
        lms.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_copied_course_is_known_before_anybody_opens_it_however_often_the_notice_comes()
    {
        var body = Body(Signed(Copy("n1")));
        Assert.Equal(HttpStatusCode.Accepted, (await Post(body)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await Post(body)).Status);

        var course = Assert.Single(await Get<CourseRepository>().Search(tenant, "data science 2027", 5, Ct));
        Assert.Equal(("new-course", "d1"), (course.ContextId, course.DeploymentId));
        Assert.Single(await Get<AuditRepository>().Page(tenant, null, "course-copied", null, 10, Ct));
    }

    [Fact]
    public async Task A_test_of_the_service_stands_in_the_audit_trail_and_changes_nothing()
    {
        var notice = Copy("n6");
        notice[LtiClaims.Notice]!["type"] = "LtiHelloWorldNotice";
        Assert.Equal(HttpStatusCode.Accepted, (await Post(Body(Signed(notice)))).Status);
        Assert.Single(await Get<AuditRepository>().Page(tenant, null, "notice-tested", null, 10, Ct));
        Assert.Empty(await Get<CourseRepository>().Search(tenant, "data science 2027", 5, Ct));
    }

    [Fact]
    public async Task A_type_that_means_nothing_to_us_is_accepted()
    {
        var notice = Copy("n2");
        notice[LtiClaims.Notice]!["type"] = "LtiAssetProcessorSubmissionNotice";
        Assert.Equal(HttpStatusCode.Accepted, (await Post(Body(Signed(notice)))).Status);
        Assert.Empty(await Get<CourseRepository>().Search(tenant, "data science 2027", 5, Ct));
    }

    [Fact]
    public async Task One_bad_token_does_not_spoil_the_rest() =>
        Assert.Equal(HttpStatusCode.Accepted, (await Post(Body("nonsense", Signed(Copy("n3"))))).Status);

    [Fact]
    public async Task A_launch_is_no_notice()
    {
        var claims = Copy("n4");
        claims[LtiClaims.MessageType] = LtiMessageTypes.ResourceLinkRequest;
        Assert.Equal((HttpStatusCode.BadRequest, "notice-is-message"), await Post(Body(Signed(claims))));
    }

    [Fact]
    public async Task A_strangers_signature_is_refused()
    {
        using var strangers = new PlatformSigner();
        var (status, code) = await Post(Body(strangers.Sign(Copy("n5").ToJsonString())));
        Assert.InRange((int)status, 400, 403);
        Assert.Equal("launch-key-unknown", code);
    }

    [Theory]
    [InlineData("[]", "notice-body-malformed", 400)]
    [InlineData("""{"notices":"none"}""", "notice-body-malformed", 400)]
    public async Task A_body_that_is_no_delivery_is_refused(string body, string code, int status) =>
        Assert.Equal(((HttpStatusCode)status, code), await Post(body));

    [Fact]
    public async Task A_body_beyond_the_limit_is_not_read() =>
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "notice-body-too-large"), await Post(new string(' ', 1024 * 1024 + 1)));

    [Theory]
    [InlineData("00000000-0000-7000-8000-000000000009")]
    [InlineData("not-an-id")]
    public async Task An_address_that_belongs_to_nobody_is_refused(string address) =>
        Assert.Equal((HttpStatusCode.NotFound, "notice-registration-unknown"), await Post("""{"notices":[]}""", address));

    [Fact]
    public async Task A_platform_that_offers_notices_is_asked_for_them_once()
    {
        lms.Given(Request.Create().WithPath("/token").UsingPost()).RespondWith(
            Response.Create().WithBody($$"""{"access_token":"t","token_type":"Bearer","expires_in":3600,"scope":"{{LtiScopes.NoticeHandlers}}"}"""));
        lms.Given(Request.Create().WithPath("/handlers").UsingGet()).RespondWith(Response.Create().WithBody("""{"client_id":1,"deployment_id":"d1","notice_handlers":[]}"""));
        lms.Given(Request.Create().WithPath("/handlers").UsingPut()).RespondWith(Response.Create().WithBody("{}"));

        Get<NoticeHandlers>().Offer(ALaunch());
        Get<NoticeHandlers>().Offer(ALaunch());

        await Eventually.True(() => Puts().Count > 0, TimeSpan.FromSeconds(60), "a notice handler at the platform");
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var put = JsonNode.Parse(Assert.Single(Puts()))!;
        Assert.Equal(("LtiContextCopyNotice", $"{origin}/lti/notices/{registration.Id}"), ((string)put["notice_type"]!, (string)put["handler"]!));
    }

    private List<string> Puts() => [.. lms.LogEntries.Where(entry => entry.RequestMessage!.Method == "PUT").Select(entry => entry.RequestMessage!.Body!)];

    private LaunchResult.Accepted ALaunch()
    {
        var message = new ResourceLinkRequest
        {
            Claims = JsonElement.Parse("{}"), MessageType = LtiMessageTypes.ResourceLinkRequest, Issuer = registration.Issuer, DeploymentId = "d1",
            IssuedAt = TimeProvider.System.GetUtcNow(), Person = new Message.Person(), Roles = RoleSet.Parse([]), Custom = CustomParameters.None,
            Notifications = new NotificationEndpoint(lms.Url + "/handlers", [LtiScopes.NoticeHandlers], ["LtiContextCopyNotice"]),
        };
        return new(message, registration, new Deployment(registration.Id, "d1", tenant.Value, DeploymentState.Active), tenant.Value);
    }

    private JsonObject Copy(string id)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            ["iss"] = registration.Issuer,
            ["aud"] = ClientId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            [LtiClaims.Version] = "1.3.0",
            [LtiClaims.DeploymentId] = "d1",
            [LtiClaims.Notice] = new JsonObject { ["id"] = id, ["timestamp"] = now.ToString("O"), ["type"] = "LtiContextCopyNotice" },
            [LtiClaims.Context] = new JsonObject { ["id"] = "new-course", ["title"] = "Data Science 2027" },
            [LtiClaims.OriginContexts] = new JsonArray("old-course"),
        };
    }

    private static string Signed(JsonObject claims) => key.Sign(claims.ToJsonString());

    private static string Body(params string[] tokens) =>
        new JsonObject { ["notices"] = new JsonArray([.. tokens.Select(token => new JsonObject { ["jwt"] = token })]) }.ToJsonString();

    private async Task<(HttpStatusCode Status, string? Code)> Post(string body, string? address = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync($"{origin}/lti/notices/{address ?? registration.Id.ToString()}", content);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? (string?)JsonNode.Parse(text)!["code"] : null);
    }

    private T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();
}
