using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>What runs, and what waits for a person. When nothing waits, that is one line.</summary>
public sealed class IndexModel(
    ConsoleDesk desk, PlatformRepository platforms, ConnectionRepository connections, NetworkOptions network, IServiceProvider services)
    : ConsolePage(desk, AdminPlace.Overview)
{
    public IReadOnlyList<Platform> Platforms { get; private set; } = [];

    public IReadOnlyList<ConnectionLine> Connections { get; private set; } = [];

    public IReadOnlyList<(Platform Platform, Deployment Deployment)> Waiting { get; private set; } = [];

    /// <summary>Exceptions of the guard on outgoing calls.</summary>
    public IReadOnlyList<string> Exceptions { get; } = [.. network.AllowPlainHttpFor, .. network.AllowedPrivateAddresses];

    /// <summary>The key that protects all others lies in the data directory.</summary>
    public bool HasMasterKeyFile { get; } = services.GetService<MasterKey>() is { IsFromDataDirectory: true };

    public bool IsCalm => Waiting.Count == 0 && Exceptions.Count == 0 && !HasMasterKeyFile && Connections.All(line => line.Last?.Problem is null);

    public async Task OnGet(CancellationToken ct)
    {
        Platforms = await platforms.List(Tenant.Id, ct);
        List<(Platform, Deployment)> waiting = [];
        foreach (var platform in Platforms)
            waiting.AddRange((await platforms.Deployments(Tenant.Id, platform.Id, ct)).Where(found => found.State == DeploymentState.Pending).Select(found => (platform, found)));
        Waiting = waiting;

        List<ConnectionLine> lines = [];
        foreach (var connection in await connections.OfTenant(Tenant.Id, ct))
            lines.Add(new(connection, await connections.Log(Tenant.Id, connection.Id, most: 1, ct) is [var last, ..] ? last : null));
        Connections = lines;
    }
}

/// <summary>A connection and the newest line of its log.</summary>
public sealed record ConnectionLine(Connection Connection, TrafficLine? Last);
