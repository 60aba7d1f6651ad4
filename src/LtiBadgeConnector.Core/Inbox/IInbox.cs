using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Inbox;

/// <summary>Stored deliveries. Rows are claimed by conditional update, so two nodes never work on one.</summary>
public interface IInbox
{
    /// <summary>Returns only when the delivery is durable; many callers share one commit.</summary>
    Task<Stored> Store(NewDelivery delivery, CancellationToken ct);

    /// <summary>Whether deliveries come in a stream just now, at this node.</summary>
    bool IsBusy { get; }

    /// <summary>Up to <paramref name="most"/> rows that are received and due, oldest first, now claimed until <paramref name="until"/>.</summary>
    Task<IReadOnlyList<InboxRow>> Claim(int most, DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>Makes claims that outlived their lease available again; returns how many.</summary>
    Task<int> ReleaseExpired(DateTimeOffset now, CancellationToken ct);

    /// <summary>Makes every claim available again: only when no other process can hold one (SQLite, at start).</summary>
    Task<int> ReleaseAll(CancellationToken ct);

    /// <summary>Wakes the hints that have waited long enough for a reader; returns how many.</summary>
    Task<int> WakeHints(DateTimeOffset now, CancellationToken ct);

    /// <summary>What a connection sent under an id; null when nothing did, or when the body is kept no more.</summary>
    Task<byte[]?> FindBody(TenantId tenant, ConnectionId connection, string dedupeKey, CancellationToken ct);

    /// <summary>Puts rows back that a failing run had claimed, to be tried at the given time, or parks them.</summary>
    Task Finish(IReadOnlyList<InboxOutcome> outcomes, CancellationToken ct);
}
