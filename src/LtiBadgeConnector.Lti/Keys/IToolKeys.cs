namespace LtiBadgeConnector.Lti.Keys;

/// <summary>Port: our LTI keys.</summary>
public interface IToolKeys
{
    /// <summary>
    /// The active key of the tenant's set (one set for all tenants will do); made and stored on first use. The caller
    /// does not dispose it: the implementation keeps it for as long as it is active.
    /// </summary>
    Task<ToolKeyPair> Active(Guid tenantId, CancellationToken ct);

    /// <summary>Public halves of all keys that are not removed, of all sets.</summary>
    Task<IReadOnlyList<ToolKey>> Published(CancellationToken ct);
}
