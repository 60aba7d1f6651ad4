using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace LtiBadgeConnector.Benchmarks;

/// <param name="Latencies">In milliseconds, from when a request was due to its whole answer.</param>
internal sealed record LoadResult(int Count, TimeSpan Elapsed, double[] Latencies)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;
}

/// <summary>Sends prepared HTTP/1.1 requests over plain sockets: a client that costs next to nothing beside the server on the same cores.</summary>
internal static class LoadClient
{
    /// <param name="rate">Requests a second over all connections; null for as many as there are answers.</param>
    public static async Task<LoadResult> Run(Uri origin, IReadOnlyList<byte[]> requests, int connections, TimeSpan longest, double? rate = null)
    {
        var next = -1;
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(Send)));
        return new(latencies.Sum(some => some.Count), clock.Elapsed, [.. latencies.SelectMany(some => some)]);

        async Task<List<double>> Send()
        {
            List<double> taken = [];
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(origin.Host, origin.Port);
            var stream = client.GetStream();
            var buffer = new byte[16 * 1024];
            while (clock.Elapsed < longest && Interlocked.Increment(ref next) is var at && at < requests.Count)
            {
                var due = rate is { } perSecond ? TimeSpan.FromSeconds(at / perSecond) : clock.Elapsed;
                if (due - clock.Elapsed is { } wait && wait > TimeSpan.Zero) await Task.Delay(wait);
                await stream.WriteAsync(requests[at]);
                await ReadAnswer(stream, buffer);
                taken.Add((clock.Elapsed - due).TotalMilliseconds);
            }
            return taken;
        }
    }

    private static async Task ReadAnswer(NetworkStream stream, byte[] buffer)
    {
        var filled = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled));
            if (read == 0) throw new IOException("The server closed the connection.");
            filled += read;
            var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end < 0) continue;

            var head = Encoding.ASCII.GetString(buffer, 0, end);
            if (!head.StartsWith("HTTP/1.1 2", StringComparison.Ordinal)) throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, filled));
            if (!head.Contains("Content-Length: 0", StringComparison.OrdinalIgnoreCase)) throw new InvalidOperationException($"An answer without a body was expected: {head}");
            return;
        }
    }
}
