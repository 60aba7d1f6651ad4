using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.Web.Awarding;

/// <summary>Takes runs back, award by award, until none of theirs stands. What a request does not finish, the worker does.</summary>
public sealed class UndoRuns(RunRepository runs, WithdrawalRepository withdrawals, Road road, TimeProvider time) : IChore
{
    private const int Piece = 500;

    /// <summary>All that were asked back and are not finished.</summary>
    public async Task RunAll(CancellationToken ct)
    {
        foreach (var run in await runs.Unfinished(Piece, ct)) await Run(run, int.MaxValue, ct);
    }

    public async Task Run(UndoneRun run, int most, CancellationToken ct)
    {
        for (var done = 0; done < most;)
        {
            var standing = await runs.Standing(run, Piece, ct);
            if (standing.Count == 0)
            {
                await runs.Finish(run, time.Now(), ct);
                return;
            }
            var withdrawn = 0;
            foreach (var award in standing) withdrawn += await Withdraw(run, award, ct) ? 1 : 0;
            // What is not signed yet is signed first: only a document can be withdrawn. The next turn finds it.
            if (withdrawn == 0) return;
            done += withdrawn;
        }
    }

    private async Task<bool> Withdraw(UndoneRun run, AwardId award, CancellationToken ct)
    {
        var entry = AuditEntry.Of(run.Tenant, time.Now(), "instructor", run.AskedBy?.ToString(), "award-withdrawn", award.ToString());
        if (await withdrawals.Withdraw(run.Tenant, award, new Withdrawal(time.Now(), run.Reason), entry, ct) != WithdrawOutcome.NotIssued) return true;
        await road.Continue([award], ct);
        return false;
    }
}
