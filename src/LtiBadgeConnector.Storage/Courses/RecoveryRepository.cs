using System.Globalization;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Storage.Courses;

/// <summary>What readings recovered, by course and day, and how far the reading of each course has come.</summary>
public sealed class RecoveryRepository(Database database) : IRecoveries
{
    private static readonly Sql Increase = new("""
        UPDATE recoveries SET count = count + @Count, last_at = @Now WHERE tenant_id = @TenantId AND course_id = @CourseId AND day = @Day
        """);

    private static readonly Sql Begin = Sql.InsertIfAbsent("recoveries", ["tenant_id", "course_id", "day", "count", "last_at"], key: ["tenant_id", "course_id", "day"]);

    private static readonly Sql Restart = new("""
        UPDATE reading_progress SET started_at = @StartedAt, is_whole = @IsWhole, results = 0, updated_at = @StartedAt, finished_at = NULL
        WHERE tenant_id = @TenantId AND course_id = @CourseId
        """);

    private static readonly Sql Start = Sql.InsertIfAbsent(
        "reading_progress", ["tenant_id", "course_id", "started_at", "is_whole", "results", "updated_at"], key: ["tenant_id", "course_id"]);

    private static readonly Sql Move = new("""
        UPDATE reading_progress SET results = @Results, updated_at = @Now, finished_at = @FinishedAt WHERE tenant_id = @Tenant AND course_id = @Course
        """);

    private static readonly Sql SelectOfCourse = new("""
        SELECT COALESCE(SUM(count), 0) AS value FROM recoveries WHERE tenant_id = @Tenant AND course_id = @Course AND day >= @Since
        """);

    // Of each mapped course of a platform: what is known of its reading, and what was recovered lately.
    private static readonly Sql SelectOfPlatform = new("""
        SELECT c.id AS course, c.title, c.read_due_at AS next_at, c.read_attempts AS attempts,
            p.started_at, p.is_whole, p.results, p.finished_at,
            (SELECT MAX(r.problem) FROM course_reads r WHERE r.tenant_id = c.tenant_id AND r.course_id = c.id) AS problem,
            (SELECT COALESCE(SUM(y.count), 0) FROM recoveries y WHERE y.tenant_id = c.tenant_id AND y.course_id = c.id AND y.day >= @Since) AS recovered
        FROM courses c
        LEFT JOIN reading_progress p ON p.tenant_id = c.tenant_id AND p.course_id = c.id
        WHERE c.tenant_id = @Tenant AND c.platform_id = @Platform
        AND EXISTS (SELECT 1 FROM course_mappings m WHERE m.tenant_id = c.tenant_id AND m.course_id = c.id AND m.state = @Active)
        ORDER BY c.title, c.id {page}
        """);

    public Task Started(Course course, bool isWhole, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { TenantId = course.Tenant, CourseId = course.Id, StartedAt = now, IsWhole = isWhole, Results = 0, UpdatedAt = now };
            if (await session.Execute(Restart, row, ct) == 0) await session.Execute(Start, row, ct);
        },
        ct);

    public Task Progressed(Course course, int results, DateTimeOffset now, CancellationToken ct) =>
        database.Write(session => session.Execute(Move, MoveOf(course, results, now, finishedAt: null), ct), ct);

    public Task Finished(Course course, int results, int lost, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            await session.Execute(Move, MoveOf(course, results, now, now), ct);
            if (lost > 0) await Add(session, course, lost, now, ct);
        },
        ct);

    /// <summary>How many events were lost in a course and have been recovered since then.</summary>
    public async Task<long> SinceInCourse(TenantId tenant, CourseId course, DateTimeOffset since, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.Query<Number>(SelectOfCourse, new { Tenant = tenant, Course = course, Since = DayOf(since) }, ct))[0].Value;
    }

    /// <summary>The courses of a platform with active mappings, and how each is read.</summary>
    public async Task<IReadOnlyList<ReadCourse>> OfPlatform(TenantId tenant, PlatformId platform, DateTimeOffset since, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<ReadCourse>(SelectOfPlatform, new { Tenant = tenant, Platform = platform, Since = DayOf(since), Active = MappingState.Active, Most = most }, ct);
    }

    private static async Task Add(Session session, Course course, int count, DateTimeOffset now, CancellationToken ct)
    {
        var row = new { TenantId = course.Tenant, CourseId = course.Id, Day = DayOf(now), Count = count, LastAt = now, Now = now };
        if (await session.Execute(Increase, row, ct) == 0 && await session.Execute(Begin, row, ct) == 0) await session.Execute(Increase, row, ct);
    }

    private static object MoveOf(Course course, int results, DateTimeOffset now, DateTimeOffset? finishedAt) =>
        new { course.Tenant, Course = course.Id, Results = results, Now = now, FinishedAt = finishedAt };

    private static string DayOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>How a course with active mappings is read.</summary>
/// <param name="StartedAt">Of the running reading, or of the last one; null before the first.</param>
/// <param name="Results">How many results it has looked at.</param>
/// <param name="FinishedAt">Null while it runs, and where it stopped.</param>
/// <param name="Problem">Why the last try of a reader failed.</param>
/// <param name="Recovered">Lost events that readings made up for lately.</param>
public sealed record ReadCourse(
    CourseId Course, string Title, DateTimeOffset? NextAt, int Attempts, DateTimeOffset? StartedAt, bool? IsWhole, int? Results, DateTimeOffset? FinishedAt, string? Problem,
    long Recovered);
