namespace LtiBadgeConnector.Core.Mappings;

/// <summary>What stands between an earned credential and its being issued under a mapping.</summary>
/// <param name="AsksApproval">Whether the first batch of a rule waits until somebody approves it.</param>
/// <param name="ApprovedAt">Null while the batch waits.</param>
/// <param name="HoldUntil">Nothing is issued before; null for at once.</param>
/// <param name="HasBrake">Whether a run that would issue far more than usual is stopped.</param>
/// <param name="BrakedAt">Set while it is stopped.</param>
/// <param name="ReleasedAt">When a person last let it go on: what is held then is one run, whatever its size.</param>
public sealed record IssuingGate(bool AsksApproval, DateTimeOffset? ApprovedAt, DateTimeOffset? HoldUntil, bool HasBrake, DateTimeOffset? BrakedAt, DateTimeOffset? ReleasedAt)
{
    /// <summary>Nothing stands between.</summary>
    public static IssuingGate Open { get; } = new(false, null, null, false, null, null);

    /// <summary>Why an earned credential waits at this moment; null when it does not.</summary>
    public Hold? HoldAt(DateTimeOffset now) =>
        AsksApproval && ApprovedAt is null ? Hold.Approval
        : BrakedAt is not null ? Hold.Brake
        : now < HoldUntil ? Hold.Date
        : null;
}

/// <summary>Why an earned credential is not issued yet. Stored by number: append only.</summary>
public enum Hold
{
    Approval = 1,
    Date = 2,
    Brake = 3,
}

/// <summary>When a run is stopped: more in 24 hours than this many, and more than five times what is usual.</summary>
public static class Brake
{
    /// <summary>Fewer are never too many: a class that finishes together is no accident.</summary>
    public const int AlwaysAllowed = 50;

    public const int TimesUsual = 5;

    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>What is usual is the mean of the days on which anything was awarded in these.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(28);

    public static int Limit(int usual) => Math.Max(AlwaysAllowed, usual * TimesUsual);

    public static bool Stops(AwardingPace pace, int wanted) => pace.Recent + wanted > Limit(pace.Usual);
}

/// <summary>How fast a mapping awards by itself.</summary>
/// <param name="Recent">In the last 24 hours.</param>
/// <param name="Usual">On the mean of the days on which it awarded before that.</param>
public sealed record AwardingPace(int Recent, int Usual);
