using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.IntegrationTests.Hosting;

public sealed class QuietLogsTests
{
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    [Theory]
    [InlineData(Requests)]
    [InlineData("System.Net.Http.HttpClient.outbound.LogicalHandler")]
    public async Task Addresses_with_secrets_in_them_are_not_logged(string category)
    {
        Assert.False(await Logs(category));
        Assert.True(await Logs("LtiBadgeConnector.Core.Steps.AwardStep"));
    }

    [Fact]
    public async Task An_administrator_may_ask_for_them() => Assert.True(await Logs(Requests, "--Logging:LogLevel:Microsoft.AspNetCore=Information"));

    private static async Task<bool> Logs(string category, params string[] args)
    {
        using var data = new TemporaryFolder();
        await using var app = ConnectorApp.Create([$"--Connector:DataDirectory={data.Path}", .. args]);
        return app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(LogLevel.Information);
    }
}
