namespace LtiBadgeConnector.Core.Issuing;

/// <summary>The instants written into credentials: whole seconds, and later at each re-issue.</summary>
public static class IssuingTime
{
    public static DateTimeOffset WholeSeconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    /// <summary>Now, or the second after the former <c>validFrom</c> when that is later: verifiers keep the latest.</summary>
    public static DateTimeOffset ValidFrom(DateTimeOffset now, DateTimeOffset? former)
    {
        var current = WholeSeconds(now);
        return former is { } before && current <= before ? WholeSeconds(before).AddSeconds(1) : current;
    }
}
