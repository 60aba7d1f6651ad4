namespace LtiBadgeConnector.Lti.Registrations;

/// <summary>Port: the registrations of all tenants. The pair (issuer, client id) is unique among them.</summary>
public interface IRegistrations
{
    Task<Registration?> Find(RegistrationId id, CancellationToken ct);

    /// <summary>Ordinal comparison of both strings.</summary>
    Task<Registration?> Find(string issuer, string clientId, CancellationToken ct);

    /// <summary>Active registrations of an issuer, at most <paramref name="atMost"/>: hosted LMSs have thousands.</summary>
    Task<IReadOnlyList<Registration>> ActiveOf(string issuer, int atMost, CancellationToken ct);
}
