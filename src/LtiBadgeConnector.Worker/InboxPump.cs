using Hangfire;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Worker.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker;

/// <summary>
/// Turns the signal of the webhook door into work: at once in a process that works the road, by one job for the others.
/// </summary>
public sealed partial class InboxPump(
    InboxSignal signal, Road road, IBackgroundJobClient jobs, NodeRole role, TimeProvider time, ILogger<InboxPump> logger)
    : BackgroundService
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.Wait(stoppingToken);
                if (role.Works) await road.DrainInbox(stoppingToken);
                else await Enqueue(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The rows stay where they are; the sweep finds them.
                LogFailed(e);
            }
        }
    }

    // The deliveries of one moment share one job: what arrives during the pause is behind one signal.
    private async Task Enqueue(CancellationToken ct)
    {
        jobs.Enqueue<DrainInboxJob>(job => job.Run(CancellationToken.None));
        await Task.Delay(Moment, time, ct);
    }

    [LoggerMessage(4001, LogLevel.Warning, "The inbox could not be worked now; the sweep will try again")]
    private partial void LogFailed(Exception exception);
}
