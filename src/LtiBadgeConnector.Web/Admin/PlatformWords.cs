using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>States of registrations and deployments as people read them.</summary>
internal static class PlatformWords
{
    public static Word Of(RegistrationState state) => state switch
    {
        RegistrationState.Active => Word.Of("Active"),
        RegistrationState.Disabled => Word.Of("Switched off"),
        RegistrationState.Pending => Word.Of("Waits for activation"),
        _ => Word.Of("Being registered"),
    };

    public static Word Of(DeploymentState state) => state switch
    {
        DeploymentState.Active => Word.Of("Active"),
        DeploymentState.Refused => Word.Of("Refused"),
        _ => Word.Of("Waits for approval"),
    };
}
