using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>The campus's own origin, which is its LTI issuer. With port 0 it is known only once the server listens.</summary>
internal sealed class CampusOrigin(DemoLmsOptions options, IServer server)
{
    public string Value => options.PublicOrigin
        ?? server.Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public string At(string path) => Value + path;
}
