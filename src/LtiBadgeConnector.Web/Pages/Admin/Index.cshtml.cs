using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Operations;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>What runs, and what waits for a person. When nothing waits, that is one line.</summary>
public sealed class IndexModel(ConsoleDesk desk, PlatformRepository platforms, ServerPages pages, NodeRepository nodes, NetworkOptions network, IServiceProvider services)
    : ConsolePage(desk, AdminPlace.Overview)
{
    public ServerOverview Overview { get; private set; } = null!;

    public bool HasPlatform { get; private set; }

    /// <summary>Every process that gave a sign in the last day.</summary>
    public IReadOnlyList<Node> Nodes { get; private set; } = [];

    /// <summary>Exceptions of the guard on outgoing calls.</summary>
    public IReadOnlyList<string> Exceptions { get; } = [.. network.AllowPlainHttpFor, .. network.AllowedPrivateAddresses];

    /// <summary>The key that protects all others lies in the data directory.</summary>
    public bool HasMasterKeyFile { get; } = services.GetService<MasterKey>() is { IsFromDataDirectory: true };

    /// <summary>Rows of the road that go no further by themselves.</summary>
    public int Stopped => Overview.ParkedDeliveries + Overview.ParkedAwards + Overview.ParkedMessages;

    public bool IsCalm => Overview.PendingDeployments.Count == 0 && Stopped == 0 && Overview.FailingReaders.Count == 0 && Exceptions.Count == 0 && !HasMasterKeyFile;

    public async Task OnGet(CancellationToken ct)
    {
        Overview = await pages.Overview(Tenant.Id, ct);
        Nodes = await nodes.SeenSince(Desk.Now.AddDays(-1), ct);
        HasPlatform = (await platforms.List(Tenant.Id, ct)).Count > 0;
    }

    public bool IsAlive(Node node) => node.SeenAt >= Desk.Now - NodePulse.SilentAfter;

    public static Word RoleOf(Node node) => node.Role switch
    {
        "web" => Word.Of("serves pages"),
        "worker" => Word.Of("works the road"),
        _ => Word.Of("serves pages and works the road"),
    };
}
