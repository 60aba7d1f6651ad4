namespace LtiBadgeConnector.Lti.Registrations;

/// <summary>One placement of the registered tool into an account: the smallest unit that belongs to exactly one tenant.</summary>
/// <param name="DeploymentId">The platform's id: opaque, case-sensitive, at most 255 characters, unique within the registration.</param>
/// <param name="TenantId">The tenant it belongs to; null only while it waits for approval.</param>
public sealed record Deployment(RegistrationId Registration, string DeploymentId, Guid? TenantId, DeploymentState State);

public enum DeploymentState
{
    Pending,
    Active,
    Refused,
}
