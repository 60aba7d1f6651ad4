using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Documents;

namespace LtiBadgeConnector.Web.Verifying;

internal static class VerifyingSetup
{
    public static void AddVerifying(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PublicDocuments>();
        builder.Services.AddSingleton<IDocumentLoader, OutsideDocuments>();
        builder.Services.AddSingleton<CredentialVerifier>();
    }
}
