using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>Where the score of an award goes.</summary>
/// <param name="LineItemUrl">The column of ours, as a launch named it.</param>
/// <param name="Sub">The learner at the platform of that course.</param>
public sealed record GradebookCell(string LineItemUrl, string Sub);

/// <summary>Port: our columns, and what was sent to them.</summary>
public interface IScoreLedger
{
    /// <summary>Null when the mapping's links have no column of ours, or the learner no identity at that platform.</summary>
    Task<GradebookCell?> CellOf(PendingDelivery delivery, CancellationToken ct);

    /// <summary>The last timestamp sent for this column and learner; null before the first.</summary>
    Task<DateTimeOffset?> LastTimestamp(TenantId tenant, GradebookCell cell, CancellationToken ct);

    /// <summary>Recorded before sending, so that a crash in between leaves no timestamp that could be used again.</summary>
    Task NoteSending(TenantId tenant, GradebookCell cell, DateTimeOffset timestamp, decimal score, CancellationToken ct);
}
