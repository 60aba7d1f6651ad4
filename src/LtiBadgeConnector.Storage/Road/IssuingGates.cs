using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Reads the gates of mappings; a mapping from before there were any has an open one.</summary>
internal static class IssuingGates
{
    private static readonly Sql Select = new("""
        SELECT id AS mapping, asks_approval, approved_at, hold_until, has_brake, braked_at, released_at FROM course_mappings WHERE id IN @Ids
        """);

    public static async Task<IReadOnlyDictionary<MappingId, IssuingGate>> Of(Session session, IReadOnlyList<MappingId> ids, CancellationToken ct)
    {
        Dictionary<MappingId, IssuingGate> gates = [];
        foreach (var some in ids.Chunk(Lists.Most))
            foreach (var row in await session.Query<Row>(Select, new { Ids = some }, ct)) gates[row.Mapping] = row.Gate;
        return gates;
    }

    private sealed record Row(
        MappingId Mapping, bool? AsksApproval, DateTimeOffset? ApprovedAt, DateTimeOffset? HoldUntil, bool? HasBrake, DateTimeOffset? BrakedAt, DateTimeOffset? ReleasedAt)
    {
        public IssuingGate Gate => new(AsksApproval ?? false, ApprovedAt, HoldUntil, HasBrake ?? false, BrakedAt, ReleasedAt);
    }
}
