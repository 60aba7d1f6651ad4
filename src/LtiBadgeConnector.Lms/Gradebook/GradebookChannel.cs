using LtiBadgeConnector.Core.Delivering;

namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>
/// Posts 100 of 100 into a column of ours for each award, and 0 once it counts no more. Off by default: the column counts in the course total.
/// </summary>
public sealed class GradebookChannel(IScoreLedger ledger, GradebookCells cells) : IDeliveryChannel
{
    public string Name => DeliveryChannels.Gradebook;

    public async Task Deliver(PendingDelivery delivery, CancellationToken ct)
    {
        var target = await ledger.TargetOf(delivery, ct);
        if (target is { Score: 0 } && !await HasScore(delivery, target, ct)) return;
        await cells.Post(delivery.Tenant, delivery.Course, target, ct);
    }

    // Where nothing was written there is nothing to take back.
    private async Task<bool> HasScore(PendingDelivery delivery, GradebookTarget target, CancellationToken ct) =>
        target.LineItemUrl is { } column && await ledger.LastSent(delivery.Tenant, column, target.Sub, ct) is not null;
}
