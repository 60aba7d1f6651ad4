using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Worker;

/// <summary>How the road is worked.</summary>
public sealed class WorkerOptions
{
    public const string Section = "Worker";

    /// <summary>How often what a crash, a failure or a waiting time left behind is looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a course with an active mapping is read again, in case an event was lost or its LMS sends none.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Jobs that run at once on one node.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 2;
}
