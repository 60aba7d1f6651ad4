using Hangfire;
using LtiBadgeConnector.Worker.Jobs;

namespace LtiBadgeConnector.Worker;

/// <summary>The recurring jobs, by name.</summary>
public static class Schedule
{
    public static void Register(IRecurringJobManager recurring, WorkerOptions options)
    {
        recurring.AddOrUpdate<SweepJob>("sweep", job => job.Run(CancellationToken.None), Every(options.SweepEvery));
        recurring.AddOrUpdate<ReadCoursesJob>("read-courses", job => job.Run(CancellationToken.None), Cron.Minutely);
        recurring.AddOrUpdate<PurgeJob>("purge", job => job.Run(CancellationToken.None), Cron.Hourly);
    }

    // Cron with seconds: every n seconds below a minute, every n minutes above.
    private static string Every(TimeSpan interval) => interval < TimeSpan.FromMinutes(1)
        ? $"*/{(int)interval.TotalSeconds} * * * * *"
        : $"*/{Math.Min(59, (int)interval.TotalMinutes)} * * * *";
}
