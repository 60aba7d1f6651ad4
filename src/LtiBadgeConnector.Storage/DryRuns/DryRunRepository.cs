using System.Runtime.CompilerServices;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.DryRuns;

/// <summary>One learner of a dry run as its page lists them.</summary>
public sealed record TriedRow(LearnerId Learner, string Name, Standing Standing, Evaluation Evaluation);

/// <summary>What a dry run's page lists.</summary>
public enum TriedList
{
    WouldEarn,
    JustMiss,
    Gain,
    Lose,
    Changed,
}

/// <summary>Dry runs and what they found. Of each mapping the details of the last two are kept.</summary>
public sealed class DryRunRepository(Database database) : IDryRuns
{
    private const int Piece = 500;
    private const string Columns = "id, tenant_id AS tenant, mapping_id AS mapping, rule_json, state, done, total, problem, counts, asked_at, finished_at";

    private static readonly Sql Insert = new("""
        INSERT INTO dry_runs (id, tenant_id, mapping_id, rule_json, state, done, total, asked_at) VALUES (@Id, @Tenant, @Mapping, @Rule, @State, 0, 0, @AskedAt)
        """);

    private static readonly Sql SelectLatest = new($$"""
        SELECT {{Columns}} FROM dry_runs WHERE tenant_id = @Tenant AND mapping_id = @Mapping ORDER BY asked_at DESC, id DESC {page}
        """);

    private static readonly Sql SelectClaimable = new($$"""
        SELECT {{Columns}} FROM dry_runs WHERE state < @Finished AND (claimed_until IS NULL OR claimed_until <= @Now) ORDER BY asked_at, id {page}
        """);

    private static readonly Sql SetClaimed = new("""
        UPDATE dry_runs SET state = @Running, claimed_until = @Until
        WHERE tenant_id = @Tenant AND id = @Id AND state < @Finished AND (claimed_until IS NULL OR claimed_until <= @Now)
        """);

    // A run that somebody else began begins anew.
    private static readonly Sql DeleteLearners = new("DELETE FROM dry_run_learners WHERE tenant_id = @Tenant AND dry_run_id = @Id");

    private static readonly Sql SetProgress = new("UPDATE dry_runs SET done = @Done, total = @Total, claimed_until = @Until WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql InsertLearner = Sql.InsertIfAbsent(
        "dry_run_learners",
        ["tenant_id", "dry_run_id", "learner_id", "standing", "permille", "has_award", "before_standing", "in_force", "evaluation"],
        key: ["tenant_id", "dry_run_id", "learner_id"]);

    private static readonly Sql SetFinished = new("""
        UPDATE dry_runs SET state = @State, counts = @Counts, problem = @Problem, finished_at = @Now, claimed_until = NULL WHERE tenant_id = @Tenant AND id = @Id
        """);

    private static readonly Sql SetFailed = new("UPDATE dry_runs SET state = @State, problem = @Problem, finished_at = @Now, claimed_until = NULL WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql SetReleased = new("UPDATE dry_runs SET claimed_until = NULL WHERE tenant_id = @Tenant AND id = @Id AND state < @Finished");

    private static readonly Sql SelectFormer = new("""
        SELECT id FROM dry_runs WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND state = @State AND asked_at < @AskedAt ORDER BY asked_at DESC, id DESC {page}
        """);

    private static readonly Sql SelectBefore = new("""
        SELECT learner_id AS learner, standing FROM dry_run_learners WHERE tenant_id = @Tenant AND dry_run_id = @Id AND learner_id IN @Learners
        """);

    private static readonly Sql SelectMembers = new("""
        SELECT c.learner_id AS learner, m.course_id AS course, a.id AS award
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.can_earn = {true} AND c.has_left = {false}
        LEFT JOIN awards a ON a.tenant_id = m.tenant_id AND a.micro_credential_id = m.micro_credential_id AND a.learner_id = c.learner_id
            AND NOT EXISTS (SELECT 1 FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id AND n.cycle > a.cycle)
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping
        ORDER BY c.learner_id
        """);

    private static readonly Sql CountMembers = new("""
        SELECT COUNT(*) AS value
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.can_earn = {true} AND c.has_left = {false}
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping
        """);

    private const string Tried = """
        d.learner_id AS learner, COALESCE(l.name, '') AS name, d.standing, d.evaluation
        FROM dry_run_learners d JOIN learners l ON l.tenant_id = d.tenant_id AND l.id = d.learner_id
        WHERE d.tenant_id = @Tenant AND d.dry_run_id = @Id
        """;

    private static readonly Sql SelectWouldEarn = new($$"""SELECT {{Tried}} AND d.has_award = {false} AND d.standing = 1 ORDER BY l.name, d.learner_id {page}""");
    private static readonly Sql SelectNear = new($$"""SELECT {{Tried}} AND d.has_award = {false} AND d.standing = 3 ORDER BY d.permille DESC, l.name, d.learner_id {page}""");
    private static readonly Sql SelectGain = new($$"""SELECT {{Tried}} AND d.standing = 1 AND d.in_force <> 1 ORDER BY l.name, d.learner_id {page}""");
    private static readonly Sql SelectLose = new($$"""SELECT {{Tried}} AND d.standing <> 1 AND d.in_force = 1 ORDER BY l.name, d.learner_id {page}""");
    private static readonly Sql SelectChanged = new($$"""SELECT {{Tried}} AND d.standing <> d.before_standing ORDER BY l.name, d.learner_id {page}""");

    public Task Ask(DryRun run, CancellationToken ct) => database.Write(
        work => work.Execute(Insert, new { run.Id, run.Tenant, run.Mapping, Rule = CriterionJson.Write(run.Rule), State = DryRunState.Asked, run.AskedAt }, ct), ct);

    /// <summary>The newest run of a mapping, finished or not.</summary>
    public async Task<DryRun?> Latest(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Row>(SelectLatest, new { Tenant = tenant, Mapping = mapping, Most = 1 }, ct))?.Run;
    }

    public async Task<IReadOnlyList<TriedRow>> List(DryRun run, TriedList list, int most, CancellationToken ct)
    {
        var sql = list switch
        {
            TriedList.WouldEarn => SelectWouldEarn,
            TriedList.JustMiss => SelectNear,
            TriedList.Gain => SelectGain,
            TriedList.Lose => SelectLose,
            _ => SelectChanged,
        };
        await using var session = await database.Read(ct);
        var rows = await session.Query<ListRow>(sql, new { run.Tenant, run.Id, Most = most }, ct);
        return [.. rows.Select(row => new TriedRow(row.Learner, row.Name, row.Standing, CriterionJson.ReadEvaluation(row.Evaluation)))];
    }

    public async Task<DryRun?> Claim(DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        while (true)
        {
            Row? found;
            await using (var session = await database.Read(ct))
                found = await session.First<Row>(SelectClaimable, new { Finished = DryRunState.Done, Now = now, Most = 1 }, ct);
            if (found is null) return null;

            var claim = new { found.Tenant, found.Id, DryRunState.Running, Finished = DryRunState.Done, Now = now, Until = until };
            var isOurs = await database.Write(
                async work =>
                {
                    if (await work.Execute(SetClaimed, claim, ct) == 0) return false;
                    await work.Execute(DeleteLearners, claim, ct);
                    return true;
                },
                ct);
            if (isOurs) return found.Run;
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<ClassMember>> Class(
        TenantId tenant, MappingId mapping, IReadOnlyList<CriterionInput> inputs, [EnumeratorCancellation] CancellationToken ct)
    {
        IReadOnlyList<MemberRow> members;
        await using (var session = await database.Read(ct)) members = await session.Query<MemberRow>(SelectMembers, new { Tenant = tenant, Mapping = mapping }, ct);
        foreach (var piece in members.Chunk(Piece))
        {
            IReadOnlyList<Core.Results.Progress> progress;
            await using (var session = await database.Read(ct))
                progress = await ProgressReader.Of(session, [.. piece.Select(row => new AskedPerson(tenant, row.Course, mapping, row.Learner, inputs))], ct);
            yield return [.. piece.Zip(progress, (row, known) => new ClassMember(row.Learner, row.Award is not null, known))];
        }
    }

    public async Task<int> ClassSize(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Number>(CountMembers, new { Tenant = tenant, Mapping = mapping }, ct))?.Value ?? 0;
    }

    public async Task<bool> HasFormer(DryRun run, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await Former(session, run, most: 1, ct)).Count > 0;
    }

    public async Task<IReadOnlyDictionary<LearnerId, Standing>> Before(DryRun run, IReadOnlyList<LearnerId> learners, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        if (await Former(session, run, most: 1, ct) is not [var former]) return new Dictionary<LearnerId, Standing>();
        var rows = await session.Query<BeforeRow>(SelectBefore, new { run.Tenant, Id = former, Learners = learners }, ct);
        return rows.ToDictionary(row => row.Learner, row => row.Standing);
    }

    public Task Keep(DryRun run, IReadOnlyList<TriedLearner> tried, int done, int total, DateTimeOffset until, CancellationToken ct) => database.Write(
        async work =>
        {
            await work.ExecuteSet(InsertLearner, [.. tried.OrderBy(one => one.Learner.Value).Select(one => new LearnerRow(run.Tenant, run.Id, one))], ct);
            await work.Execute(SetProgress, new { run.Tenant, run.Id, Done = done, Total = total, Until = until }, ct);
        },
        ct);

    public Task Finish(DryRun run, DryRunCounts counts, string? problem, DateTimeOffset now, CancellationToken ct) => database.Write(
        async work =>
        {
            await work.Execute(SetFinished, new { run.Tenant, run.Id, State = DryRunState.Done, Counts = DryRunJson.Write(counts), Problem = problem, Now = now }, ct);
            // The next run compares with this one; the one before is of no more use.
            foreach (var older in await Former(work, run, most: 10, ct)) await work.Execute(DeleteLearners, new { run.Tenant, Id = older }, ct);
        },
        ct);

    public Task Fail(DryRun run, string problem, DateTimeOffset now, CancellationToken ct) => database.Write(
        async work =>
        {
            await work.Execute(SetFailed, new { run.Tenant, run.Id, State = DryRunState.Failed, Problem = problem, Now = now }, ct);
            // Nobody sees half a class, and no later run compares with it.
            await work.Execute(DeleteLearners, new { run.Tenant, run.Id }, ct);
        },
        ct);

    public Task Release(DryRun run, CancellationToken ct) => database.Write(
        work => work.Execute(SetReleased, new { run.Tenant, run.Id, Finished = DryRunState.Done }, ct), ct);

    private static Task<IReadOnlyList<DryRunId>> Former(Session session, DryRun run, int most, CancellationToken ct) =>
        session.Query<DryRunId>(SelectFormer, new { run.Tenant, run.Mapping, State = DryRunState.Done, run.AskedAt, Most = most }, ct);

    private sealed record Row(
        DryRunId Id, TenantId Tenant, MappingId Mapping, string RuleJson, DryRunState State, int Done, int Total, string? Problem, string? Counts,
        DateTimeOffset AskedAt, DateTimeOffset? FinishedAt)
    {
        public DryRun Run => new(
            Id, Tenant, Mapping, CriterionJson.Read(RuleJson), State, Done, Total, Problem, Counts is { } json ? DryRunJson.Read(json) : null, AskedAt, FinishedAt);
    }

    private sealed record ListRow(LearnerId Learner, string Name, Standing Standing, string Evaluation);

    private sealed record MemberRow(LearnerId Learner, Core.Ids.CourseId Course, AwardId? Award);

    private sealed record BeforeRow(LearnerId Learner, Standing Standing);

    private sealed record LearnerRow(
        TenantId TenantId, DryRunId DryRunId, LearnerId LearnerId, Standing Standing, int Permille, bool HasAward, Standing? BeforeStanding, Verdict? InForce, string Evaluation)
    {
        public LearnerRow(TenantId tenant, DryRunId run, TriedLearner tried) : this(
            tenant, run, tried.Learner, tried.Standing, tried.Evaluation.Permille, tried.HasAward, tried.Before, tried.InForce, CriterionJson.Write(tried.Evaluation))
        {
        }
    }
}
