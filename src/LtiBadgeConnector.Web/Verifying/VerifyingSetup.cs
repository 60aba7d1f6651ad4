using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.BadgeImages;

namespace LtiBadgeConnector.Web.Verifying;

internal static class VerifyingSetup
{
    public static void AddVerifying(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PublicDocuments>();
        builder.Services.AddSingleton<HostedAssertions>();
        builder.Services.AddSingleton<BadgePictures>();
        builder.Services.AddSingleton<BakedFiles>();
        builder.Services.AddSingleton<IDocumentLoader, OutsideDocuments>();
        builder.Services.AddSingleton<CredentialVerifier>();
    }
}
