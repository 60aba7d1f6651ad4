using System.Collections.Concurrent;
using System.Diagnostics;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.IntegrationTests.Crash;

/// <summary>The real program on a data folder of its own, which is started and killed again and again while an LMS sends.</summary>
internal sealed class KilledConnector : IAsyncDisposable
{
    private const int Learners = 12_000;
    private const int SentPerSecond = 150;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder folder = new();
    private readonly KillReport report;
    private readonly Random random;
    private readonly string origin = $"http://localhost:{FreePort.Next()}";
    private Campus campus = null!;

    private KilledConnector(KillReport report, int seed)
    {
        this.report = report;
        random = new(seed);
    }

    private string Log => folder.PathTo("answered.log");

    private string[] Settings =>
        [$"--Connector:PublicUrl={origin}", $"--urls={origin}", $"--Connector:DataDirectory={folder.PathTo("data")}", "--Logging:LogLevel:Default=Warning", "--Worker:SweepEvery=00:00:05"];

    public static async Task<KilledConnector> Prepare(KillReport report, int seed)
    {
        var connector = new KilledConnector(report, seed);
        await using var app = ConnectorApp.Create(connector.Settings);
        await ConnectorApp.Start(app, CancellationToken.None);
        connector.campus = await Campus.Build(app.Services, Learners, CancellationToken.None);
        await app.StopAsync();
        return connector;
    }

    /// <summary>Kills by turns at a moment of chance and as soon as rows are seen at one of the stations.</summary>
    public async Task Kill(int times)
    {
        await using var sender = ChildProcess.StartDotnet(
            typeof(Sender).Assembly.Location, ["send", origin, campus.WebhookPath, campus.Secret, Log, $"{Learners}", $"{SentPerSecond}"]);
        for (var kill = 0; kill < times; kill++)
        {
            var target = kill % (Stations.Names.Count + 1) - 1;
            await StartAndKill(target);
        }
        Assert.False(sender.HasExited, $"The sender ended early:\n{string.Join('\n', sender.Output)}");
    }

    /// <summary>After a last start, everything that was answered 2xx has its one award with its documents.</summary>
    public async Task AssertNothingIsLostOrTwice()
    {
        await using var connector = Start();
        await using var states = await Open();
        await Eventually.True(async () => (await states.Read()).IsEmpty, Patience, "an empty road after the last start");

        int[] answered = [.. (await File.ReadAllLinesAsync(Log)).Where(line => line.Length > 0).Select(int.Parse)];
        report.Answered(answered.Length);
        var awards = await states.Awards();
        Assert.DoesNotContain(answered, learner => !awards.ContainsKey(Campus.UserOf(learner)));
        Assert.All(awards, user => Assert.Equal((1, CredentialFormats.All.Count), user.Value));
        Assert.True(answered.Length > 0);

        var documents = await states.Documents();
        Assert.Equal(awards.Count, documents.Count);
        await AssertAllAreValid(documents);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <param name="target">The station to wait for; -1 for a moment of chance, the start included.</param>
    private async Task StartAndKill(int target)
    {
        var before = AnswersBytes;
        await using (var connector = Start())
        {
            if (target < 0) await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 2500)));
            else await WaitForRows(target, before);
            await connector.KillAlone();
        }
        await using var states = await Open();
        report.Killed(await states.Read());
    }

    // The moment lasts milliseconds; whoever does not see it in time kills all the same.
    private async Task WaitForRows(int target, long before)
    {
        var clock = Stopwatch.StartNew();
        while (AnswersBytes == before && clock.Elapsed < Patience) await Task.Delay(2);
        report.Started(clock.Elapsed);

        await using var states = await Open();
        clock.Restart();
        while ((await states.Read()).Counts[target] == 0 && clock.Elapsed < LongestWait) await Task.Delay(1);
    }

    private long AnswersBytes => new FileInfo(Log) is { Exists: true } log ? log.Length : 0;

    private ChildProcess Start() => ChildProcess.StartDotnet(Repository.BuiltAssembly("LtiBadgeConnector.Web"), Settings);

    private async Task<RoadStates> Open() => new(await DatabaseFile.Open(folder.PathTo("data")));

    private async Task AssertAllAreValid(IReadOnlyList<byte[]> documents)
    {
        await using var app = ConnectorApp.Create(Settings);
        var verifier = new CredentialVerifier(new RememberingLoader(app.Services.GetRequiredService<IDocumentLoader>()));
        await Parallel.ForEachAsync(documents, async (document, ct) =>
        {
            var report = await verifier.Verify(document, new(TimeProvider.System.GetUtcNow()), ct);
            Assert.True(report.Verdict == Verdict.Valid, string.Join("; ", report.Checks));
        });
    }

    // Thousands of credentials name the same key and the same list.
    private sealed class RememberingLoader(IDocumentLoader inner) : IDocumentLoader
    {
        private readonly ConcurrentDictionary<string, Task<LoadedDocument>> known = new(StringComparer.Ordinal);

        public Task<LoadedDocument> Load(string url, CancellationToken ct) => known.GetOrAdd(url, _ => inner.Load(url, ct));
    }
}
