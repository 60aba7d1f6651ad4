using LtiBadgeConnector.Credentials.Endorsements;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.BadgeImages;
using LtiBadgeConnector.Web.Documents;

namespace LtiBadgeConnector.Web.Verifying;

internal static class VerifyingSetup
{
    public static void AddVerifying(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PublicDocuments>();
        builder.Services.AddSingleton<HostedAssertions>();
        builder.Services.AddSingleton<BadgePictures>();
        builder.Services.AddSingleton<BakedFiles>();
        builder.Services.AddSingleton<OfflineCopies>();
        builder.Services.AddSingleton<IDocumentLoader, OutsideDocuments>();
        builder.Services.AddSingleton<CredentialVerifier>();
        builder.Services.AddSingleton<EndorsementReader>();
        builder.Services.AddSingleton<EndorsementDesk>();
        builder.Services.AddSingleton<TrustedIssuers>();
    }
}
