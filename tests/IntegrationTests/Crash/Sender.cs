using System.Globalization;
using LtiBadgeConnector.IntegrationTests.Sending;

namespace LtiBadgeConnector.IntegrationTests.Crash;

/// <summary>
/// The LMS of the crash test, a process of its own: sends one grade for each learner, repeats a delivery under its id until
/// it is answered 2xx, and only then appends the learner's number to its log, flushed line by line.
/// </summary>
internal sealed class Sender(Uri origin, string path, string secret, string log, int rate) : IDisposable
{
    private const int Connections = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, ConnectTimeout = TimeSpan.FromSeconds(1) }) { BaseAddress = origin, Timeout = TimeSpan.FromSeconds(10) };
    private readonly Lock guard = new();
    private int next = -1;

    /// <summary>The entry point of this assembly outside a test run.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["send", var origin, var path, var secret, var log, var count, var rate])
        {
            await Console.Error.WriteLineAsync("These tests are run by tests/run.");
            return 2;
        }
        using var sender = new Sender(new(origin), path, secret, log, int.Parse(rate, CultureInfo.InvariantCulture));
        await sender.Run(int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    }

    public void Dispose() => http.Dispose();

    private async Task Run(int count)
    {
        await using var lines = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Send(count, lines)));
    }

    private async Task Send(int count, StreamWriter lines)
    {
        var gap = TimeSpan.FromSeconds((double)Connections / rate);
        while (Interlocked.Increment(ref next) is var learner && learner < count)
        {
            while (!await IsAccepted(learner)) await Task.Delay(Pause);
            lock (guard) lines.WriteLine(learner.ToString(CultureInfo.InvariantCulture));
            await Task.Delay(gap);
        }
    }

    private async Task<bool> IsAccepted(int learner)
    {
        try
        {
            using var request = Grades.Delivery(path, secret, $"msg_{learner}", Campus.UserOf(learner), occurredAt: DateTimeOffset.UnixEpoch.AddSeconds(1_790_000_000 + learner));
            using var answer = await http.SendAsync(request);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
