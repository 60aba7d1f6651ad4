using LtiBadgeConnector.Web.Verifying;

namespace LtiBadgeConnector.Web.Sharing;

internal static class SharingSetup
{
    public static void AddSharing(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<LearnerProgress>();
        services.AddSingleton<AwardViewing>();
        services.AddSingleton<Publishing>();
        services.AddSingleton<EvidenceDesk>();
        services.AddSingleton<ServiceName>();
        services.AddSingleton<BadgeSource>();
    }
}
