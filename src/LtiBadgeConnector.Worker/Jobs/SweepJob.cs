using Hangfire;
using LtiBadgeConnector.Core.Steps;

namespace LtiBadgeConnector.Worker.Jobs;

/// <summary>Finds what the queue and unfinished requests left. Its name is stored by Hangfire: a contract.</summary>
public sealed class SweepJob(Road road, IEnumerable<IChore> chores)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task Run(CancellationToken ct)
    {
        await road.Sweep(ct);
        foreach (var chore in chores) await chore.RunAll(ct);
    }
}
