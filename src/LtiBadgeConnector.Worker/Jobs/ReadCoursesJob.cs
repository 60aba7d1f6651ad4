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
        foreach (var course in await courses.DueForReading(AtOnce, time.Now() - options.ReconcileEvery, ct)) await Read(course, ct);
    }

    private async Task Read(Course course, CancellationToken ct)
    {
        try
        {
            await road.Evaluate(await read.Run(course, whole: false, ct), ct);
        }
        catch (LmsException e)
        {
            LogUnread(course.Id, e.Problem);
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "Course {CourseId} could not be read: {Problem}")]
    private partial void LogUnread(CourseId courseId, string problem);
}
