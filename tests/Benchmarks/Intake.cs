using System.Globalization;
using System.Text;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>Signed and distinct deliveries over 32 connections, beside a bare endpoint that commits the same bytes.</summary>
internal static class Intake
{
    private const int Connections = 32;
    private const int Learners = 2_000;
    private const int Most = 60_000;

    // Until the compiler has done with what every delivery runs through; on a busy machine that takes its time.
    private const int WarmUp = 40_000;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The door alone.</summary>
    public static Task Alone(Engine engine) => Run(engine, "the door alone", typeof(Intake).Assembly.Location, ["door", .. engine.Settings(RoleOf(engine, "web"))]);

    /// <summary>The same process works the road meanwhile.</summary>
    public static Task WithRoad(Engine engine) => Run(engine, "the road working", Repository.BuiltAssembly("LtiBadgeConnector.Web"), engine.Settings());

    // SQLite knows one role only.
    private static string RoleOf(Engine engine, string role) => engine.Provider == DatabaseProvider.Sqlite ? "both" : role;

    private static async Task Run(Engine engine, string how, string program, string[] arguments)
    {
        var origin = new Uri(engine.Origin);
        Campus campus;
        await using (var connector = await Connector.Start(engine, Learners)) campus = connector.Campus;

        await using var server = ChildProcess.StartDotnet(program, arguments);
        await server.WaitForOk($"{origin}readyz", Patience);
        await LoadClient.Run(origin, Requests(campus, "warm", WarmUp), Connections, LongestWarmUp);
        var full = await LoadClient.Run(origin, Requests(campus, "full", Most), Connections, Longest);
        var half = await LoadClient.Run(origin, Requests(campus, "half", Most / 2), Connections, Longest, full.PerSecond / 2);
        await server.KillAlone();

        var floor = await Floor(engine, campus);
        Figures.Print(
            $"intake, {how}", engine.Name, Figures.Rate(full.Count, full.Elapsed),
            $"{Figures.Ratio(full.PerSecond, floor.PerSecond)} of the bare endpoint ({Figures.Rate(floor.Count, floor.Elapsed)})");
        Figures.Print("intake at half of that rate", engine.Name, $"p99 {Figures.Milliseconds(Figures.Percentile(half.Latencies, 0.99))}", $"p50 {Figures.Milliseconds(Figures.Percentile(half.Latencies, 0.5))}");
    }

    private static async Task<LoadResult> Floor(Engine engine, Campus campus)
    {
        var origin = new Uri($"http://localhost:{FreePort.Next()}");
        var database = engine.Provider == DatabaseProvider.Sqlite ? $"Data Source={Path.Combine(engine.DataFolder, "floor.db")}" : engine.ConnectionString;
        await using var server = ChildProcess.StartDotnet(typeof(Intake).Assembly.Location, ["floor", $"{engine.Provider}", database, origin.ToString()]);
        await server.WaitForLine(new("listens"), Patience);
        var requests = Requests(campus, "floor", WarmUp + Most, path: "/");
        await LoadClient.Run(origin, requests[..WarmUp], Connections, LongestWarmUp);
        return await LoadClient.Run(origin, requests[WarmUp..], Connections, Longest);
    }

    private static byte[][] Requests(Campus campus, string run, int count, string? path = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var requests = new byte[count][];
        Parallel.For(0, count, at =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{run}_{at}");
            var body = Grades.Body(Campus.UserOf(at % Learners), 5, now.AddSeconds(-at / Learners), now);
            var head = $"POST {path ?? campus.WebhookPath} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n"
                + $"webhook-id: {id}\r\nwebhook-timestamp: {timestamp}\r\nwebhook-signature: {Grades.Sign(campus.Secret, id, timestamp, body)}\r\n\r\n";
            requests[at] = [.. Encoding.ASCII.GetBytes(head), .. body];
        });
        return requests;
    }
}
