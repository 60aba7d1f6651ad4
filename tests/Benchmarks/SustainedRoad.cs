using System.Diagnostics;
using System.Security.Cryptography;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.IntegrationTests.Sending;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>Events in the inbox to signed credentials stored; the floor is the signing alone, on all cores.</summary>
internal static class SustainedRoad
{
    private const int WarmUp = 2_000;

    public static async Task Run(Engine engine, int count)
    {
        await using var connector = await Connector.Start(engine, WarmUp + count);
        await Fill(connector, 0, WarmUp);
        await connector.Get<Road>().DrainInbox(CancellationToken.None);

        await Fill(connector, WarmUp, count);
        var floor = Signatures(count);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var handled = await connector.Get<Road>().DrainInbox(CancellationToken.None);
        var elapsed = clock.Elapsed;
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;

        if (handled != count) throw new InvalidOperationException($"{handled} of {count} were handled.");
        Figures.Print(
            $"road: {count} events to signed credentials", engine.Name, Figures.Rate(count, elapsed),
            $"{Figures.Ratio(count / elapsed.TotalSeconds, count / floor.TotalSeconds)} of RSA signing alone ({Figures.Rate(count, floor)}), {cpu.TotalMilliseconds / count:0.000} ms CPU each");
    }

    public static async Task Fill(Connector connector, int from, int count)
    {
        var inbox = connector.Get<IInbox>();
        var campus = connector.Campus;
        await Parallel.ForEachAsync(Enumerable.Range(from, count), new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (learner, ct) =>
        {
            var now = TimeProvider.System.Now();
            var body = Grades.Body(Campus.UserOf(learner), 17.5m, now, now);
            var stored = await inbox.Store(
                new(InboxId.New(TimeProvider.System), campus.Tenant, campus.Connection.Id, $"msg_{learner}", SHA256.HashData(body), body, now), ct);
            if (stored != Stored.New) throw new InvalidOperationException($"Delivery {learner} was {stored}.");
        });
    }

    private static TimeSpan Signatures(int count)
    {
        var data = RandomNumberGenerator.GetBytes(2048);
        var clock = Stopwatch.StartNew();
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            using var rsa = RSA.Create(2048);
            for (var n = 0; n < count / Environment.ProcessorCount; n++) rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        });
        return clock.Elapsed;
    }
}
