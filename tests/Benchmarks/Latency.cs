using System.Diagnostics;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>From a delivery's sending to its signed credential, on a system that does nothing else.</summary>
internal static class Latency
{
    private const int Events = 300;
    private const int WarmUp = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    public static async Task Run(Engine engine)
    {
        await using var connector = await Connector.Start(engine, Events);
        using var http = new HttpClient { BaseAddress = new(connector.Origin) };
        List<double> taken = [];
        for (var learner = 0; learner < Events; learner++)
        {
            taken.Add(await Measure(connector, http, learner));
            await Task.Delay(Pause);
        }
        double[] warm = [.. taken.Skip(WarmUp)];
        Figures.Print(
            "event to signed credential, idle", engine.Name, $"p50 {Figures.Milliseconds(Figures.Percentile(warm, 0.5))}",
            $"p99 {Figures.Milliseconds(Figures.Percentile(warm, 0.99))}, of {warm.Length}; the first after the start {Figures.Milliseconds(taken[0])}");
    }

    private static async Task<double> Measure(Connector connector, HttpClient http, int at)
    {
        var campus = connector.Campus;
        var key = new LearnerReference(campus.Tenant, campus.Platform, LearnerKey.LmsUser(Campus.UserOf(at)));
        var learner = (await connector.Get<ILearners>().Resolve([key], CancellationToken.None))[key];
        var mapping = await connector.Get<MappingRepository>().Find(campus.Tenant, campus.Mapping, CancellationToken.None);
        using var request = Grades.Delivery(campus.WebhookPath, campus.Secret, $"msg_{at}", Campus.UserOf(at));

        var clock = Stopwatch.StartNew();
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        while (await connector.Get<SharedAwards>().FindOfLearner(campus.Tenant, mapping!.MicroCredential, learner, CancellationToken.None) is not { IsIssued: true }) await Task.Delay(Poll);
        return clock.Elapsed.TotalMilliseconds;
    }
}
