using System.Diagnostics;
using LtiBadgeConnector.Core.Steps;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>Ten times the work after the first part of it: what is kept must not make what comes dearer.</summary>
internal static class Growth
{
    private const int Part = 3_000;
    private const int Times = 10;

    public static async Task Run(Engine engine)
    {
        await using var connector = await Connector.Start(engine, Part * (Times + 2));
        await Drain(connector, 0, Part);
        var once = await Drain(connector, Part, Part);
        var tenTimes = await Drain(connector, 2 * Part, Times * Part);
        Figures.Print($"road: {Times} x {Part} events", engine.Name, $"{tenTimes.TotalSeconds:0.0} s", $"{Figures.Ratio(tenTimes.TotalSeconds, once.TotalSeconds)} the time of {Part} ({once.TotalSeconds:0.0} s)");
    }

    private static async Task<TimeSpan> Drain(Connector connector, int from, int count)
    {
        await SustainedRoad.Fill(connector, from, count);
        var clock = Stopwatch.StartNew();
        await connector.Get<Road>().DrainInbox(CancellationToken.None);
        return clock.Elapsed;
    }
}
