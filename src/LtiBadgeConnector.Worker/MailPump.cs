using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker;

/// <summary>Sends the mails that are due, a few at a time: a mail server takes its time, and the road must not wait for it.</summary>
public sealed partial class MailPump(DeliverStep deliver, TimeProvider time, ILogger<MailPump> logger) : BackgroundService
{
    // Fewer than can be sent within the lease of a delivery, even by a server that takes seconds for each.
    private const int AtOnce = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                while (await deliver.SendMails(AtOnce, stoppingToken) == AtOnce) { }
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

    [LoggerMessage(4003, LogLevel.Warning, "Mails could not be sent now; trying again in seconds")]
    private partial void LogFailed(Exception exception);
}
