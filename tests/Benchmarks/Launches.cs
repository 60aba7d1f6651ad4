using System.Diagnostics;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>Whole LTI launches against the program as a process of its own, whose CPU time is taken: of people who come first, and of the same ones again.</summary>
internal static class Launches
{
    private const int Connections = 16;
    private const int WarmUp = 4_000;
    private const int Count = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task Run(Engine engine)
    {
        await using var platform = await LaunchingPlatform.Start();
        await using var server = ChildProcess.StartDotnet(Repository.BuiltAssembly("LtiBadgeConnector.Web"), await platform.Register(engine));
        await server.WaitForOk($"{engine.Origin}/readyz", Patience);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = Connections }) { BaseAddress = new(engine.Origin) };
        await platform.Launch(http, Connections, 0, WarmUp);
        await platform.Launch(http, Connections, 0, WarmUp);

        using var process = Process.GetProcessById(server.Id);
        await Measure("LTI launches of new people", WarmUp);
        await Measure("LTI launches of known people", WarmUp);

        async Task Measure(string what, int from)
        {
            process.Refresh();
            var cpu = process.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            var latencies = await platform.Launch(http, Connections, from, Count);
            var elapsed = clock.Elapsed;
            process.Refresh();
            cpu = process.TotalProcessorTime - cpu;
            Figures.Print(
                what, engine.Name, FormattableString.Invariant($"{cpu.TotalMilliseconds / Count:0.00} ms CPU each"),
                $"{Figures.Rate(Count, elapsed)} over {Connections} connections, p99 {Figures.Milliseconds(Figures.Percentile(latencies, 0.99))} (the client signs the tokens on the same cores)");
        }
    }
}
