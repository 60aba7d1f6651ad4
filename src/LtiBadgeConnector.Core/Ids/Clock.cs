namespace LtiBadgeConnector.Core.Ids;

/// <summary>Instants as every engine can store them: UTC, cut to milliseconds when made.</summary>
public static class Clock
{
    public static DateTimeOffset Now(this TimeProvider time) => time.GetUtcNow().ToMilliseconds();

    public static DateTimeOffset ToMilliseconds(this DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
