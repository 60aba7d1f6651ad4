using Hangfire;
using LtiBadgeConnector.Core.Retention;

namespace LtiBadgeConnector.Worker.Jobs;

/// <summary>Forgets what may be forgotten. Its name is stored by Hangfire: a contract.</summary>
public sealed class PurgeJob(IEnumerable<IPurge> purges, RetentionOptions options, TimeProvider time)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task Run(CancellationToken ct)
    {
        foreach (var purge in purges) await purge.Purge(options, time.GetUtcNow(), ct);
    }
}
