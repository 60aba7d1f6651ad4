using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Inbox;

/// <summary>A proven delivery on its way into the inbox.</summary>
/// <param name="ContentHash">Of what the delivery says: the same id with other content is refused.</param>
public sealed record NewDelivery(
    InboxId Id, TenantId Tenant, ConnectionId Connection, string DedupeKey, byte[] ContentHash, byte[] Body, DateTimeOffset ReceivedAt);

/// <summary>A stored delivery that this run has claimed.</summary>
public sealed record InboxRow(
    InboxId Id, TenantId Tenant, ConnectionId Connection, byte[] Body, DateTimeOffset ReceivedAt, int Attempts);

/// <summary>What storing a delivery came to.</summary>
public enum Stored
{
    New = 1,
    Duplicate = 2,

    /// <summary>The id is known with other content.</summary>
    Conflict = 3,

    /// <summary>The intake is overloaded; nothing was stored.</summary>
    Overloaded = 4,
}

/// <summary>Where a delivery stands. Stored by number: append only.</summary>
public enum InboxState
{
    Received = 1,
    Claimed = 2,
    Done = 3,

    /// <summary>Genuine, but for no mapped course or of a type we do not use.</summary>
    Unused = 4,

    /// <summary>The learner is not known yet; tried again when they appear, never dropped.</summary>
    WaitingForLearner = 5,

    /// <summary>A hint that no reader could confirm yet.</summary>
    WaitingForReader = 6,

    /// <summary>Needs a person; the row says why.</summary>
    Parked = 7,
}

/// <summary>How one claimed row ended.</summary>
/// <param name="NextTryAt">When it is looked at again: a received row because it failed, a hint in case somebody can confirm it by then.</param>
/// <param name="WaitsFor">With <see cref="InboxState.WaitingForLearner"/>: the keys, any of which wakes the row.</param>
public sealed record InboxOutcome(
    InboxId Id,
    InboxState State,
    string? Type,
    string? Problem = null,
    DateTimeOffset? NextTryAt = null,
    IReadOnlyList<string>? WaitsFor = null)
{
    /// <summary>Whom the delivery is about; null while that is unknown, or when it is about several or nobody.</summary>
    public LearnerId? Learner { get; init; }
}
