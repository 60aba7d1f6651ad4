using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Core.Results;

/// <summary>The newest fact per learner and item.</summary>
public interface IResults
{
    /// <summary>
    /// In one transaction: keeps each result unless a newer one is known (at equal times a read wins over an event, and
    /// otherwise the later arrival), makes the evaluations of active mappings that look at a changed one due, and finishes
    /// the inbox rows. Running it twice changes nothing the second time.
    /// </summary>
    /// <returns>The evaluations that are due now.</returns>
    Task<IReadOnlyList<EvaluationKey>> Apply(IReadOnlyList<PlacedResult> results, IReadOnlyList<InboxOutcome> finished, DateTimeOffset now, CancellationToken ct);

    /// <summary>The same for what a reader found.</summary>
    /// <param name="expected">What events should have told; null where nobody sends any.</param>
    Task<AppliedReading> ApplyReading(IReadOnlyList<PlacedResult> results, EventWindow? expected, DateTimeOffset now, CancellationToken ct);
}
