namespace LtiBadgeConnector.Lti.Registrations;

/// <summary>One placement of the registered tool into an account: the smallest unit that belongs to exactly one tenant.</summary>
/// <param name="Key">Our id of it.</param>
/// <param name="DeploymentId">The platform's id: opaque, case-sensitive, at most 255 characters, unique within the registration.</param>
/// <param name="TenantId">The tenant it belongs to; that of the registration until an administrator says otherwise.</param>
public sealed record Deployment(DeploymentKey Key, RegistrationId Registration, string DeploymentId, Guid TenantId, DeploymentState State);

/// <summary>Our id of a deployment.</summary>
public readonly record struct DeploymentKey(Guid Value)
{
    public static DeploymentKey New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public static DeploymentKey? Parse(string? text) => Guid.TryParse(text, out var value) ? new DeploymentKey(value) : null;

    public override string ToString() => Value.ToString("D");
}

public enum DeploymentState
{
    Pending,
    Active,
    Refused,
}
