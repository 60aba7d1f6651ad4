using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Worker.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.IntegrationTests.Operations;

public sealed class SweepTests
{
    [Fact]
    public async Task A_chore_that_breaks_does_not_keep_the_others_from_their_turn()
    {
        await using var connector = await RunningConnector.Prepare();
        Chore broken = new(() => throw new InvalidOperationException("Broken.")), next = new(() => { });

        await new SweepJob(connector.Get<Road>(), [broken, next], NullLogger<SweepJob>.Instance).Run(CancellationToken.None);

        Assert.Equal((1, 1), (broken.Turns, next.Turns));
    }

    private sealed class Chore(Action work) : IChore
    {
        public int Turns { get; private set; }

        public Task RunAll(CancellationToken ct)
        {
            Turns++;
            work();
            return Task.CompletedTask;
        }
    }
}
