namespace LtiBadgeConnector.Lti.Registrations;

/// <summary>Port: the deployments seen so far.</summary>
public interface IDeployments
{
    /// <summary>Ordinal comparison of the deployment id.</summary>
    Task<Deployment?> Find(RegistrationId registration, string deploymentId, CancellationToken ct);

    /// <summary>
    /// Adds it unless (registration, deployment id) is there already, and returns what is stored then:
    /// two first launches at once leave one row, and both see it.
    /// </summary>
    Task<Deployment> Remember(Deployment deployment, CancellationToken ct);
}
