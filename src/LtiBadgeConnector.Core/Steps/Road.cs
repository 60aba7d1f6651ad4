using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>
/// The one straight road: Reconcile, Award, Issue, Deliver in the same run. Each step commits its own rows and hands ids on;
/// where a run stops, the sweep goes on.
/// </summary>
public sealed partial class Road(
    IInbox inbox, IEvaluations evaluations, IAwards awards,
    ReconcileStep reconcile, AwardStep award, IssueStep issue, DeliverStep deliver,
    TimeProvider time, ILogger<Road> logger) : IDisposable
{
    private const int BatchSize = 512;

    // While one batch is signed, the other is read and written.
    private const int BatchesAtOnce = 2;
    private const int MostAttempts = 8;
    private const string StepFailed = "road-step-failed";

    // Longer than any batch takes; a node that dies holds its rows no longer than this.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestCourtesy = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim sweeping = new(1, 1);

    /// <summary>Works until the inbox has nothing due; returns how many deliveries it handled.</summary>
    public async Task<int> DrainInbox(CancellationToken ct)
    {
        var rows = await Claim(ct);
        if (rows.Count < BatchSize) return await Drain(rows, ct);

        var others = Enumerable.Range(1, BatchesAtOnce - 1).Select(async _ => await Drain(await Claim(ct), ct));
        return (await Task.WhenAll([Drain(rows, ct), .. others])).Sum();
    }

    /// <summary>Finds what a crash, a failure or a waiting time left along the road, and goes on with it. While one sweep runs, another does nothing.</summary>
    public async Task Sweep(CancellationToken ct)
    {
        if (!await sweeping.WaitAsync(TimeSpan.Zero, ct)) return;
        try
        {
            await SweepAlone(ct);
        }
        finally
        {
            sweeping.Release();
        }
    }

    /// <summary>Evaluates, and goes on with what is newly awarded and with what that makes up.</summary>
    public Task Evaluate(IReadOnlyList<EvaluationKey> due, CancellationToken ct) => Parallel.ForEachAsync(
        due.Distinct().Chunk(BatchSize), new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = ct },
        async (batch, each) => await Continue(await award.Run(batch, each), each));

    /// <summary>Issues and delivers awards, also those that were decided elsewhere, such as by a person; then decides what asks for them.</summary>
    public async Task Continue(IReadOnlyList<AwardId> awarded, CancellationToken ct)
    {
        // It ends: nobody is awarded the same twice.
        while (awarded.Count > 0)
        {
            await Issue(awarded, ct);
            awarded = await award.Run(await evaluations.FindFollowing(awarded, ct), ct);
        }
    }

    public void Dispose() => sweeping.Dispose();

    private async Task SweepAlone(CancellationToken ct)
    {
        var now = time.Now();
        await inbox.ReleaseExpired(now, ct);
        await inbox.WakeHints(now, ct);
        await DrainInbox(ct);
        await Each("award", () => evaluations.FindDue(BatchesAtOnce * BatchSize, now, ct), due => Evaluate(due, ct), due => evaluations.Postpone(due, now + Backoff.After(1), StepFailed, ct));
        await Each("issue", () => awards.FindIn(AwardState.Awarded, BatchSize, now, ct), awarded => Issue(awarded, ct), awarded => awards.Postpone(awarded, now + Backoff.After(1), StepFailed, ct));
        await Each("deliver", () => awards.FindIn(AwardState.Issued, BatchSize, now, ct), issued => deliver.Run(issued, ct), issued => awards.Postpone(issued, now + Backoff.After(1), StepFailed, ct));
        await deliver.Resend(BatchSize, ct);
    }

    private Task<IReadOnlyList<InboxRow>> Claim(CancellationToken ct)
    {
        var now = time.Now();
        return inbox.Claim(BatchSize, now, now + Lease, ct);
    }

    private async Task<int> Drain(IReadOnlyList<InboxRow> rows, CancellationToken ct)
    {
        var handled = 0;
        for (; rows.Count > 0; rows = await Claim(ct))
        {
            var since = time.GetTimestamp();
            await Walk(rows, ct);
            handled += rows.Count;
            if (inbox.IsBusy) await LetSendersPass(time.GetElapsedTime(since), ct);
        }
        return handled;
    }

    // While an LMS sends its grades all at once, the door has every other moment for itself: what waits here is safe, what waits
    // there is not.
    private static Task LetSendersPass(TimeSpan worked, CancellationToken ct) => Task.Delay(worked < LongestCourtesy ? worked : LongestCourtesy, ct);

    private async Task Issue(IReadOnlyList<AwardId> awarded, CancellationToken ct)
    {
        if (awarded.Count == 0) return;
        await deliver.Run(await issue.Run(awarded, ct), ct);
    }

    private async Task Walk(IReadOnlyList<InboxRow> rows, CancellationToken ct)
    {
        var due = await Reconcile(rows, ct);
        try
        {
            await Evaluate(due, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What is due or awarded stays so in the tables; the sweep goes on from there.
            LogStepFailed(e, "award");
        }
    }

    private async Task<IReadOnlyList<EvaluationKey>> Reconcile(IReadOnlyList<InboxRow> rows, CancellationToken ct)
    {
        try
        {
            return await reconcile.Run(rows, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && rows.Count > 1)
        {
            LogBatchFailed(e, rows.Count);
            return await OneByOne(rows, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogRowFailed(e, rows[0].Id);
            await inbox.Finish([Failed(rows[0])], ct);
            return [];
        }
    }

    // One bad row must not hold up the others.
    private async Task<IReadOnlyList<EvaluationKey>> OneByOne(IReadOnlyList<InboxRow> rows, CancellationToken ct)
    {
        List<EvaluationKey> due = [];
        foreach (var row in rows) due.AddRange(await Reconcile([row], ct));
        return due;
    }

    private InboxOutcome Failed(InboxRow row) => row.Attempts >= MostAttempts
        ? new(row.Id, InboxState.Parked, Type: null, StepFailed)
        : new(row.Id, InboxState.Received, Type: null, StepFailed, time.Now() + Backoff.After(row.Attempts));

    private async Task Each<T>(string step, Func<Task<IReadOnlyList<T>>> find, Func<IReadOnlyList<T>, Task> work, Func<IReadOnlyList<T>, Task> postpone)
    {
        IReadOnlyList<T> last = [];
        // The same batch twice means that it cannot move now; it must not keep the sweep from ending.
        while (await find() is { Count: > 0 } found && !found.SequenceEqual(last))
        {
            last = found;
            try
            {
                await work(found);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogStepFailed(e, step);
                await postpone(found);
            }
        }
    }

    [LoggerMessage(3201, LogLevel.Warning, "A batch of {Count} deliveries failed; trying them one by one")]
    private partial void LogBatchFailed(Exception exception, int count);

    [LoggerMessage(3202, LogLevel.Warning, "Delivery {InboxId} failed and will be tried again")]
    private partial void LogRowFailed(Exception exception, InboxId inboxId);

    [LoggerMessage(3203, LogLevel.Warning, "The step {Step} failed; the sweep will try it again")]
    private partial void LogStepFailed(Exception exception, string step);
}
