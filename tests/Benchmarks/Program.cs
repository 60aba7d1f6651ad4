using LtiBadgeConnector.Benchmarks;
using LtiBadgeConnector.Storage;

// dotnet run -c Release --project tests/Benchmarks -- NAME… [sqlite] [postgresql]
// By hand, on a machine that does nothing else; docs/performance.md keeps the figures.
if (args is ["floor", var provider, var connectionString, var url])
{
    await FloorServer.Run(Enum.Parse<DatabaseProvider>(provider), connectionString, url);
    return 0;
}

if (args is ["door", .. var settings])
{
    await Door.Run(settings);
    return 0;
}

Dictionary<string, Func<Engine, Task>> all = new()
{
    ["intake"] = Intake.Alone,
    ["intake-road"] = Intake.WithRoad,
    ["latency"] = Latency.Run,
    ["road"] = engine => SustainedRoad.Run(engine, count: 20_000),
    ["launch"] = Launches.Run,
    ["start"] = StartUp.Run,
    ["class"] = engine => ClassPage.Run(engine, learners: 5_000),
    ["reevaluation"] = engine => Reevaluation.Run(engine, learners: 50_000),
    ["dry-run"] = engine => DryRuns.Run(engine, learners: 50_000),
    ["growth"] = Growth.Run,
};

// On no engine.
Dictionary<string, Func<Task>> plain = new()
{
    ["credentials"] = Credentials.Sign,
    ["status-list"] = Credentials.StatusList,
};

string[] wanted = [.. args.Where(name => all.ContainsKey(name) || plain.ContainsKey(name))];
if (args.Except(wanted).Except(["sqlite", "postgresql"]).Any() || wanted.Length == 0)
{
    Console.Error.WriteLine($"Benchmarks: {string.Join(' ', plain.Keys.Concat(all.Keys))}, and optionally sqlite or postgresql.");
    return 2;
}
foreach (var name in wanted.Where(plain.ContainsKey)) await plain[name]();
foreach (var name in wanted.Where(all.ContainsKey))
    await foreach (var engine in Engine.Each(args))
        await using (engine)
            await all[name](engine);
return 0;
