using System.Diagnostics;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.Storage.Mappings;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>Everybody of a large course is evaluated again under a changed rule; nobody earns by it, so nothing is signed.</summary>
internal static class Reevaluation
{
    internal static readonly ItemKey Quiz = ItemKey.Of(ItemSchemes.MoodleGradeItem, "611");

    public static async Task Run(Engine engine, int learners)
    {
        await using var connector = await Connector.Start(engine, learners);
        await Grade(connector, learners);
        await connector.Get<Road>().Sweep(CancellationToken.None);

        var campus = connector.Campus;
        await ChangeRule(connector);
        var floor = Stopwatch.StartNew();
        await LoadAll(connector);
        floor.Stop();
        var before = Memory();
        var peak = before;
        using var watch = new Timer(_ => peak = Math.Max(peak, Memory()), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        var clock = Stopwatch.StartNew();
        var due = await connector.Get<IEvaluations>().MakeAllDue(campus.Tenant, campus.Mapping, TimeProvider.System.Now(), CancellationToken.None);
        await connector.Get<Road>().Sweep(CancellationToken.None);
        var elapsed = clock.Elapsed;

        if (due != learners) throw new InvalidOperationException($"{due} of {learners} were due.");
        Figures.Print($"rule changed for {learners} learners", engine.Name, $"{elapsed.TotalSeconds:0.0} s", $"{Figures.Rate(learners, elapsed)}; {elapsed / floor.Elapsed:0.0} × reading the same facts ({floor.Elapsed.TotalSeconds:0.0} s); memory of the process {before} MiB before, {peak} MiB at most");
    }

    // Everything that the evaluations look at, read as the step reads it, and nothing decided.
    private static async Task LoadAll(Connector connector)
    {
        var (campus, evaluations, now) = (connector.Campus, connector.Get<IEvaluations>(), TimeProvider.System.Now());
        await evaluations.MakeAllDue(campus.Tenant, campus.Mapping, now, CancellationToken.None);
        foreach (var some in (await evaluations.FindDue(int.MaxValue, now, CancellationToken.None)).Chunk(512)) await evaluations.Load(some, CancellationToken.None);
    }

    internal static async Task Grade(Connector connector, int learners)
    {
        var campus = connector.Campus;
        foreach (var some in Enumerable.Range(0, learners).Chunk(1_000))
        {
            LearnerReference[] keys = [.. some.Select(at => new LearnerReference(campus.Tenant, campus.Platform, LearnerKey.LmsUser(Campus.UserOf(at))))];
            var known = await connector.Get<ILearners>().Resolve(keys, CancellationToken.None);
            var now = TimeProvider.System.Now();
            var grade = new Result(ResultKind.Grade, Quiz, new Score(5, 0, 20), null, IsFinal: true, IsReleased: true, now, ResultSource.Read);
            await connector.Get<IResults>().Apply([.. keys.Select(key => new PlacedResult(campus.Tenant, campus.Course.Id, known[key], grade))], [], now, CancellationToken.None);
        }
    }

    private static async Task ChangeRule(Connector connector)
    {
        var campus = connector.Campus;
        var mappings = connector.Get<MappingRepository>();
        var mapping = await mappings.Find(campus.Tenant, campus.Mapping, CancellationToken.None) ?? throw new InvalidOperationException("The mapping is gone.");
        await mappings.SaveDraftRule(campus.Tenant, mapping.Id, new AllOf { Id = "g1", Of = [new MinimumScore { Id = "c1", Item = Quiz, Share = 0.5m }] }, mapping.Revision, CancellationToken.None);
        var changed = await mappings.Find(campus.Tenant, campus.Mapping, CancellationToken.None);
        if (await mappings.Activate(campus.Tenant, mapping.Id, mapping.Version!.Value, changed!.Revision, TimeProvider.System.Now(), CancellationToken.None) is null)
            throw new InvalidOperationException("The rule was not put in force.");
    }

    internal static long Memory()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / (1024 * 1024);
    }
}
