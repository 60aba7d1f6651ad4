using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;

namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>Writes how far learners are into columns of ours, whenever that has changed.</summary>
public sealed class GradebookProgress(IProgressReports reports, GradebookCells cells, TimeProvider time) : IChore
{
    // What is more has its turn in the next round: each is a call to an LMS, and other work waits.
    private const int MostInRun = 500;
    private const int AtOnce = 50;

    // A refusal may be over when somebody has looked at the column, or the learner has come.
    private static readonly TimeSpan afterRefusal = TimeSpan.FromDays(1);

    public Task RunAll(CancellationToken ct) => Run(MostInRun, ct);

    /// <returns>How many cells were written.</returns>
    public async Task<int> Run(int most, CancellationToken ct)
    {
        var written = 0;
        // Where an LMS does not answer for one learner it is not asked for the others.
        Dictionary<MappingId, (DateTimeOffset Until, string Problem)> waiting = [];
        for (var taken = 0; taken < most;)
        {
            var due = await reports.Take(Math.Min(AtOnce, most - taken), time.Now(), ct);
            if (due.Count == 0) break;
            taken += due.Count;
            foreach (var one in due)
                if (waiting.TryGetValue(one.Mapping, out var wait)) await reports.Postpone(one, wait.Until, wait.Problem, ct);
                else if (await Write(one, ct) is not { } failure) written++;
                else if (failure.IsTransient) waiting[one.Mapping] = (time.Now() + Backoff.After(one.Attempts + 1, failure.RetryAfter), failure.Problem);
        }
        return written;
    }

    private async Task<LmsException?> Write(DueProgress due, CancellationToken ct)
    {
        try
        {
            var target = await reports.Find(due, ct);
            await cells.Post(due.Tenant, due.Course, target, ct);
            await reports.MarkSent(due, target!.Score, ct);
            return null;
        }
        catch (LmsException e)
        {
            await reports.Postpone(due, time.Now() + (e.IsTransient ? Backoff.After(due.Attempts + 1, e.RetryAfter) : afterRefusal), e.Problem, ct);
            return e;
        }
    }
}
