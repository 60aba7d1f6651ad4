using System.Diagnostics;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Network;

namespace LtiBadgeConnector.UnitTests.Network;

public class PaceTests
{
    [Fact]
    public async Task A_host_gets_so_many_requests_a_second_and_another_host_its_own()
    {
        var watch = Stopwatch.StartNew();
        using var pace = new Pace(new NetworkOptions { RequestsPerSecond = 5, RequestsAtOnce = 100 });
        for (var first = 0; first < 5; first++) Assert.True(Ask(pace, "lms.example").IsCompleted);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Ask(pace, "lms.example")));
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
        await Ask(pace, "other.example").WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_host_gets_so_many_requests_at_once()
    {
        using var pace = new Pace(new NetworkOptions { RequestsPerSecond = 1000, RequestsAtOnce = 2 });
        using var lms = new SlowHost();
        using var client = new HttpClient(new PaceKeeper(pace) { InnerHandler = lms });
        var asked = Enumerable.Range(0, 6).Select(_ => client.GetAsync(new Uri("https://lms.example/"))).ToArray();
        while (asked.Any(one => !one.IsCompleted)) await lms.AnswerOne();
        Assert.Equal(2, lms.Most);
        foreach (var one in asked) (await one).Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waits_no_longer()
    {
        using var pace = new Pace(new NetworkOptions { RequestsPerSecond = 1000, RequestsAtOnce = 1 });
        using var turn = await pace.Wait("lms.example", CancellationToken.None);
        using var given = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pace.Wait("lms.example", given.Token));
    }

    private static async Task Ask(Pace pace, string host) => (await pace.Wait(host, CancellationToken.None)).Dispose();

    private sealed class SlowHost : HttpMessageHandler
    {
        private readonly SemaphoreSlim answers = new(0);
        private int now;

        public int Most { get; private set; }

        public async Task AnswerOne()
        {
            answers.Release();
            await Task.Delay(20);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Most = Math.Max(Most, Interlocked.Increment(ref now));
            await answers.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref now);
            return new();
        }

        protected override void Dispose(bool disposing)
        {
            answers.Dispose();
            base.Dispose(disposing);
        }
    }
}
