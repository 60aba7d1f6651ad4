using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.HttpOverrides;

namespace LtiBadgeConnector.Web.Hosting;

internal static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddUi().AddRazorPagesOptions(options =>
        {
            options.Conventions.AuthorizeFolder("/Course", Policies.Launch);
            options.Conventions.AddFolderApplicationModelConvention("/Course", page => page.Filters.Add(new MasqueradeRefusal()));
            options.Conventions.AuthorizeFolder("/Admin", Policies.Admin);
            foreach (var page in PublicPages.All) options.Conventions.AllowAnonymousToPage(page);
        });
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");

        var proxies = builder.Configuration.Get<NetworkOptions>(NetworkOptions.Section).TrustedProxies;
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            foreach (var proxy in proxies) options.KnownIPNetworks.Add(Network(proxy));
            if (proxies.Length == 0) options.ForwardedHeaders = ForwardedHeaders.None;
        });
    }

    private static System.Net.IPNetwork Network(string text) =>
        System.Net.IPNetwork.TryParse(text, out var network) ? network
        : System.Net.IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw new StartRefusedException("network-proxy-invalid", $"Network:TrustedProxies holds '{text}', which is neither an address nor a CIDR block.");
}
