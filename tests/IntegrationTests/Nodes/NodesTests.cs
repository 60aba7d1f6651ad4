using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.IntegrationTests.Crash;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using Npgsql;

namespace LtiBadgeConnector.IntegrationTests.Nodes;

/// <summary>Several processes of the real program on one PostgreSQL database.</summary>
[Collection(CrashTests.Name)]
public sealed class NodesTests : IAsyncLifetime, IDisposable
{
    private const int Learners = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly List<ChildProcess> nodes = [];
    private readonly HttpClient http = new();
    private TestDatabase database = null!;
    private Campus campus = null!;

    public async Task InitializeAsync()
    {
        if (PostgresServer.SkipReason is not null) return;
        database = await (await PostgresServer.Shared()).CreateDatabase();
        await using var app = ConnectorApp.Create(Settings(FreePort.Next(), "both"));
        await ConnectorApp.Start(app, CancellationToken.None);
        campus = await Campus.Build(app.Services, Learners, CancellationToken.None);
        await app.StopAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [PostgresFact]
    public async Task Two_nodes_that_both_get_every_delivery_twice_award_once()
    {
        string[] origins = [await Start("both"), await Start("both")];

        for (var round = 0; round < 2; round++)
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Learners).SelectMany(_ => origins, (learner, origin) => (learner, origin)),
                new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (one, _) => await Send(one.origin, one.learner));

        await AssertEverybodyIsAwardedOnce();
    }

    [PostgresFact]
    public async Task A_delivery_to_a_node_that_only_serves_leads_to_an_award_by_one_that_only_works()
    {
        var web = await Start("web");
        await Start("worker");

        for (var learner = 0; learner < Learners; learner++) await Send(web, learner);

        await AssertEverybodyIsAwardedOnce();
    }

    [PostgresFact]
    public async Task What_arrived_while_no_node_worked_is_awarded_when_one_starts()
    {
        var web = await Start("web");
        for (var learner = 0; learner < Learners; learner++) await Send(web, learner);

        await Start("worker");

        await AssertEverybodyIsAwardedOnce();
    }

    private async Task Send(string origin, int learner)
    {
        using var request = Grades.Delivery(origin + campus.WebhookPath, campus.Secret, $"msg_{learner}", Campus.UserOf(learner), occurredAt: DateTimeOffset.UnixEpoch.AddSeconds(1_790_000_000));
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task AssertEverybodyIsAwardedOnce()
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var states = new RoadStates(connection);
        await Eventually.True(async () => (await states.Awards()).Count == Learners && (await states.Read()).IsEmpty, Patience, "an award for everybody");

        Assert.All(await states.Awards(), user => Assert.Equal((1, CredentialFormats.All.Count), user.Value));
    }

    private async Task<string> Start(string role)
    {
        var port = FreePort.Next();
        var node = ChildProcess.StartDotnet(Repository.BuiltAssembly("LtiBadgeConnector.Web"), Settings(port, role));
        nodes.Add(node);
        await node.WaitForOk($"http://localhost:{port}/readyz", Patience);
        return $"http://localhost:{port}";
    }

    // One folder: the nodes share the key that protects what is kept encrypted.
    private string[] Settings(int port, string role) =>
    [
        "--Connector:PublicUrl=https://badges.example", $"--urls=http://localhost:{port}", $"--Connector:Role={role}", $"--Connector:DataDirectory={folder.PathTo("data")}",
        "--Database:Provider=PostgreSql", $"--Database:ConnectionString={database.ConnectionString}", "--Logging:LogLevel:Default=Warning", "--Worker:SweepEvery=00:00:05",
    ];
}
