using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>A reason for which so many learners' progress is not in the gradebook.</summary>
public sealed record UnreportedProgress(string Problem, int People);

/// <summary>What the gradebooks show of learners' progress. What is to be written is found by what differs; deciding notes nothing for it.</summary>
public sealed class ProgressReports(Database database) : IProgressReports
{
    // Nobody waits longer for an LMS than this.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly string Permille = $"CASE WHEN a.id IS NOT NULL AND w.award_id IS NULL AND (s.state IS NULL OR s.state <> {(int)SuspensionState.Suspended}) THEN 1000 ELSE e.permille END";

    // Each with the award of the newest cycle, from whichever course it came.
    private const string WithAward = """
        LEFT JOIN awards a ON a.tenant_id = e.tenant_id AND a.micro_credential_id = m.micro_credential_id AND a.learner_id = e.learner_id
            AND NOT EXISTS (SELECT 1 FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id AND n.cycle > a.cycle)
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        LEFT JOIN suspensions s ON s.tenant_id = a.tenant_id AND s.award_id = a.id
        """;

    private static readonly Sql SelectDue = new($$"""
        SELECT e.tenant_id AS tenant, e.mapping_id AS mapping, m.course_id AS course, e.learner_id AS learner, COALESCE(r.attempts, 0) AS attempts
        FROM course_mappings m
        JOIN evaluations e ON e.tenant_id = m.tenant_id AND e.mapping_id = m.id AND e.decided_at IS NOT NULL
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.learner_id = e.learner_id AND c.can_earn = {true} AND c.has_left = {false}
        {{WithAward}}
        LEFT JOIN progress_reports r ON r.tenant_id = e.tenant_id AND r.mapping_id = e.mapping_id AND r.learner_id = e.learner_id
        WHERE m.reports_to_gradebook = {true} AND m.reports_progress = {true} AND m.state = @Active
        AND (r.due_at IS NULL OR r.due_at <= @Now) AND (r.permille IS NULL OR r.permille <> {{Permille}})
        ORDER BY e.tenant_id, e.mapping_id, e.learner_id {page}
        """);

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "progress_reports", ["tenant_id", "mapping_id", "learner_id", "attempts"], key: ["tenant_id", "mapping_id", "learner_id"]);

    private static readonly Sql Claim = new("""
        UPDATE progress_reports SET due_at = @Until
        WHERE tenant_id = @TenantId AND mapping_id = @MappingId AND learner_id = @LearnerId AND (due_at IS NULL OR due_at <= @Now)
        """);

    private static readonly Sql SelectTarget = new($"""
        SELECT m.id AS mapping, m.course_id AS course, v.definition, g.line_item_url, i.sub, {Permille} AS permille
        FROM evaluations e
        JOIN course_mappings m ON m.tenant_id = e.tenant_id AND m.id = e.mapping_id
        JOIN courses k ON k.tenant_id = m.tenant_id AND k.id = m.course_id
        JOIN platforms p ON p.id = k.platform_id
        JOIN definition_versions v ON v.tenant_id = m.tenant_id AND v.id = m.definition_version_id
        JOIN learner_identities i ON i.tenant_id = e.tenant_id AND i.learner_id = e.learner_id AND i.issuer = p.issuer
        {WithAward}
        LEFT JOIN gradebook_columns g ON g.tenant_id = m.tenant_id AND g.mapping_id = m.id
        WHERE e.tenant_id = @Tenant AND e.mapping_id = @Mapping AND e.learner_id = @Learner
        ORDER BY i.created_at DESC, i.sub
        """);

    private static readonly Sql SetSent = new("""
        UPDATE progress_reports SET permille = @Permille, due_at = NULL, attempts = 0, problem = NULL WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner
        """);

    private static readonly Sql SetPostponed = new("""
        UPDATE progress_reports SET due_at = @Until, attempts = attempts + 1, problem = @Problem WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner
        """);

    private static readonly Sql CountProblems = new("""
        SELECT problem, COUNT(*) AS people FROM progress_reports WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND problem IS NOT NULL GROUP BY problem ORDER BY COUNT(*) DESC, problem
        """);

    public async Task<IReadOnlyList<DueProgress>> Take(int most, DateTimeOffset now, CancellationToken ct)
    {
        IReadOnlyList<DueProgress> due;
        await using (var session = await database.Read(ct)) due = await session.Query<DueProgress>(SelectDue, new { MappingState.Active, Now = now, Most = most }, ct);
        if (due.Count == 0) return [];

        Claiming[] claims = [.. due.Select(one => new Claiming(one.Tenant, one.Mapping, one.Learner, now, now + Lease))];
        var claimed = await database.Write(
            async work =>
            {
                await work.ExecuteMany(Insert, claims, ct);
                return await work.ExecuteMany(Claim, claims, ct);
            },
            ct);
        return [.. due.Where((_, at) => claimed[at] == 1)];
    }

    public async Task<GradebookTarget?> Find(DueProgress due, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        if (await session.First<TargetRow>(SelectTarget, new { due.Tenant, due.Mapping, due.Learner }, ct) is not { } row) return null;
        var column = row.LineItemUrl ?? await ScoreLedger.ColumnOfLink(session, due.Tenant, row.Course, row.Mapping, ct);
        return new(row.Mapping, DefinitionJson.Read(row.Definition).Title, column, row.Sub, row.Permille / 10m);
    }

    public Task MarkSent(DueProgress due, decimal score, CancellationToken ct) =>
        database.Write(work => work.Execute(SetSent, new { due.Tenant, due.Mapping, due.Learner, Permille = (int)(score * 10) }, ct), ct);

    public Task Postpone(DueProgress due, DateTimeOffset until, string problem, CancellationToken ct) =>
        database.Write(work => work.Execute(SetPostponed, new { due.Tenant, due.Mapping, due.Learner, Until = until, Problem = problem }, ct), ct);

    /// <summary>Why something of a mapping is not written yet, the most frequent reason first.</summary>
    public async Task<IReadOnlyList<UnreportedProgress>> Problems(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<UnreportedProgress>(CountProblems, new { Tenant = tenant, Mapping = mapping }, ct);
    }

    private sealed record Claiming(TenantId TenantId, MappingId MappingId, LearnerId LearnerId, DateTimeOffset Now, DateTimeOffset Until, int Attempts = 0);

    private sealed record TargetRow(MappingId Mapping, CourseId Course, string Definition, string? LineItemUrl, string Sub, int Permille);
}
