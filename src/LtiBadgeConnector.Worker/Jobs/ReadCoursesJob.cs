using Hangfire;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker.Jobs;

/// <summary>Reads the courses whose turn it is. Its name is stored by Hangfire: a contract.</summary>
public sealed partial class ReadCoursesJob(
    ICourses courses, ReadCourseStep read, Road road, WorkerOptions options, TimeProvider time, ILogger<ReadCoursesJob> logger)
{
    private const int AtOnce = 20;

    [AutomaticRetry(Attempts = 0)]
    [DisableConcurrentExecution(timeoutInSeconds: 1)]
    public async Task Run(CancellationToken ct)
    {
        foreach (var due in await courses.DueForReading(AtOnce, time.Now(), ct)) await Read(due.Course, due.Attempts, ct);
    }

    private async Task Read(Course course, int attempts, CancellationToken ct)
    {
        try
        {
            await road.Evaluate(await read.Run(course, whole: false, ct), ct);
            await courses.SetNextReading(course.Tenant, course.Id, attempts: 0, time.Now() + options.ReconcileEvery, ct);
        }
        catch (LmsException e)
        {
            LogUnread(course.Id, e.Problem);
            await Postpone(course, attempts + 1, e.RetryAfter, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One course that cannot be worked on must not keep the others from their turn.
            LogFailed(e, course.Id);
            await Postpone(course, attempts + 1, wish: null, ct);
        }
    }

    private Task Postpone(Course course, int attempts, TimeSpan? wish, CancellationToken ct) =>
        courses.SetNextReading(course.Tenant, course.Id, attempts, time.Now() + Backoff.After(attempts, wish), ct);

    [LoggerMessage(4102, LogLevel.Warning, "Course {CourseId} could not be worked on")]
    private partial void LogFailed(Exception exception, CourseId courseId);

    [LoggerMessage(4101, LogLevel.Warning, "Course {CourseId} could not be read: {Problem}")]
    private partial void LogUnread(CourseId courseId, string problem);
}
