using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>What every page of the console works with: the institution, the time, and the record of who did what.</summary>
public sealed class ConsoleDesk(TenantRepository tenants, AuditRepository audit, TimeProvider time)
{
    public TimeProvider Time => time;

    public DateTimeOffset Now => time.Now();

    public Task<IReadOnlyList<Tenant>> Tenants(CancellationToken ct) => tenants.All(ct);

    /// <param name="tenant">Null for what concerns the whole server.</param>
    /// <param name="actor">The administrator's id.</param>
    public Task Note(TenantId? tenant, string? actor, string action, string? subject, CancellationToken ct) =>
        audit.Append(AuditEntry.Of(tenant, Now, "administrator", actor, action, subject), ct);
}
