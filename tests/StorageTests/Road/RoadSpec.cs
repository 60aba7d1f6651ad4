using Microsoft.Extensions.Time.Testing;

namespace LtiBadgeConnector.StorageTests.Road;

/// <summary>A spec of the road: each test builds the world it needs on a fresh database, with a clock that stands still.</summary>
public abstract class RoadSpec(TestEngine engine) : Spec(engine)
{
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 9, 0, 0, 123, TimeSpan.Zero));

    private protected async Task<RoadWorld> AWorld(bool isUnlisted = false, bool reportsToGradebook = false, int mostWaiting = 4096) =>
        await new RoadWorld(await Engine.Migrated(), Time, isUnlisted, reportsToGradebook, mostWaiting).Build();
}
