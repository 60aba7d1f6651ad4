namespace LtiBadgeConnector.Web.Ui;

/// <summary>Cuts a time into a few periods of whole days, as the people of one zone count days.</summary>
internal static class Periods
{
    private const int Most = 12;

    /// <returns>The beginning of each period, and the end of the last one: days while there are few, then weeks, then longer ones.</returns>
    public static IReadOnlyList<DateTimeOffset> Between(DateTimeOffset first, DateTimeOffset now, TimeZoneInfo zone)
    {
        var start = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(first, zone).DateTime);
        var end = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(1);
        var days = Math.Max(1, end.DayNumber - start.DayNumber);
        var length = days <= Most ? 1 : Math.Max(7, (days + Most - 1) / Most);
        return [.. Enumerable.Range(0, (days + length - 1) / length + 1).Select(at => Midnight(start.AddDays(at * length), zone))];
    }

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        // Where the clock is put forward at midnight, the day begins an hour later.
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
