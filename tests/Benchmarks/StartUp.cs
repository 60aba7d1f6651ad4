using System.Diagnostics;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>From the start of the program on a migrated database to the first launch it accepts, and its memory when it has nothing to do.</summary>
internal static class StartUp
{
    private const int Starts = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public static async Task Run(Engine engine)
    {
        await using var platform = await LaunchingPlatform.Start();
        var settings = await platform.Register(engine);
        // Where `dotnet publish` put the program; otherwise as it was built.
        var program = Environment.GetEnvironmentVariable("PUBLISHED") is { Length: > 0 } folder
            ? Path.Combine(folder, "LtiBadgeConnector.Web.dll")
            : Repository.BuiltAssembly("LtiBadgeConnector.Web");

        List<double> taken = [], cpu = [], memory = [];
        for (var start = 0; start < Starts; start++)
        {
            var clock = Stopwatch.StartNew();
            await using var server = ChildProcess.StartDotnet(program, settings);
            await server.WaitForOk($"{engine.Origin}/readyz", Patience);
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(engine.Origin) };
            await platform.Launch(http, connections: 1, from: 0, count: 1);
            taken.Add(clock.Elapsed.TotalSeconds);

            using var process = Process.GetProcessById(server.Id);
            cpu.Add(process.TotalProcessorTime.TotalSeconds);
            if (start == Starts - 1) await Task.Delay(Idle);
            process.Refresh();
            memory.Add(process.WorkingSet64 / (1024d * 1024));
        }

        Figures.Print(
            "start to the first accepted launch", engine.Name, FormattableString.Invariant($"median {Figures.Percentile(taken, 0.5):0.00} s"),
            FormattableString.Invariant($"{Figures.Percentile(cpu, 0.5):0.00} s CPU; memory {memory[0]:0} MiB then, {memory[^1]:0} MiB idle for {Idle.TotalSeconds:0} s"));
    }
}
