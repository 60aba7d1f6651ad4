using LtiBadgeConnector.Core.Courses;

namespace LtiBadgeConnector.Core.Reading;

/// <summary>When a course is read whole, beside the readings of what changed: each night of the course, and at the latest after a day and a half.</summary>
public static class Nightly
{
    private const int From = 1;
    private const int Until = 5;

    private static readonly TimeSpan Least = TimeSpan.FromHours(12);
    private static readonly TimeSpan Most = TimeSpan.FromHours(36);

    /// <param name="last">When everything was read last; null before the first time, or when somebody asked for it.</param>
    public static bool IsDue(Course course, DateTimeOffset? last, DateTimeOffset now)
    {
        if (last is not { } at || now - at >= Most) return true;
        return now - at >= Least && TimeZoneInfo.ConvertTime(now, ZoneOf(course)).Hour is >= From and < Until;
    }

    private static TimeZoneInfo ZoneOf(Course course) =>
        course.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
