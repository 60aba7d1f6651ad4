using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.IntegrationTests.Crash;
using LtiBadgeConnector.IntegrationTests.Lms;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace LtiBadgeConnector.IntegrationTests.Door;

/// <summary>From the webhook door to the award, in the formats that are not ours.</summary>
public sealed class OtherFormatsDoorTests : IAsyncLifetime, IDisposable
{
    private const string Account = "Yq7dN0pWc3TtEo5kZb2LhAaRs9uVxGm1JfUi6QwC";

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    private readonly string origin = $"http://localhost:{FreePort.Next()}";
    private readonly TemporaryFolder folder = new();
    private readonly WireMockServer vendor = WireMockServer.Start(FreePort.Next());
    private readonly RSA key = RSA.Create(2048);
    private WebApplication app = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        app = ConnectorApp.Create(
        [
            $"--Connector:PublicUrl={origin}", $"--urls={origin}", $"--Connector:DataDirectory={folder.Path}", "--Logging:LogLevel:Default=Warning",
            $"--Network:AllowPlainHttpFor:0={vendor.Url}", "--Network:AllowedPrivateAddresses:0=127.0.0.0/8",
        ]);
        await ConnectorApp.Start(app, CancellationToken.None);
        http = new HttpClient { BaseAddress = new(origin) };
        var parts = key.ExportParameters(false);
        vendor.Given(Request.Create().WithPath("/jwks").UsingGet()).RespondWith(Response.Create().WithBody(JsonSerializer.Serialize(
            new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "key-1", n = Base64Url.EncodeToString(parts.Modulus!), e = Base64Url.EncodeToString(parts.Exponent!) } } })));
    }

    public async Task DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public void Dispose()
    {
        http.Dispose();
        vendor.Stop();
        vendor.Dispose();
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_signed_grade_of_Canvas_becomes_an_award_and_an_unsigned_one_waits_for_a_reader()
    {
        var campus = await Campus.Build(app.Services, learners: 2, CancellationToken.None, ItemKey.Of(ItemSchemes.CanvasAssignment, "5120"));
        var path = await Connect(campus, ConnectionKinds.CanvasEvents, (ConnectionSettings.AccountUuid, Account), (ConnectionSettings.KeySetUrl, vendor.Url + "/jwks"));

        Assert.Equal(HttpStatusCode.Accepted, await Post(path, Sign(GradeChange(Campus.UserOf(0))), "text/plain"));
        Assert.Equal(HttpStatusCode.Accepted, await Post(path, GradeChange(Campus.UserOf(1)), "application/json"));

        await Eventually.True(async () => await HasCredential(Campus.UserOf(0)), patience, "the award of the first learner");
        await Eventually.True(async () => (await States()).Contains((long)Core.Inbox.InboxState.WaitingForReader), patience, "the hint waits");
        Assert.False(await HasCredential(Campus.UserOf(1)));
    }

    [Fact]
    public async Task A_signed_grade_in_the_institutions_queue_becomes_an_award_and_leaves_the_queue()
    {
        var campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None, ItemKey.Of(ItemSchemes.CanvasAssignment, "5120"));
        var message = Sign(GradeChange(Campus.UserOf(0)));
        On("ReceiveMessage", JsonSerializer.Serialize(new { Messages = new[] { new { MessageId = "1", ReceiptHandle = "receipt-1", Body = message, MD5OfBody = FakeQueue.Md5(message) } } }));
        On("DeleteMessage", "{}");
        await Connect(
            campus, ConnectionKinds.CanvasQueue, (ConnectionSettings.QueueUrl, vendor.Url + "/1/canvas-live-events-aoba"), (ConnectionSettings.Region, "ap-northeast-1"),
            (ConnectionSettings.AccessKey, "AKIAEXAMPLE"), (ConnectionSettings.SecretKey, "secret"), (ConnectionSettings.AccountUuid, Account), (ConnectionSettings.KeySetUrl, vendor.Url + "/jwks"));

        await Eventually.True(async () => await HasCredential(Campus.UserOf(0)), patience, "the award");
        await Eventually.True(() => vendor.LogEntries.Any(entry => entry.RequestMessage?.Body?.Contains("receipt-1", StringComparison.Ordinal) is true), patience, "the message is deleted");

        void On(string action, string answer) => vendor.Given(FakeQueue.Asked(action)).RespondWith(FakeQueue.Answer(answer));
    }

    [Fact]
    public async Task A_queue_that_cannot_be_read_stands_in_the_log_of_its_connection()
    {
        var campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None);
        await Connect(
            campus, ConnectionKinds.CanvasQueue, (ConnectionSettings.QueueUrl, vendor.Url + "/1/canvas-live-events-gone"), (ConnectionSettings.Region, "ap-northeast-1"),
            (ConnectionSettings.AccessKey, "AKIAEXAMPLE"), (ConnectionSettings.SecretKey, "secret"));
        await Eventually.True(async () => await Query($"SELECT COUNT(*) FROM connection_refusals WHERE problem = '{CanvasEventsProblems.QueueUnreadable}'") > 0, patience, "the line in the log");
    }

    [Fact]
    public async Task Events_of_another_institution_of_the_same_vendor_are_refused()
    {
        var campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None);
        var path = await Connect(campus, ConnectionKinds.CanvasEvents, (ConnectionSettings.AccountUuid, "another"), (ConnectionSettings.KeySetUrl, vendor.Url + "/jwks"));
        Assert.Equal(HttpStatusCode.Forbidden, await Post(path, Sign(GradeChange(Campus.UserOf(0))), "text/plain"));
    }

    [Fact]
    public async Task A_statement_that_is_vouched_for_becomes_an_award_and_a_second_one_may_not_contradict_it()
    {
        var campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None, ItemKey.Of(ItemSchemes.Iri, "https://lms.example/quiz/4"));
        var path = await Connect(
            campus, ConnectionKinds.Xapi, (ConnectionSettings.SiteUrl, "https://lms.example"), (ConnectionSettings.CourseIds, "https://lms.example/courses/*"), (ConnectionSettings.TakeAsFacts, "true"));

        using var first = await Statement(path, 18);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("""["5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001"]""", await first.Content.ReadAsStringAsync());
        Assert.Equal("1.0.3", first.Headers.GetValues("X-Experience-API-Version").Single());
        using var again = await Statement(path, 18);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var other = await Statement(path, 19);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);

        await Eventually.True(async () => await HasCredential(Campus.UserOf(0)), patience, "the award");
    }

    [Fact]
    public async Task A_statement_that_is_put_under_its_id_becomes_an_award_and_is_not_taken_twice()
    {
        const string Id = "5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001";
        var campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None, ItemKey.Of(ItemSchemes.Iri, "https://lms.example/quiz/4"));
        var path = await Connect(
            campus, ConnectionKinds.Xapi, (ConnectionSettings.SiteUrl, "https://lms.example"), (ConnectionSettings.CourseIds, "https://lms.example/courses/*"), (ConnectionSettings.TakeAsFacts, "true"));

        Assert.Equal(HttpStatusCode.NoContent, await Put(path, Id, 18));
        Assert.Equal(HttpStatusCode.NoContent, await Put(path, Id, 18));
        Assert.Equal(HttpStatusCode.Conflict, await Put(path, Id, 19));
        Assert.Equal(HttpStatusCode.BadRequest, await Put(path, "5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1009", 18));
        using var posted = await Statement(path, 18);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);

        await Eventually.True(async () => await HasCredential(Campus.UserOf(0)), patience, "the award");
        Assert.Equal(1, await Query("SELECT COUNT(*) FROM inbox"));
    }

    [Fact]
    public async Task A_voided_statement_is_taken_back_before_it_counts()
    {
        var campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None, ItemKey.Of(ItemSchemes.Iri, "https://lms.example/quiz/5"));
        var path = await Connect(
            campus, ConnectionKinds.Xapi, (ConnectionSettings.SiteUrl, "https://lms.example"), (ConnectionSettings.CourseIds, "https://lms.example/courses/*"), (ConnectionSettings.TakeAsFacts, "true"));

        using var low = await Statement(path, 3, quiz: 5);
        await Eventually.True(async () => await Query("SELECT COUNT(*) FROM results WHERE given IS NOT NULL") == 1, patience, "the result");
        using var voiding = await PostStatement(path, """
            {"id":"5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1005","actor":{"account":{"homePage":"https://lms.example","name":"u0"}},"verb":{"id":"http://adlnet.gov/expapi/verbs/voided"},
             "object":{"objectType":"StatementRef","id":"5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001"},"timestamp":"2026-11-01T00:00:00Z"}
            """);
        Assert.Equal(HttpStatusCode.OK, voiding.StatusCode);
        await Eventually.True(async () => await Query("SELECT COUNT(*) FROM results WHERE given IS NOT NULL") == 0, patience, "the result is gone");
    }

    [Fact]
    public async Task An_item_that_only_facts_name_can_be_picked_afterwards()
    {
        var campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None);
        var path = await Connect(
            campus, ConnectionKinds.Xapi, (ConnectionSettings.SiteUrl, "https://lms.example"), (ConnectionSettings.CourseIds, "https://lms.example/courses/*"), (ConnectionSettings.TakeAsFacts, "true"));
        using var answer = await Statement(path, 18);
        await Eventually.True(
            async () => (await app.Services.GetRequiredService<CourseRepository>().Items(campus.Tenant, campus.Course.Id, CancellationToken.None)).Any(item => item.Key.Value == "iri:https://lms.example/quiz/4" && item.Maximum == 20),
            patience, "the item");
    }

    [Fact]
    public async Task CloudEvents_are_agreed_upon_before_they_come_and_nobody_else_is()
    {
        var campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None);
        var path = await Connect(campus, ConnectionKinds.CloudEvents);

        Assert.Equal("sender.example", await AllowedOrigin(path));
        Assert.Null(await AllowedOrigin(campus.WebhookPath));
        Assert.Null(await AllowedOrigin("/webhooks/unknown"));
    }

    private async Task<string?> AllowedOrigin(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("WebHook-Request-Origin", "sender.example");
        using var answer = await http.SendAsync(request);
        return answer.Headers.TryGetValues("WebHook-Allowed-Origin", out var allowed) ? allowed.Single() : null;
    }

    private async Task<string> Connect(Campus campus, string kind, params (string Setting, string Value)[] settings)
    {
        var given = settings.ToDictionary(setting => setting.Setting, setting => (string?)setting.Value);
        var (connection, problem) = NewConnection.Of(kind, campus.Tenant, campus.Platform, name: null, given, TimeProvider.System);
        Assert.Null(problem);
        await app.Services.GetRequiredService<ConnectionRepository>().Add(connection!, CancellationToken.None);
        http.DefaultRequestHeaders.Authorization = connection!.Secrets is [var secret, ..] ? new AuthenticationHeaderValue("Bearer", secret) : null;
        return $"/webhooks/{connection.Key}";
    }

    private async Task<HttpStatusCode> Post(string path, string body, string contentType)
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> Statement(string path, int raw, int quiz = 4) => PostStatement(path, Scored(raw, quiz));

    private async Task<HttpStatusCode> Put(string path, string id, int raw)
    {
        using var answer = await Send(HttpMethod.Put, $"{path}/statements?statementId={id}", Scored(raw, quiz: 4));
        return answer.StatusCode;
    }

    private static string Scored(int raw, int quiz) => $$$"""
        {"id":"5a0b0a1e-7a0d-4f6e-8f1a-0c6a8b7d1001","actor":{"account":{"homePage":"https://lms.example","name":"u0"}},"verb":{"id":"http://adlnet.gov/expapi/verbs/scored"},
         "object":{"id":"https://lms.example/quiz/{{{quiz}}}"},"result":{"score":{"raw":{{{raw}}},"min":0,"max":20}},
         "context":{"contextActivities":{"parent":[{"id":"https://lms.example/courses/{{{Campus.LmsCourse}}}"}]}},"timestamp":"2026-10-15T01:09:58Z"}
        """;

    private Task<HttpResponseMessage> PostStatement(string path, string json) => Send(HttpMethod.Post, path + "/statements", json);

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Experience-API-Version", "1.0.3");
        return await http.SendAsync(request);
    }

    private string Sign(string claims)
    {
        var signed = $"{Base64Url.EncodeToString("""{"typ":"JWT","alg":"RS256","kid":"key-1"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string GradeChange(string user) => new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["event_name"] = "grade_change", ["event_time"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), ["producer"] = "canvas",
            ["root_account_id"] = "10420000000000001", ["root_account_uuid"] = Account, ["context_type"] = "Course", ["context_id"] = "104200000000000" + Campus.LmsCourse,
        },
        ["body"] = new JsonObject
        {
            ["assignment_id"] = "10420000000005120", ["student_id"] = user, ["score"] = 18, ["points_possible"] = 20, ["muted"] = false, ["grading_complete"] = true,
        },
    }.ToJsonString();

    private async Task<bool> HasCredential(string user)
    {
        await using var states = new RoadStates(await DatabaseFile.Open(folder.Path));
        return (await states.Awards()).TryGetValue(user, out var found) && found.Credentials > 0;
    }

    private async Task<IReadOnlyList<long>> States()
    {
        await using var connection = await DatabaseFile.Open(folder.Path);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT state FROM inbox";
        await using var reader = await command.ExecuteReaderAsync();
        List<long> states = [];
        while (await reader.ReadAsync()) states.Add(reader.GetInt64(0));
        return states;
    }

    private Task<long> Query(string sql) => DatabaseFile.Number(folder.Path, sql);
}
