using LtiBadgeConnector.Core.Delivering;

namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>Posts 100 of 100 into a column of ours for each award. Off by default: the column counts in the course total.</summary>
public sealed class GradebookChannel(IScoreLedger ledger, GradebookCells cells) : IDeliveryChannel
{
    public string Name => DeliveryChannels.Gradebook;

    public async Task Deliver(PendingDelivery delivery, CancellationToken ct) =>
        await cells.Post(delivery.Tenant, delivery.Course, await ledger.TargetOf(delivery, ct), GradebookColumns.Maximum, ct);
}
