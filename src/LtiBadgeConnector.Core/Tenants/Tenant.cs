using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Tenants;

/// <summary>An institution. Tenants never see each other.</summary>
/// <param name="UnlistedLinksFromStart">Whether the share link of an award works before the learner publishes it.</param>
public sealed record Tenant(TenantId Id, string Name, bool UnlistedLinksFromStart, DateTimeOffset CreatedAt);
