using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.UnitTests.Ui;

public class PeriodsTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    [Fact]
    public void Few_days_are_shown_one_by_one_as_the_course_counts_them()
    {
        // 23:30 UTC is the next morning in Tokyo.
        var instants = Periods.Between(At("2026-04-01T23:30"), At("2026-04-03T01:00"), Tokyo);
        Assert.Equal([At("2026-04-01T15:00"), At("2026-04-02T15:00"), At("2026-04-03T15:00")], instants);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(11, 12, 1)]
    [InlineData(12, 2, 7)]
    [InlineData(83, 12, 7)]
    [InlineData(365, 12, 31)]
    public void Longer_times_are_cut_into_at_most_twelve_periods(int days, int periods, int length)
    {
        var first = At("2026-04-01T12:00");
        var instants = Periods.Between(first, first.AddDays(days), TimeZoneInfo.Utc);

        Assert.Equal(periods, instants.Count - 1);
        Assert.Equal(TimeSpan.FromDays(length), instants[1] - instants[0]);
        Assert.True(instants[0] <= first && instants[^1] > first.AddDays(days));
    }

    [Fact]
    public void A_day_that_begins_without_a_midnight_begins_an_hour_later()
    {
        var beirut = TimeZoneInfo.FindSystemTimeZoneById("Asia/Beirut");
        var instants = Periods.Between(At("2026-03-28T12:00"), At("2026-03-30T12:00"), beirut);
        Assert.Equal(instants.Order(), instants);
        Assert.Equal(4, instants.Count);
    }

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
