using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.DeepLinking;
using LtiBadgeConnector.Lti.DynamicRegistration;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Notices;
using LtiBadgeConnector.Lti.Nrps;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.ServiceTokens;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Network;
using LtiBadgeConnector.Web.Notices;
using LtiBadgeConnector.Web.Registering;
using Microsoft.AspNetCore.Antiforgery;

namespace LtiBadgeConnector.Web.Launches;

internal static class LtiSetup
{
    public static void AddLti(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var connector = builder.Configuration.Get<ConnectorOptions>(ConnectorOptions.Section);
        var network = builder.Configuration.Get<NetworkOptions>(NetworkOptions.Section);
        services.AddSingleton(new LtiOptions
        {
            PublicUrl = connector.PublicUrl,
            FormerPublicUrls = connector.FormerPublicUrls,
            AllowPlainHttpFor = connector.PublicUrl.StartsWith("http:", StringComparison.Ordinal) ? [connector.PublicUrl, .. network.AllowPlainHttpFor] : network.AllowPlainHttpFor,
        });
        services.AddSingleton(provider =>
        {
            var factory = provider.GetRequiredService<IHttpClientFactory>();
            return new LtiHttp(() => factory.CreateClient(OutboundGuard.Client), provider.GetRequiredService<LtiOptions>(), provider.GetRequiredService<TimeProvider>());
        });

        services.AddSingleton<LoginFlow>();
        services.AddSingleton<LaunchFlow>();
        services.AddSingleton<PlatformKeys>();
        services.AddSingleton<SignedJwts>();
        services.AddSingleton<RegistrationTest>();
        services.AddSingleton<ServiceTokenCache>();
        services.AddSingleton<ServiceClient>();
        services.AddSingleton<AgsClient>();
        services.AddSingleton<NrpsClient>();
        services.AddSingleton<DeepLinkingAnswers>();
        services.AddSingleton<DynamicRegistrationFlow>();
        services.AddSingleton<NoticeFlow>();
        services.AddSingleton<NoticeHandlerClient>();
        services.AddSingleton<NoticeDesk>();
        services.AddSingleton<NoticeHandlers>();
        services.AddHostedService(provider => provider.GetRequiredService<NoticeHandlers>());

        services.AddSingleton<PlatformRegistering>();
        services.AddSingleton<ToolOnPaper>();
        services.AddSingleton<LaunchSessions>();
        services.AddSingleton<LaunchDestinations>();
        services.AddSingleton<LaunchTickets>();
        services.AddSingleton<LaunchArrival>();
        services.AddSingleton<ICultureChoice, LaunchCultureChoice>();
        DecorateAntiforgery(services);
    }

    // The framework's implementation is internal; it is made by its own registration and kept inside ours.
    private static void DecorateAntiforgery(IServiceCollection services)
    {
        services.AddAntiforgery();
        var framework = services.Last(descriptor => descriptor.ServiceType == typeof(IAntiforgery));
        services.Remove(framework);
        services.AddSingleton<IAntiforgery>(provider =>
            new LaunchAntiforgery((IAntiforgery)ActivatorUtilities.CreateInstance(provider, framework.ImplementationType!)));
    }
}
