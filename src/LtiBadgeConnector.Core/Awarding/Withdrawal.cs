namespace LtiBadgeConnector.Core.Awarding;

/// <summary>An award taken back for good.</summary>
/// <param name="Reason">Shown to the learner and to everybody who checks a credential of the award.</param>
public sealed record Withdrawal(DateTimeOffset At, string Reason)
{
    public const int LongestReason = 500;
}

/// <summary>What came of withdrawing. Stored nowhere.</summary>
public enum WithdrawOutcome
{
    Withdrawn,

    /// <summary>It stays as it was withdrawn first: date and reason are never changed.</summary>
    AlreadyWithdrawn,

    /// <summary>There is no document of it yet that could be withdrawn.</summary>
    NotIssued,
}
