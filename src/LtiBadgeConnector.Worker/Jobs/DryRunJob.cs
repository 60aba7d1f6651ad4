using Hangfire;
using LtiBadgeConnector.Core.DryRuns;

namespace LtiBadgeConnector.Worker.Jobs;

/// <summary>Tries rules over classes for whoever asked. Its name is stored by Hangfire: a contract.</summary>
public sealed class DryRunJob(DryRunStep step)
{
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken ct) => step.RunAll(ct);
}

/// <summary>Puts the job on the queue; where that fails, the sweep finds the run.</summary>
public sealed class DryRunSignal(IBackgroundJobClient jobs) : IDryRunSignal
{
    public void Wake() => jobs.Enqueue<DryRunJob>(job => job.Run(CancellationToken.None));
}
