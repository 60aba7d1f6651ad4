using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker;

/// <summary>Looks every few seconds for a status list that changed: many withdrawals of one moment are one signature.</summary>
public sealed partial class StatusListPump(PublishStatusListsStep publish, TimeProvider time, ILogger<StatusListPump> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await publish.Run(stoppingToken);
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

    [LoggerMessage(4002, LogLevel.Warning, "The status lists could not be signed now; trying again in seconds")]
    private partial void LogFailed(Exception exception);
}
