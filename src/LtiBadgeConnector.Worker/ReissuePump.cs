using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker;

/// <summary>Looks every few seconds for documents that are to be signed anew, and works until none is left.</summary>
public sealed partial class ReissuePump(ReissueStep reissue, TimeProvider time, ILogger<ReissuePump> logger) : BackgroundService
{
    private const int BatchSize = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                while (await reissue.Run(BatchSize, stoppingToken) == BatchSize) stoppingToken.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // What is due stays due; the next turn finds it.
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(4003, LogLevel.Warning, "Documents could not be signed anew now; trying again in seconds")]
    private partial void LogFailed(Exception exception);
}
