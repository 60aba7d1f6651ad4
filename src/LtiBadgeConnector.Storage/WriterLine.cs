using System.Diagnostics;

namespace LtiBadgeConnector.Storage;

/// <summary>
/// Where writers of one SQLite file wait for their turn: it has one writer at a time. Waiting here costs nothing; waiting inside
/// SQLite is polling, and may give up. What a caller outside waits for goes first,
/// though of those only one passes another that has waited its while.
/// </summary>
internal sealed class WriterLine
{
    // While urgent writes follow each other this closely, ordinary ones let them pass, but no longer than that.
    private static readonly TimeSpan Close = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan LongestCourtesy = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> urgent = [];
    private readonly Queue<TaskCompletionSource> ordinary = [];
    private bool isTaken;
    private long lastUrgent = long.MinValue;

    /// <summary>Whoever enters must leave.</summary>
    public async Task Enter(bool isUrgent, CancellationToken ct)
    {
        if (!isUrgent) await LetPass(ct);
        if (Join(isUrgent ? urgent : ordinary) is not { } turn) return;

        await using var _ = ct.Register(() => turn.TrySetCanceled(ct));
        await turn.Task;
    }

    public void Leave(bool wasUrgent)
    {
        lock (gate)
        {
            if (wasUrgent) lastUrgent = Stopwatch.GetTimestamp();
            isTaken = wasUrgent ? HandTo(ordinary) || HandTo(urgent) : HandTo(urgent) || HandTo(ordinary);
        }
    }

    // Null when it is the caller's turn at once.
    private TaskCompletionSource? Join(Queue<TaskCompletionSource> line)
    {
        lock (gate)
        {
            if (!isTaken)
            {
                isTaken = true;
                return null;
            }
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            line.Enqueue(turn);
            return turn;
        }
    }

    // Whoever gave up waiting is passed over.
    private static bool HandTo(Queue<TaskCompletionSource> line)
    {
        while (line.TryDequeue(out var next))
            if (next.TrySetResult()) return true;
        return false;
    }

    private async Task LetPass(CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (IsBusy() && Stopwatch.GetElapsedTime(since) < LongestCourtesy) await Task.Delay(Moment, ct);
    }

    private bool IsBusy()
    {
        lock (gate) return urgent.Count > 0 || (lastUrgent != long.MinValue && Stopwatch.GetElapsedTime(lastUrgent) < Close);
    }
}
