namespace LtiBadgeConnector.Lti.Ags;

/// <summary>Timestamps that rise strictly per line item and user: Moodle compares whole seconds and refuses an equal one.</summary>
public static class ScoreClock
{
    /// <param name="last">The last timestamp sent for this line item and user.</param>
    public static DateTimeOffset Next(DateTimeOffset? last, DateTimeOffset now)
    {
        var next = last is { } previous && previous + TimeSpan.FromSeconds(1) > now ? previous + TimeSpan.FromSeconds(1) : now;
        return next.AddTicks(-(next.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
