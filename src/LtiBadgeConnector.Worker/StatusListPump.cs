using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker;

/// <summary>Signs the status lists that changed: many withdrawals of one moment are one signature.</summary>
public sealed class StatusListPump(PublishStatusListsStep publish, TimeProvider time, ILogger<StatusListPump> logger) : TimedPump(time, logger)
{
    protected override async Task<bool> Work(CancellationToken ct)
    {
        await publish.Run(ct);
        return false;
    }
}
