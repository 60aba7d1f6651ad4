namespace LtiBadgeConnector.DemoLms.Webhooks;

/// <summary>Wakes the sender when something new waits.</summary>
internal sealed class OutboxSignal
{
    private TaskCompletionSource next = Fresh();

    /// <summary>Completes at the next wake-up after it was read.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Wake() => Interlocked.Exchange(ref next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
