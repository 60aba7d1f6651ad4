using Hangfire;
using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker.Jobs;

/// <summary>Finds what the queue and unfinished requests left. Its name is stored by Hangfire: a contract.</summary>
public sealed partial class SweepJob(Road road, IEnumerable<IChore> chores, ILogger<SweepJob> logger)
{
    [AutomaticRetry(Attempts = 0)]
    public async Task Run(CancellationToken ct)
    {
        await road.Sweep(ct);
        foreach (var chore in chores) await Run(chore, ct);
    }

    private async Task Run(IChore chore, CancellationToken ct)
    {
        try
        {
            await chore.RunAll(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One that breaks must not keep the others from their turn.
            LogBroken(e, chore.GetType().Name);
        }
    }

    [LoggerMessage(4103, LogLevel.Warning, "{Chore} broke off; the next sweep tries it again")]
    private partial void LogBroken(Exception exception, string chore);
}
