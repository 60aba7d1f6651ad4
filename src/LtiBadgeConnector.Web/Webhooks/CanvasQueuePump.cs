using System.Collections.Concurrent;
using System.Text;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Web.Webhooks;

/// <summary>Brings what waits in the queues of Canvas's events to the same door as what is posted to us.</summary>
public sealed partial class CanvasQueuePump(CanvasQueue queue, ConnectionRepository connections, ReceiveStep receive, TimeProvider time, ILogger<CanvasQueuePump> logger) : BackgroundService
{
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan wait = TimeSpan.FromSeconds(5);

    // A queue that cannot be read, or whose messages must wait for a person, fills the connection's log no faster than this.
    private static readonly TimeSpan rest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<ConnectionId, DateTimeOffset> resting = [];

    /// <summary>One round over all queues but those that rest; returns how many messages came.</summary>
    public async Task<int> Round(TimeSpan patience, CancellationToken ct)
    {
        // Side by side: an empty queue of one institution must not keep those of another waiting.
        var drained = await Task.WhenAll((await connections.OfKind(ConnectionKinds.CanvasQueue, ct)).Select(connection => Drain(connection, patience, ct)));
        return drained.Sum();
    }

    private async Task<int> Drain(Connection connection, TimeSpan patience, CancellationToken ct)
    {
        if (resting.TryGetValue(connection.Id, out var until) && time.GetUtcNow() < until) return 0;
        try
        {
            return await queue.Drain(connection, patience, (text, token) => Take(connection, text, token), ct);
        }
        catch (LmsException e)
        {
            LogUnreadable(connection.Id, e.Message);
            resting[connection.Id] = time.GetUtcNow() + rest;
            await connections.NoteRefusal(connection.Id, e.Problem, e.Message, time.GetUtcNow(), ct);
            return 0;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await Round(wait, stoppingToken) == 0) await Task.Delay(pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // What was not taken comes again by itself.
                LogFailed(e);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // What is refused for good would be refused each time; it stands in the connection's log.
    private async Task<bool> Take(Connection connection, string text, CancellationToken ct)
    {
        var receipt = await receive.Run(connection, new Delivery(Encoding.UTF8.GetBytes(text), new Dictionary<string, string>(), "application/json"), ct);
        if (receipt is not Receipt.Refused { Problem: "webhook-overloaded" or CanvasEventsProblems.KeysUnavailable or CanvasEventsProblems.AccountUnconfirmed }) return true;
        resting[connection.Id] = time.GetUtcNow() + rest;
        return false;
    }

    [LoggerMessage(1411, LogLevel.Warning, "The queue of connection {ConnectionId} cannot be read: {Why}")]
    private partial void LogUnreadable(ConnectionId connectionId, string why);

    [LoggerMessage(1412, LogLevel.Warning, "The queues of Canvas could not be worked now; trying again in seconds")]
    private partial void LogFailed(Exception exception);
}
