using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.IntegrationTests;

/// <summary>The real host on a database of its own, with nothing in it but what the start makes.</summary>
internal sealed class RunningConnector : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private bool isGone;

    private RunningConnector() => Origin = $"http://localhost:{FreePort.Next()}";

    public string Origin { get; }

    public string DataDirectory => folder.Path;

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>What the start printed: the first administrator signs in by it.</summary>
    public string SignInLink { get; private set; } = null!;

    /// <param name="change">Changes the host after it is built and before it starts.</param>
    /// <param name="settings">Of the configuration, as the command line gives them.</param>
    public static async Task<RunningConnector> Start(Action<WebApplication>? change = null, params string[] settings)
    {
        var running = Built(settings);
        change?.Invoke(running.App);
        running.SignInLink = await ConnectorApp.Start(running.App, CancellationToken.None) ?? throw new InvalidOperationException("The console has an administrator already.");
        await QuietHost.Make(running.App.Services);
        running.Client = running.NewClient();
        return running;
    }

    /// <summary>The host with its database, neither listening nor working: for tests that take the steps of the road by hand.</summary>
    public static async Task<RunningConnector> Prepare()
    {
        var prepared = Built([]);
        await ActivatorUtilities.CreateInstance<StartUp>(prepared.App.Services).Prepare(CancellationToken.None);
        prepared.Client = prepared.NewClient();
        return prepared;
    }

    private static RunningConnector Built(string[] settings)
    {
        var connector = new RunningConnector();
        connector.App = ConnectorApp.Create(
            [$"--Connector:PublicUrl={connector.Origin}", $"--urls={connector.Origin}", $"--Connector:DataDirectory={connector.folder.Path}", .. settings],
            builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        return connector;
    }

    public T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A browser without any cookie, which follows no redirect.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Origin) };

    public async ValueTask DisposeAsync()
    {
        if (isGone) return;
        isGone = true;
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        folder.Dispose();
    }
}
