using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.DynamicRegistration;

/// <summary>A platform's offer to register; keep it on the server while the administrator decides.</summary>
/// <param name="Token">The platform's registration token; never logged, never sent to the browser.</param>
/// <param name="Invitation">Our own one-time code, if the URL carried one; the host checks it.</param>
public sealed record RegistrationOffer(string ConfigurationUrl, string? Token, string? Invitation, PlatformConfiguration Configuration, IReadOnlyList<string> Scopes)
{
    public override string ToString() => $"registration offer of {Configuration.Issuer}";
}

public abstract record DiscoveryResult
{
    private DiscoveryResult()
    {
    }

    public sealed record Found(RegistrationOffer Offer) : DiscoveryResult;

    public sealed record Refused(Refusal Refusal) : DiscoveryResult;
}

public abstract record RegistrationResult
{
    private RegistrationResult()
    {
    }

    /// <param name="Registration">To be stored. State <c>Pending</c> if new; an existing one keeps its id and state.</param>
    /// <param name="DeploymentId">Moodle names it; elsewhere the first launch brings it as pending.</param>
    /// <param name="IsUpdate">(issuer, client id) was registered before, by the same tenant.</param>
    /// <param name="Warnings">Where the answer differs from what was asked.</param>
    public sealed record Registered(
        Registration Registration, string? DeploymentId, bool IsUpdate, IReadOnlyList<RegistrationWarning> Warnings) : RegistrationResult;

    public sealed record Refused(Refusal Refusal) : RegistrationResult;
}

/// <summary>The platform changed or dropped something; show it, encoded.</summary>
public sealed record RegistrationWarning(string Member, string Asked, string Got);
