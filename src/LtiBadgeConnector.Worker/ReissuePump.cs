using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker;

/// <summary>Signs anew the documents for which that is due.</summary>
public sealed class ReissuePump(ReissueStep reissue, TimeProvider time, ILogger<ReissuePump> logger) : TimedPump(time, logger)
{
    private const int BatchSize = 200;

    protected override async Task<bool> Work(CancellationToken ct) => await reissue.Run(BatchSize, ct) == BatchSize;
}
