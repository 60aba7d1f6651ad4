using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>The program with its doors open and nobody behind them: what arrives is stored and stays, on SQLite too, where the roles cannot be apart.</summary>
internal static class Door
{
    public static async Task Run(string[] settings)
    {
        await using var app = ConnectorApp.Create(settings);
        await ConnectorApp.Start(app, CancellationToken.None);
        await app.Services.GetServices<IHostedService>().OfType<InboxPump>().Single().StopAsync(CancellationToken.None);
        await app.WaitForShutdownAsync();
    }
}
