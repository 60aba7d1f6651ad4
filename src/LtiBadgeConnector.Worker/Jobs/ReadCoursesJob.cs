using Hangfire;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker.Jobs;

/// <summary>
/// Reads the courses whose turn it is, one run at a time in a process: one instance serves all runs. Its name is stored by
/// Hangfire: a contract.
/// </summary>
public sealed partial class ReadCoursesJob(
    ICourses courses, ReadCourseStep read, Road road, WorkerOptions options, TimeProvider time, ILogger<ReadCoursesJob> logger)
{
    private const int MostInRun = 20;

    // Longer than reading any course takes; after a crash it is read again no later than this.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);

    private int runs;

    [AutomaticRetry(Attempts = 0)]
    public async Task Run(CancellationToken ct)
    {
        // A run that takes longer than a minute is no fault of the next one, which has nothing to do then.
        if (Interlocked.Exchange(ref runs, 1) == 1) return;
        try
        {
            for (var read = 0; read < MostInRun && await Take(ct) is { } due; read++) await Read(due.Course, due.Attempts, ct);
        }
        finally
        {
            Volatile.Write(ref runs, 0);
        }
    }

    // While a course is read its turn lies ahead, so that another node reads other courses.
    private async Task<DueCourse?> Take(CancellationToken ct)
    {
        var now = time.Now();
        if (await courses.DueForReading(1, now, ct) is not [var due]) return null;
        await courses.SetNextReading(due.Course.Tenant, due.Course.Id, due.Attempts, now + Lease, ct);
        return due;
    }

    private async Task Read(Course course, int attempts, CancellationToken ct)
    {
        try
        {
            var lastWhole = await courses.LastReadAt(course.Tenant, course.Id, ReadCourseStep.Whole, ct);
            await road.Evaluate(await read.Run(course, Nightly.IsDue(course, lastWhole, time.Now()), ct), ct);
            await courses.SetNextReading(course.Tenant, course.Id, attempts: 0, time.Now() + Spread(course, options.ReconcileEvery), ct);
        }
        catch (LmsException e)
        {
            LogUnread(course.Id, e.Problem);
            await Postpone(course, attempts + 1, e.RetryAfter, ct);
            // Its other courses would meet the same.
            if (e.IsTransient) await courses.WaitWithPlatform(course.Tenant, course.Platform, time.Now() + Backoff.After(attempts + 1, e.RetryAfter), ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One course that cannot be worked on must not keep the others from their turn.
            LogFailed(e, course.Id);
            await Postpone(course, attempts + 1, wish: null, ct);
        }
    }

    // Courses that were switched on together drift apart, by a tenth of their turn at most and each always by its own.
    private static TimeSpan Spread(Course course, TimeSpan turn) => turn + turn * (course.Id.Value.GetHashCode() % 100 / 1000.0);

    private Task Postpone(Course course, int attempts, TimeSpan? wish, CancellationToken ct) =>
        courses.SetNextReading(course.Tenant, course.Id, attempts, time.Now() + Backoff.After(attempts, wish), ct);

    [LoggerMessage(4102, LogLevel.Warning, "Course {CourseId} could not be worked on")]
    private partial void LogFailed(Exception exception, CourseId courseId);

    [LoggerMessage(4101, LogLevel.Warning, "Course {CourseId} could not be read: {Problem}")]
    private partial void LogUnread(CourseId courseId, string problem);
}
