using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>Who speaks on public pages that belong to no issuer: the institution, or the product where several share a server.</summary>
public sealed class ServiceName(TenantRepository tenants, IssuerRepository issuers)
{
    private const string Product = "Badge Connector";

    public async Task<string> Find(CancellationToken ct) =>
        await tenants.All(ct) is [var only] && await issuers.Default(only.Id, ct) is { } issuer ? issuer.Profile.Name : Product;
}
