using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.Launch;

/// <summary>What became of an answer to our login.</summary>
public abstract record LaunchResult
{
    private LaunchResult()
    {
    }

    /// <summary>Verified, bound to this browser, and consumed: open a session.</summary>
    /// <param name="TenantId">The deployment's tenant, which need not be the registration's.</param>
    public sealed record Accepted(LtiMessage Message, Registration Registration, Deployment Deployment, Guid TenantId) : LaunchResult;

    /// <summary>Verified and consumed, but the deployment waits for approval: create no users, read no data.</summary>
    public sealed record DeploymentPending(Registration Registration, Deployment Deployment) : LaunchResult
    {
        public LtiProblem Problem { get; } = LtiProblem.LaunchDeploymentPending;
    }

    /// <summary>
    /// Verified, but the browser brought no cookie. Ask platform storage for <see cref="StorageKey"/> and post the value
    /// with <see cref="State"/> to the confirmation, or offer a new window that starts again with <see cref="Login"/>.
    /// </summary>
    /// <param name="PlatformOrigin">The only origin that may be asked, and whose answer counts.</param>
    public sealed record NeedsBrowserProof(
        string State, string StorageKey, string? StorageTarget, string PlatformOrigin,
        Registration Registration, Login.LoginInitiation Login) : LaunchResult;

    /// <summary>Refused. The registration is named when the state led to one, so that its log can show the line.</summary>
    public sealed record Refused(Refusal Refusal, Registration? Registration = null) : LaunchResult
    {
        public string Code => Refusal.Code;

        public LtiProblem Problem => Refusal.Problem;
    }
}
