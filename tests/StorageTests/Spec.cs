namespace LtiBadgeConnector.StorageTests;

/// <summary>
/// What a repository promises, run on every engine: the abstract spec holds the tests, one class per engine inherits it and
/// gives it its <see cref="TestEngine"/>.
/// </summary>
public abstract class Spec(TestEngine engine) : IAsyncLifetime
{
    protected TestEngine Engine { get; } = engine;

    protected static CancellationToken Ct => CancellationToken.None;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Engine.DisposeAsync().AsTask();
}
