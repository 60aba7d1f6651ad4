using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;

namespace LtiBadgeConnector.Storage.Mappings;

/// <summary>An instructor of the course of a mapping.</summary>
/// <param name="IsOwner">Whether they answer for the mapping and are written to about it.</param>
public sealed record Colleague(LearnerId Id, string? Name, string? Email, bool IsOwner);

/// <summary>Who answers for a mapping. While nobody does, everybody who teaches the course is written to.</summary>
public sealed class MappingOwners(Database database)
{
    private static readonly Sql SelectColleagues = new("""
        SELECT l.id, l.name, l.email, m.owner_id AS owner
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.can_earn = {false} AND c.has_left = {false} AND c.roles LIKE '%Instructor%'
        JOIN learners l ON l.tenant_id = c.tenant_id AND l.id = c.learner_id
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping
        ORDER BY l.name, l.id
        """);

    private static readonly Sql SetOwner = new("UPDATE course_mappings SET owner_id = @Owner WHERE tenant_id = @Tenant AND id = @Mapping");

    /// <summary>Everybody who teaches the course of the mapping.</summary>
    public async Task<IReadOnlyList<Colleague>> Colleagues(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectColleagues, new { Tenant = tenant, Mapping = mapping }, ct)).Select(row => new Colleague(row.Id, row.Name, row.Email, row.Owner == row.Id))];
    }

    public Task Set(TenantId tenant, MappingId mapping, LearnerId owner, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            await work.Execute(SetOwner, new { Tenant = tenant, Mapping = mapping, Owner = owner }, ct);
            await AuditRepository.Append(work, entry, ct);
        },
        ct);

    private sealed record Row(LearnerId Id, string? Name, string? Email, LearnerId? Owner);
}
