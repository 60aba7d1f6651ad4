using System.Net;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.AspNetCore.Builder;

namespace LtiBadgeConnector.IntegrationTests.Door;

public sealed class WebhookDoorTests : IAsyncLifetime, IDisposable
{
    private readonly string origin = $"http://localhost:{FreePort.Next()}";
    private readonly TemporaryFolder folder = new();
    private WebApplication app = null!;
    private HttpClient http = null!;
    private Campus campus = null!;

    public async Task InitializeAsync()
    {
        app = ConnectorApp.Create([.. Settings, "--Webhooks:Tolerance=00:10:00"]);
        await ConnectorApp.Start(app, CancellationToken.None);
        campus = await Campus.Build(app.Services, learners: 1, CancellationToken.None);
        http = new HttpClient { BaseAddress = new(origin) };
    }

    public async Task DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_retry_may_say_a_later_time_of_sending_and_nothing_else()
    {
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(HttpStatusCode.Accepted, await Send("msg_1", 17.5m, now.AddMinutes(-2)));
        Assert.Equal(HttpStatusCode.Accepted, await Send("msg_1", 17.5m, now));
        Assert.Equal(HttpStatusCode.Conflict, await Send("msg_1", 18m, now));
    }

    [Theory]
    [InlineData(9, HttpStatusCode.Accepted)]
    [InlineData(11, HttpStatusCode.BadRequest)]
    public async Task The_configured_tolerance_holds(int minutes, HttpStatusCode answer) =>
        Assert.Equal(answer, await Send("msg_1", 17.5m, TimeProvider.System.GetUtcNow().AddMinutes(-minutes)));

    [Fact]
    public async Task A_start_that_may_not_migrate_refuses_an_older_schema()
    {
        using var empty = new TemporaryFolder();
        await using var other = ConnectorApp.Create([.. Settings, $"--Connector:DataDirectory={empty.Path}", "--Database:MigrateAtStart=false"]);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => ConnectorApp.Start(other, CancellationToken.None));

        Assert.Equal("database-not-migrated", refused.Code);
    }

    private string[] Settings => [$"--Connector:PublicUrl={origin}", $"--urls={origin}", $"--Connector:DataDirectory={folder.Path}", "--Logging:LogLevel:Default=Warning"];

    private async Task<HttpStatusCode> Send(string id, decimal given, DateTimeOffset sentAt)
    {
        using var request = Grades.Delivery(campus.WebhookPath, campus.Secret, id, Campus.UserOf(0), given, DateTimeOffset.UnixEpoch.AddSeconds(1_790_000_000), sentAt);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
