namespace LtiBadgeConnector.TestKit;

/// <summary>A database of one test's own, dropped on dispose.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private Func<Task>? drop;

    internal TestDatabase(string connectionString, Func<Task> drop)
    {
        ConnectionString = connectionString;
        this.drop = drop;
    }

    public string ConnectionString { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref drop, null) is { } dropNow)
            await dropNow();
    }
}
