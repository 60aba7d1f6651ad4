using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Evaluations;

/// <summary>How fast a mapping awards by itself.</summary>
/// <param name="Recent">In the last 24 hours.</param>
/// <param name="Usual">On the mean of the days on which it awarded before that.</param>
public sealed record AwardingPace(int Recent, int Usual);

/// <summary>Port: the brake of a mapping.</summary>
public interface IGates
{
    Task<AwardingPace> Pace(TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct);

    /// <summary>Stops awarding until a person lets it go on.</summary>
    Task Brake(TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct);
}
