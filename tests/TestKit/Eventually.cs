using System.Diagnostics;

namespace LtiBadgeConnector.TestKit;

/// <summary>
/// Waits for something that another thread or process brings about, by asking again and again.
/// Each wait is bounded by its timeout, so none takes a cancellation token.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns once <paramref name="condition"/> holds; fails with <paramref name="what"/> after <paramref name="timeout"/>.</summary>
    public static Task True(Func<bool> condition, TimeSpan timeout, string what)
        => True(() => Task.FromResult(condition()), timeout, what);

    /// <inheritdoc cref="True(Func{bool},TimeSpan,string)"/>
    public static Task True(Func<Task<bool>> condition, TimeSpan timeout, string what)
        => Some<object>(async () => await condition() ? condition : null, timeout, what);

    /// <summary>Returns the first value of <paramref name="probe"/> that is not null.</summary>
    public static async Task<T> Some<T>(Func<Task<T?>> probe, TimeSpan timeout, string what)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await probe() is { } value)
                return value;

            if (clock.Elapsed > timeout)
                throw new TimeoutException($"Not within {timeout.TotalSeconds:0.#} s: {what}.");

            await Task.Delay(Pause);
        }
    }

    /// <summary>Repeats assertions until none throws; after <paramref name="timeout"/> the last failure is the test's.</summary>
    public static async Task Passes(Func<Task> assertions, TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (Exception) when (clock.Elapsed <= timeout)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
