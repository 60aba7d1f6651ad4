using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>What waits at the gate of a mapping.</summary>
public sealed record Waiting(Hold Hold, int People);

/// <summary>What stands between an earned credential and its being issued: approval, a date, the brake.</summary>
public sealed class GateRepository(Database database)
{
    private static readonly Sql SetGate = new("""
        UPDATE course_mappings SET asks_approval = @AsksApproval, hold_until = @HoldUntil, has_brake = @HasBrake
        WHERE tenant_id = @Tenant AND id = @Mapping
        """);

    private static readonly Sql SetApproved = new("""
        UPDATE course_mappings SET approved_at = @Now, released_at = @Now WHERE tenant_id = @Tenant AND id = @Mapping AND approved_at IS NULL
        """);

    private static readonly Sql SetReleased = new("""
        UPDATE course_mappings SET braked_at = NULL, released_at = @Now WHERE tenant_id = @Tenant AND id = @Mapping AND braked_at IS NOT NULL
        """);

    private static readonly Sql AskHeld = new("""
        UPDATE evaluations SET due_at = @Now, due_version = due_version + 1 WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND hold IS NOT NULL
        """);

    private static readonly Sql SelectWaiting = new("""
        SELECT hold, COUNT(*) AS people FROM evaluations WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND hold IS NOT NULL GROUP BY hold
        """);

    private static readonly Sql SelectUndecided = new("""
        SELECT COUNT(*) AS value FROM evaluations WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND due_at <= @Now
        """);

    public async Task<IssuingGate> Find(MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await IssuingGates.Of(session, [mapping], ct)).GetValueOrDefault(mapping, IssuingGate.Open);
    }

    /// <summary>Changes the switches; what is approved or stopped stays so.</summary>
    public Task Set(TenantId tenant, MappingId mapping, bool asksApproval, DateTimeOffset? holdUntil, bool hasBrake, AuditEntry entry, CancellationToken ct) =>
        Change(SetGate, new { Tenant = tenant, Mapping = mapping, AsksApproval = asksApproval, HoldUntil = holdUntil, HasBrake = hasBrake, Now = entry.At }, entry, ct);

    /// <summary>Lets the first batch go, and makes what waited due.</summary>
    public Task Approve(TenantId tenant, MappingId mapping, AuditEntry entry, CancellationToken ct) =>
        Change(SetApproved, new { Tenant = tenant, Mapping = mapping, Now = entry.At }, entry, ct);

    /// <summary>Takes the brake off, and makes what waited due.</summary>
    public Task Release(TenantId tenant, MappingId mapping, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            await Change(work, SetReleased, new { Tenant = tenant, Mapping = mapping, Now = entry.At }, entry, ct);
            await MappingNotices.GoesOn(work, tenant, mapping, entry.At, ct);
        },
        ct);

    public async Task<AwardingPace> Pace(TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await BrakeLine.Pace(session, tenant, mapping, now, ct);
    }

    public async Task<IReadOnlyList<Waiting>> Waiting(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<Waiting>(SelectWaiting, new { Tenant = tenant, Mapping = mapping }, ct);
    }

    /// <summary>How many are still to be evaluated now.</summary>
    public async Task<int> Undecided(TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Number>(SelectUndecided, new { Tenant = tenant, Mapping = mapping, Now = now }, ct))?.Value ?? 0;
    }

    private Task Change(Sql change, object what, AuditEntry entry, CancellationToken ct) => database.Write(work => Change(work, change, what, entry, ct), ct);

    private static async Task Change(Session work, Sql change, object what, AuditEntry entry, CancellationToken ct)
    {
        if (await work.Execute(change, what, ct) == 0) return;
        await work.Execute(AskHeld, what, ct);
        await AuditRepository.Append(work, entry, ct);
    }
}
