using System.Diagnostics;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.DryRuns;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>A rule is tried over everybody of a large course: evaluated, compared with the rule in force and with the run before, and kept.</summary>
internal static class DryRuns
{
    public static async Task Run(Engine engine, int learners)
    {
        await using var connector = await Connector.Start(engine, learners);
        await Reevaluation.Grade(connector, learners);
        var rule = new AllOf { Id = "g1", Of = [new MinimumScore { Id = "c1", Item = Reevaluation.Quiz, Share = 0.5m }] };
        await Try(connector, rule, learners);

        var floor = await Read(connector, rule);
        var before = Reevaluation.Memory();
        var peak = before;
        using var watch = new Timer(_ => peak = Math.Max(peak, Reevaluation.Memory()), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        var elapsed = await Try(connector, rule, learners);
        Figures.Print(
            $"rule tried over {learners} learners", engine.Name, $"{elapsed.TotalSeconds:0.0} s",
            $"{Figures.Rate(learners, elapsed)}; {elapsed / floor:0.0} × reading the same facts ({floor.TotalSeconds:0.0} s); memory of the process {before} MiB before, {peak} MiB at most");
    }

    // The floor: every fact that the rule looks at, and nothing decided or kept.
    private static async Task<TimeSpan> Read(Connector connector, Criterion rule)
    {
        var clock = Stopwatch.StartNew();
        await foreach (var _ in connector.Get<IDryRuns>().Class(connector.Campus.Tenant, connector.Campus.Mapping, [.. rule.Inputs.Distinct()], CancellationToken.None)) { }
        return clock.Elapsed;
    }

    private static async Task<TimeSpan> Try(Connector connector, Criterion rule, int learners)
    {
        var (campus, runs) = (connector.Campus, connector.Get<DryRunRepository>());
        var run = new DryRun(DryRunId.New(TimeProvider.System), campus.Tenant, campus.Mapping, rule, DryRunState.Asked, 0, 0, null, null, TimeProvider.System.Now(), null);
        var clock = Stopwatch.StartNew();
        await runs.Ask(run, CancellationToken.None);
        await connector.Get<DryRunStep>().RunAll(CancellationToken.None);
        var elapsed = clock.Elapsed;

        var tried = await runs.Latest(campus.Tenant, campus.Mapping, CancellationToken.None);
        if (tried is not { State: DryRunState.Done, Done: var done } || done != learners) throw new InvalidOperationException($"{tried?.Done} of {learners} were tried.");
        return elapsed;
    }
}
