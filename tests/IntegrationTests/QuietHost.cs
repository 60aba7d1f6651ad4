using Hangfire;
using Hangfire.Storage;
using LtiBadgeConnector.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.IntegrationTests;

/// <summary>
/// A running host does by the clock what tests do by hand: it sweeps, reads courses, forgets. Whichever comes second finds nothing to
/// do, and does not wait for the first.
/// </summary>
internal static class QuietHost
{
    /// <summary>From now on the host works when something wakes it, and not because a minute or an hour is over.</summary>
    public static async Task Make(IServiceProvider services)
    {
        var (storage, recurring) = (services.GetRequiredService<JobStorage>(), services.GetRequiredService<IRecurringJobManager>());
        using (var connection = storage.GetConnection())
            foreach (var job in connection.GetRecurringJobs()) recurring.RemoveIfExists(job.Id);
        var jobs = storage.GetMonitoringApi();
        await Eventually.True(() => jobs.GetStatistics() is { Enqueued: 0, Processing: 0 }, TimeSpan.FromSeconds(60), "the sweep that begins the work is over");
    }
}
