using System.Globalization;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.UnitTests.Reading;

public class NightlyTests
{
    [Theory]
    [InlineData(null, "2026-04-01T03:00Z", true)] // never
    [InlineData("2026-04-01T00:00Z", "2026-04-01T10:00Z", false)] // ten hours ago, 19:00 in Tokyo
    [InlineData("2026-04-01T00:00Z", "2026-04-01T15:59Z", false)] // 00:59 in Tokyo
    [InlineData("2026-04-01T00:00Z", "2026-04-01T16:00Z", true)] // 01:00 in Tokyo
    [InlineData("2026-04-01T16:30Z", "2026-04-01T19:00Z", false)] // read in this very night
    [InlineData("2026-04-01T00:00Z", "2026-04-02T11:59Z", false)] // a night was missed, and the day and a half is not over
    [InlineData("2026-04-01T00:00Z", "2026-04-02T12:00Z", true)]
    public void A_course_is_read_whole_each_night_of_its_own(string? last, string now, bool isDue) =>
        Assert.Equal(isDue, Nightly.IsDue(ACourse("Asia/Tokyo"), last is null ? null : At(last), At(now)));

    [Fact]
    public void A_course_whose_zone_nobody_knows_is_read_in_the_night_of_greenwich()
    {
        Assert.True(Nightly.IsDue(ACourse(null), At("2026-04-01T00:00Z"), At("2026-04-02T01:00Z")));
        Assert.True(Nightly.IsDue(ACourse("Mars/Olympus"), At("2026-04-01T00:00Z"), At("2026-04-02T01:00Z")));
        Assert.False(Nightly.IsDue(ACourse("Mars/Olympus"), At("2026-04-01T00:00Z"), At("2026-04-01T16:00Z")));
    }

    private static Course ACourse(string? zone) => new(
        new CourseId(Guid.Empty), new TenantId(Guid.Empty), new PlatformId(Guid.Empty), "1", "2", "2", "Course", null, zone, null, null, null, null);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
