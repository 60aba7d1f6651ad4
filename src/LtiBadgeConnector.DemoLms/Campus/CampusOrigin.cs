using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>The campus's own origin. With port 0 it is known only once the server listens.</summary>
internal sealed class CampusOrigin(DemoLmsOptions options, IServer server)
{
    public string Value => options.PublicOrigin
        ?? server.Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Who the campus says it is; vendors have one issuer for all their customers.</summary>
    public string Issuer => options.Personality.Issuer ?? Value;

    public string At(string path) => Value + options.Personality.Dress(path);
}
