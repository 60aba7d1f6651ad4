using LtiBadgeConnector.Web.Configuration;

namespace LtiBadgeConnector.Web.Network;

internal static class OutboundSetup
{
    public static void AddOutbound(this WebApplicationBuilder builder)
    {
        var connector = builder.Configuration.Get<ConnectorOptions>(ConnectorOptions.Section);
        builder.Services.AddGuardedHttp(builder.Configuration.Get<NetworkOptions>(NetworkOptions.Section), $"LtiBadgeConnector/1.0 (+{connector.PublicUrl})");
    }
}
