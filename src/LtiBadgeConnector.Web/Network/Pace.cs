using System.Threading.RateLimiting;
using LtiBadgeConnector.Web.Configuration;

namespace LtiBadgeConnector.Web.Network;

/// <summary>How fast this process asks any one host: so many requests a second, and so many at once. Whoever asks faster waits for their turn.</summary>
internal sealed class Pace(NetworkOptions network) : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(host => RateLimitPartition.GetConcurrencyLimiter(host, _ => new()
        {
            PermitLimit = network.RequestsAtOnce,
            QueueLimit = int.MaxValue,
        })),
        PartitionedRateLimiter.Create<string, string>(host => RateLimitPartition.GetTokenBucketLimiter(host, _ => new()
        {
            TokenLimit = network.RequestsPerSecond,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / network.RequestsPerSecond,
            QueueLimit = int.MaxValue,
        })));

    public ValueTask<RateLimitLease> Wait(string host, CancellationToken ct) => limiter.AcquireAsync(host, 1, ct);

    public void Dispose() => limiter.Dispose();
}

/// <summary>Holds the turn of a request until the head of its answer is here.</summary>
internal sealed class PaceKeeper(Pace pace) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var turn = await pace.Wait(request.RequestUri!.Authority, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
