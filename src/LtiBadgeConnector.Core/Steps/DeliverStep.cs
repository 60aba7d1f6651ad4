using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Shows an award on the learner's page, and tells the places a mapping asked for.</summary>
public sealed class DeliverStep(IDeliveries deliveries, IReadOnlyList<IDeliveryChannel> channels, TimeProvider time)
{
    private const int MostAttempts = 8;

    public async Task Run(IReadOnlyList<AwardId> issued, CancellationToken ct)
    {
        if (issued.Count > 0) await Send(await deliveries.Open(issued, time.Now(), ct), ct);
    }

    /// <summary>Sends what is due again; returns how many there were.</summary>
    public async Task<int> Resend(int most, CancellationToken ct)
    {
        var due = await deliveries.FindDue(most, time.Now(), ct);
        await Send(due, ct);
        return due.Count;
    }

    /// <summary>Sends mails that are due; returns how many there were.</summary>
    public async Task<int> SendMails(int most, CancellationToken ct)
    {
        var due = await deliveries.FindDueMails(most, time.Now(), ct);
        await Send(due, ct);
        return due.Count;
    }

    private async Task Send(IReadOnlyList<PendingDelivery> pending, CancellationToken ct)
    {
        foreach (var delivery in pending)
        {
            var channel = channels.FirstOrDefault(candidate => candidate.Name == delivery.Channel);
            try
            {
                if (channel is null) throw new LmsException("delivery-channel-unknown", delivery.Channel, isTransient: false);
                await channel.Deliver(delivery, ct);
                await deliveries.MarkSent(delivery, time.Now(), ct);
                RoadMeter.Sent(delivery.Channel, problem: null);
            }
            catch (LmsException e)
            {
                RoadMeter.Sent(delivery.Channel, e.Problem);
                var attempts = delivery.Attempts + 1;
                DateTimeOffset? again = e.IsTransient && attempts < MostAttempts ? time.Now() + Backoff.After(attempts, e.RetryAfter) : null;
                await deliveries.Postpone(delivery, again, e.Problem, ct);
            }
        }
    }
}
