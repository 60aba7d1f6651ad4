using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Delivering;

/// <summary>Where the score of an award goes.</summary>
/// <param name="Title">What a new column is called.</param>
/// <param name="LineItemUrl">The column of ours, as the platform named it; null before there is one.</param>
/// <param name="Sub">The learner at the platform of that course.</param>
/// <param name="Score">What belongs there at this moment, of 100.</param>
public sealed record GradebookTarget(MappingId Mapping, string Title, string? LineItemUrl, string Sub, decimal Score);

/// <summary>The last score sent into one cell of a gradebook.</summary>
public sealed record SentScore(DateTimeOffset Timestamp, decimal? Score);

/// <summary>Port: our gradebook columns, and what was sent to them.</summary>
public interface IScoreLedger
{
    /// <summary>Null when the learner has no identity at the platform of the course.</summary>
    Task<GradebookTarget?> TargetOf(PendingDelivery delivery, CancellationToken ct);

    /// <summary>Keeps the column of a mapping, unless another node was faster.</summary>
    /// <returns>The column that counts.</returns>
    Task<string> KeepColumn(TenantId tenant, MappingId mapping, string lineItemUrl, DateTimeOffset now, CancellationToken ct);

    /// <summary>The platform no longer has it.</summary>
    Task ForgetColumn(TenantId tenant, string lineItemUrl, CancellationToken ct);

    /// <summary>Null before the first.</summary>
    Task<SentScore?> LastSent(TenantId tenant, string lineItemUrl, string sub, CancellationToken ct);

    /// <summary>Recorded before sending, so that a repetition after a crash carries the same timestamp and counts once.</summary>
    Task NoteSending(TenantId tenant, string lineItemUrl, string sub, SentScore score, CancellationToken ct);
}
