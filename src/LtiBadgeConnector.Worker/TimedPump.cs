using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker;

/// <summary>Looks every few seconds whether something is due, and works until nothing is. What fails stays due.</summary>
public abstract partial class TimedPump(TimeProvider time, ILogger logger) : BackgroundService
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
                while (await Work(stoppingToken)) stoppingToken.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e, GetType().Name);
            }
        }
    }

    /// <returns>Whether more may be due.</returns>
    protected abstract Task<bool> Work(CancellationToken ct);

    [LoggerMessage(4002, LogLevel.Warning, "{Pump} could not work now; trying again in seconds")]
    private partial void LogFailed(Exception exception, string pump);
}
