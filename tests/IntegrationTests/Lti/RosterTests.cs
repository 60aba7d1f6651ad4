using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.IntegrationTests.Lti;

public sealed class RosterTests(Campus campus) : IClassFixture<Campus>
{
    /// <summary>Twelve learners, the instructor and the test user come in pages of eight, whatever limit we wish.</summary>
    [Fact]
    public async Task The_roster_is_read_to_its_last_page()
    {
        var mapping = await campus.ARunningOne("Data Ethics");
        await campus.Get<RosterSync>().Run(await campus.Course(), CancellationToken.None);
        Assert.Equal(12, (await campus.Get<MappingPages>().Totals(campus.Tenant, mapping.Id, CancellationToken.None)).Members);
    }
}
