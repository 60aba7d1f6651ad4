using Hangfire;
using LtiBadgeConnector.Core.Steps;

namespace LtiBadgeConnector.Worker.Jobs;

/// <summary>Finds what the queue forgot. Its name is stored by Hangfire: a contract.</summary>
public sealed class SweepJob(Road road)
{
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken ct) => road.Sweep(ct);
}
