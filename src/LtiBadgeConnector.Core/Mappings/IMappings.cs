using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Mappings;

/// <summary>Port: the mappings of a tenant.</summary>
public interface IMappings
{
    Task<CourseMapping?> Find(TenantId tenant, MappingId id, CancellationToken ct);
}
