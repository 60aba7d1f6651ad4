namespace LtiBadgeConnector.Core.Steps;

/// <summary>When to try again: quickly at first, at most once in six hours later.</summary>
public static class Backoff
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
    ];

    /// <param name="attempts">Attempts so far, the failed one included.</param>
    /// <param name="wish">The other side's Retry-After, which wins when it is longer.</param>
    public static TimeSpan After(int attempts, TimeSpan? wish = null)
    {
        var wait = Waits[Math.Clamp(attempts, 1, Waits.Length) - 1];
        return wish > wait ? wish.Value : wait;
    }
}
