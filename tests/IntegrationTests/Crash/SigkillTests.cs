using Xunit.Abstractions;

namespace LtiBadgeConnector.IntegrationTests.Crash;

/// <summary>Runs alone: it takes the whole machine, and the others would only slow its starts.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CrashTests
{
    public const string Name = "Crash";
}

[Collection(CrashTests.Name)]
public sealed class SigkillTests(ITestOutputHelper output)
{
    private const int Kills = 200;
    private const int AtOnce = 2;
    private const int LeastHits = 10;

    [Fact]
    public async Task Every_delivery_answered_2xx_has_its_one_award_however_often_the_program_is_killed()
    {
        var report = new KillReport();

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(seed => Task.Run(() => KillAgainAndAgain(report, seed))));

        output.WriteLine(report.ToString());
        report.Save();
        Assert.Equal(Kills, report.Kills);
        Assert.True(report.HitLessThan(LeastHits) is [], $"Too few kills hit {string.Join(" and ", report.HitLessThan(LeastHits))}:\n{report}");
    }

    private static async Task KillAgainAndAgain(KillReport report, int seed)
    {
        await using var connector = await KilledConnector.Prepare(report, seed);
        await connector.Kill(Kills / AtOnce);
        await connector.AssertNothingIsLostOrTwice();
    }
}
