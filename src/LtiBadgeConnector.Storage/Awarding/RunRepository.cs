using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>Awards that were made together.</summary>
/// <param name="UndoneAt">When somebody took it back; null while it stands.</param>
/// <param name="Left">Of a run taken back, how many are still to be withdrawn.</param>
public sealed record AwardRun(string Run, int Awards, DateTimeOffset FirstAt, DateTimeOffset LastAt, DateTimeOffset? UndoneAt, int Left);

/// <summary>A run that is being taken back.</summary>
public sealed record UndoneRun(TenantId Tenant, MappingId Mapping, string Run, string Reason, LearnerId? AskedBy);

/// <summary>Awards of one run, and taking them back together.</summary>
public sealed class RunRepository(Database database)
{
    private static readonly Sql SelectRuns = new("""
        SELECT a.run, COUNT(*) AS awards, MIN(a.awarded_at) AS first_at, MAX(a.awarded_at) AS last_at, MIN(u.asked_at) AS undone_at,
               SUM(CASE WHEN w.award_id IS NULL THEN 1 ELSE 0 END) AS standing
        FROM awards a
        LEFT JOIN undone_runs u ON u.tenant_id = a.tenant_id AND u.mapping_id = a.mapping_id AND u.run = a.run
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        WHERE a.tenant_id = @Tenant AND a.mapping_id = @Mapping AND a.run IS NOT NULL AND a.run NOT LIKE 'test:%'
        GROUP BY a.run ORDER BY MAX(a.awarded_at) DESC, a.run {page}
        """);

    private static readonly Sql SelectRunAwards = new("SELECT COUNT(*) AS value FROM awards WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND run = @Run AND run NOT LIKE 'test:%'");

    private static readonly Sql InsertUndone = Sql.InsertIfAbsent(
        "undone_runs", ["tenant_id", "mapping_id", "run", "reason", "asked_by", "asked_at"], key: ["tenant_id", "mapping_id", "run"]);

    private static readonly Sql SelectUndone = new("""
        SELECT tenant_id AS tenant, mapping_id AS mapping, run, reason, asked_by FROM undone_runs WHERE finished_at IS NULL ORDER BY asked_at {page}
        """);

    private static readonly Sql SelectStanding = new("""
        SELECT a.id FROM awards a
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        WHERE a.tenant_id = @Tenant AND a.mapping_id = @Mapping AND a.run = @Run AND w.award_id IS NULL
        ORDER BY a.id {page}
        """);

    private static readonly Sql SetFinished = new("UPDATE undone_runs SET finished_at = @Now WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND run = @Run");

    /// <summary>The newest runs of a mapping.</summary>
    public async Task<IReadOnlyList<AwardRun>> Of(TenantId tenant, MappingId mapping, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<RunRow>(SelectRuns, new { Tenant = tenant, Mapping = mapping, Most = most }, ct);
        return [.. rows.Select(row => new AwardRun(row.Run, row.Awards, row.FirstAt, row.LastAt, row.UndoneAt, row.UndoneAt is null ? 0 : row.Standing))];
    }

    /// <summary>Asks for a run to be taken back; asking again changes nothing, and the first reason stays.</summary>
    /// <returns>False when there is no such run.</returns>
    public Task<bool> Undo(UndoneRun run, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            if (await work.First<Number>(SelectRunAwards, run, ct) is not { Value: > 0 }) return false;
            var row = new { TenantId = run.Tenant, MappingId = run.Mapping, run.Run, run.Reason, run.AskedBy, AskedAt = entry.At };
            if (await work.Execute(InsertUndone, row, ct) == 1) await AuditRepository.Append(work, entry, ct);
            return true;
        },
        ct);

    /// <summary>Runs that were asked back and are not finished.</summary>
    public async Task<IReadOnlyList<UndoneRun>> Unfinished(int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<UndoneRun>(SelectUndone, new { Most = most }, ct);
    }

    /// <summary>Awards of the run that still stand.</summary>
    public async Task<IReadOnlyList<AwardId>> Standing(UndoneRun run, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<AwardId>(SelectStanding, new { run.Tenant, run.Mapping, run.Run, Most = most }, ct);
    }

    public Task Finish(UndoneRun run, DateTimeOffset now, CancellationToken ct) =>
        database.Write(work => work.Execute(SetFinished, new { run.Tenant, run.Mapping, run.Run, Now = now }, ct), ct);

    private sealed record RunRow(string Run, int Awards, DateTimeOffset FirstAt, DateTimeOffset LastAt, DateTimeOffset? UndoneAt, int Standing);
}
