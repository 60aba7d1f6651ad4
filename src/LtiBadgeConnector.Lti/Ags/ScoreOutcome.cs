namespace LtiBadgeConnector.Lti.Ags;

/// <summary>What became of a score we sent.</summary>
public abstract record ScoreOutcome
{
    private ScoreOutcome()
    {
    }

    public sealed record Stored : ScoreOutcome;

    /// <summary>The platform refused it as not newer, and holds the same grade: an earlier attempt had arrived.</summary>
    public sealed record AlreadyStored : ScoreOutcome;

    /// <summary>The platform holds a newer or other grade.</summary>
    public sealed record Outdated : ScoreOutcome;
}
