using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Reading;

/// <summary>When a result must have happened for us to expect that an event told it before a reading found it.</summary>
/// <param name="After">The last complete reading, or the beginning of the connection, whichever was later.</param>
/// <param name="Before">Shortly before the reading: an event may still be on its way.</param>
public sealed record EventWindow(DateTimeOffset After, DateTimeOffset Before)
{
    /// <summary>
    /// Whether an event should have told what was read. That there is nothing yet is told by no event, and what an event told in
    /// other fractions of its second was not lost.
    /// </summary>
    /// <param name="known">What we knew before; null for nothing.</param>
    public bool Lost(Result read, Result? known) =>
        read.OccurredAt > After && read.OccurredAt < Before && (read.Score?.Given is not null || read.IsSuccess || read.Details.Holds is not null)
        && (known is null || known.Score?.Given != read.Score?.Given || known.Completion != read.Completion || known.Details.Holds != read.Details.Holds);
}

/// <summary>What storing a reading came to.</summary>
/// <param name="Due">The evaluations that are due now.</param>
/// <param name="Lost">How many of its news an event should have told.</param>
public sealed record AppliedReading(IReadOnlyList<EvaluationKey> Due, int Lost);

/// <summary>Port: counts what readings recovered, and how far the one that runs has come.</summary>
public interface IRecoveries
{
    Task Started(Course course, bool isWhole, DateTimeOffset now, CancellationToken ct);

    /// <param name="results">Of this reading, so far.</param>
    Task Progressed(Course course, int results, DateTimeOffset now, CancellationToken ct);

    Task Finished(Course course, int results, int lost, DateTimeOffset now, CancellationToken ct);
}
