namespace LtiBadgeConnector.Core.Awarding;

/// <summary>An award that does not count for a time.</summary>
/// <param name="Reason">Shown to the learner and to everybody who checks a credential of the award.</param>
public sealed record Suspension(DateTimeOffset At, string Reason);

/// <summary>Stored by number: append only.</summary>
public enum SuspensionState
{
    Suspended = 1,

    /// <summary>A person lets the award stand although its rule is no longer met; that holds until it is met again.</summary>
    LetStand = 2,
}

/// <summary>What came of suspending, or of letting an award stand. Stored nowhere.</summary>
public enum SuspendOutcome
{
    Done,

    /// <summary>There is no document of it yet.</summary>
    NotIssued,

    /// <summary>Taken back for good: nothing changes that.</summary>
    Withdrawn,

    /// <summary>Its credentials were issued with a status that can only say "withdrawn for good".</summary>
    NotSuspendable,
}

/// <summary>What a learner wrote about a suspended or withdrawn award, for whoever decides.</summary>
public sealed record Appeal(DateTimeOffset At, string Note)
{
    public const int LongestNote = 1000;
}
