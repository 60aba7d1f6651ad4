using Hangfire;
using LtiBadgeConnector.Core.Steps;

namespace LtiBadgeConnector.Worker.Jobs;

/// <summary>Walks the road with whatever waits in the inbox. Its name is stored by Hangfire: a contract.</summary>
public sealed class DrainInboxJob(Road road)
{
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken ct) => road.DrainInbox(ct);
}
