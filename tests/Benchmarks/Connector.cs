using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>The connector in this process, with one course of so many learners.</summary>
internal sealed class Connector(WebApplication app, Campus campus, string origin) : IAsyncDisposable
{
    public Campus Campus => campus;

    public string Origin => origin;

    public static async Task<Connector> Start(Engine engine, int learners)
    {
        var app = ConnectorApp.Create(engine.Settings());
        await ConnectorApp.Start(app, CancellationToken.None);
        return new(app, await Campus.Build(app.Services, learners, CancellationToken.None), engine.Origin);
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
