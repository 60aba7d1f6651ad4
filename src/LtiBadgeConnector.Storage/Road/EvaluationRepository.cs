using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>The newest verdict per mapping and learner, recorded together with the award that follows from it.</summary>
public sealed class EvaluationRepository(Database database) : IEvaluations
{
    private static readonly Sql FindDueRows = new("""
        SELECT e.tenant_id AS tenant, e.mapping_id AS mapping, e.learner_id AS learner
        FROM evaluations e
        JOIN course_mappings m ON m.tenant_id = e.tenant_id AND m.id = e.mapping_id
        WHERE e.due_at <= @Now AND m.state = @Active
        ORDER BY e.due_at {page}
        """);

    private static readonly Sql LoadDue = new("""
        SELECT e.tenant_id AS tenant, e.mapping_id AS mapping, e.learner_id AS learner, e.due_version, c.can_earn,
               a.id AS award, a.mapping_id AS award_mapping, a.rule_version AS award_rule, a.cycle, a.awarded_at, a.valid_until, a.state AS award_state,
               w.by_rule AS withdrawn_by_rule, s.state AS suspension, s.by_rule AS suspended_by_rule
        FROM evaluations e
        JOIN course_mappings m ON m.tenant_id = e.tenant_id AND m.id = e.mapping_id
        LEFT JOIN course_members c
            ON c.tenant_id = e.tenant_id AND c.course_id = m.course_id AND c.learner_id = e.learner_id AND c.has_left = {false}
        LEFT JOIN awards a
            ON a.tenant_id = e.tenant_id AND a.micro_credential_id = m.micro_credential_id AND a.learner_id = e.learner_id
            AND NOT EXISTS (
                SELECT 1 FROM awards n
                WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id AND n.cycle > a.cycle)
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        LEFT JOIN suspensions s ON s.tenant_id = a.tenant_id AND s.award_id = a.id
        WHERE e.tenant_id = @Tenant AND e.mapping_id = @Mapping AND e.learner_id = @Learner AND e.due_at IS NOT NULL AND m.state = @Active
        """);

    private static readonly Sql LoadMappings = new("""
        SELECT id, tenant_id AS tenant, course_id AS course, micro_credential_id AS micro_credential, definition_version_id AS version,
               state, rule_version, rule_json, revision, created_at, activated_at, policy
        FROM course_mappings WHERE id IN @Ids
        """);

    private static readonly Sql LoadResults = new($"""
        SELECT {StoredResult.Columns} FROM results WHERE tenant_id = @Tenant AND course_id = @Course AND learner_id = @Learner
        """);

    private static readonly Sql RecordVerdict = new("""
        UPDATE evaluations
        SET verdict = @Verdict, permille = @Permille, standing = @Standing, rule_version = @RuleVersion, evaluation = @Evaluation, marks = @Marks,
            needs_decision = @NeedsDecision, decided_at = @DecidedAt, due_at = @DueAt, problem = NULL
        WHERE tenant_id = @TenantId AND mapping_id = @MappingId AND learner_id = @LearnerId
          AND due_version = @DueVersion AND due_at IS NOT NULL
        """);

    private static readonly Sql InsertAward = Sql.InsertIfAbsent(
        "awards",
        ["id", "tenant_id", "micro_credential_id", "learner_id", "cycle", "mapping_id", "rule_version", "definition_version_id",
         "public_id", "url", "share_key", "visibility", "state", "attempts", "due_at", "evaluation", "awarded_at", "valid_until"],
        key: ["tenant_id", "micro_credential_id", "learner_id", "cycle"]);

    private static readonly Sql FindUnlisted = new("SELECT id FROM tenants WHERE unlisted_links_from_start = {true} AND id IN @Ids");

    private static readonly Sql AskMembersAgain = new("""
        UPDATE evaluations SET due_at = @Now, due_version = due_version + 1
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping
        """);

    private static readonly Sql AskMembersFirst = new("""
        INSERT INTO evaluations (tenant_id, mapping_id, learner_id, verdict, permille, rule_version, needs_decision, due_at, due_version)
        SELECT c.tenant_id, m.id, c.learner_id, @NotYet, 0, 0, {false}, @Now, 1
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.has_left = {false}
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping AND NOT EXISTS (
            SELECT 1 FROM evaluations e WHERE e.tenant_id = m.tenant_id AND e.mapping_id = m.id AND e.learner_id = c.learner_id)
        {or_ignore}
        """);

    private static readonly Sql PostponeDue = new("""
        UPDATE evaluations SET due_at = @Until, problem = @Problem
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner AND due_at IS NOT NULL
        """);

    public async Task<IReadOnlyList<DueEvaluation>> Load(IReadOnlyList<EvaluationKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return [];

        await using var session = await database.Read(ct);
        // The request's number first: a result that arrives between the two reads raises it, and the decision does not count.
        var due = await session.QuerySet<DueRow, DueKey>(LoadDue, [.. keys.Distinct().Select(key => new DueKey(key))], ct);
        var mappings = await Mappings(session, due, ct);
        var progress = await ProgressOf(session, [.. due.Select(row => new Person(row.Tenant, mappings[row.Mapping].Course, row.Learner)).Distinct()], ct);
        return
        [
            .. from row in due
               let mapping = mappings[row.Mapping]
               let person = new Person(row.Tenant, mapping.Course, row.Learner)
               select new DueEvaluation(row.Key, mapping, row.DueVersion, progress.GetValueOrDefault(person, Progress.Nothing), row.CanEarn ?? false, row.Held),
        ];
    }

    public async Task<IReadOnlyList<EvaluationKey>> FindDue(int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<KeyRow>(FindDueRows, new { Now = now, MappingState.Active, Most = most }, ct)).Select(row => row.Key)];
    }

    public async Task<IReadOnlyList<AwardId>> Record(IReadOnlyList<Decision> decisions, CancellationToken ct)
    {
        if (decisions.Count == 0) return [];

        // In one order everywhere, so that two nodes never wait for each other crosswise.
        Decision[] ordered = [.. decisions.OrderBy(decision => decision.Key.Mapping.Value).ThenBy(decision => decision.Key.Learner.Value)];
        return await database.Write(work => Record(work, ordered, ct), ct);
    }

    public Task<int> MakeAllDue(TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct)
    {
        var all = new { Tenant = tenant, Mapping = mapping, Now = now, Verdict.NotYet };
        return database.Write(async work => await work.Execute(AskMembersAgain, all, ct) + await work.Execute(AskMembersFirst, all, ct), ct);
    }

    public Task Postpone(IReadOnlyList<EvaluationKey> keys, DateTimeOffset until, string problem, CancellationToken ct) =>
        database.Write(work => work.ExecuteSet(PostponeDue, [.. keys.Select(key => new { key.Tenant, key.Mapping, key.Learner, Until = until, Problem = problem })], ct), ct);

    private static async Task<IReadOnlyList<AwardId>> Record(Session work, IReadOnlyList<Decision> decisions, CancellationToken ct)
    {
        var stands = await work.ExecuteSet(RecordVerdict, [.. decisions.Select(decision => new VerdictRow(decision))], ct);
        await RuleChanges.Apply(work, [.. decisions.Where((_, at) => stands[at] == 1)], ct);
        // Asked for again meanwhile: it was decided on old facts, so it leads to nothing and stays due.
        Decision[] earned = [.. decisions.Where((decision, at) => stands[at] == 1 && decision.Award is not null)];
        if (earned.Length == 0) return [];

        HashSet<TenantId> unlisted = [.. await work.Query<TenantId>(FindUnlisted, new { Ids = earned.Select(decision => decision.Key.Tenant).Distinct() }, ct)];
        AwardRow[] awards = [.. earned.Select(decision => new AwardRow(decision.Award!, decision.Evaluation, unlisted.Contains(decision.Key.Tenant)))];
        var isNew = await work.ExecuteSet(InsertAward, awards, ct);
        return [.. awards.Where((_, at) => isNew[at] == 1).Select(row => row.Id)];
    }

    private static async Task<IReadOnlyDictionary<MappingId, CourseMapping>> Mappings(Session session, IReadOnlyList<DueRow> due, CancellationToken ct)
    {
        Dictionary<MappingId, CourseMapping> mappings = [];
        foreach (var ids in due.Select(row => row.Mapping).Distinct().Chunk(Lists.Most))
            foreach (var row in await session.Query<MappingRow>(LoadMappings, new { Ids = ids }, ct)) mappings[row.Id] = row.Mapping;
        return mappings;
    }

    private static async Task<IReadOnlyDictionary<Person, Progress>> ProgressOf(Session session, IReadOnlyList<Person> people, CancellationToken ct) =>
        (await session.QuerySet<StoredResult, Person>(LoadResults, people, ct))
            .GroupBy(row => new Person(row.Tenant, row.Course, row.Learner))
            .ToDictionary(same => same.Key, same => new Progress(same.Select(row => row.Result)));

    private sealed record Person(TenantId Tenant, CourseId Course, LearnerId Learner);

    private sealed record DueKey(TenantId Tenant, MappingId Mapping, LearnerId Learner, MappingState Active = MappingState.Active)
    {
        public DueKey(EvaluationKey key) : this(key.Tenant, key.Mapping, key.Learner) { }
    }

    private sealed record KeyRow(TenantId Tenant, MappingId Mapping, LearnerId Learner)
    {
        public EvaluationKey Key => new(Tenant, Mapping, Learner);
    }

    private sealed record DueRow(TenantId Tenant, MappingId Mapping, LearnerId Learner, int DueVersion, bool? CanEarn,
        AwardId? Award, MappingId? AwardMapping, int? AwardRule, int? Cycle, DateTimeOffset? AwardedAt, DateTimeOffset? ValidUntil, AwardState? AwardState,
        bool? WithdrawnByRule, SuspensionState? Suspension, bool? SuspendedByRule)
    {
        public EvaluationKey Key => new(Tenant, Mapping, Learner);

        public HeldAward? Held => Award is not { } award ? null : new(
            award, AwardMapping!.Value, AwardRule!.Value, Cycle!.Value, AwardedAt!.Value, ValidUntil,
            AwardState is Core.Awarding.AwardState.Issued or Core.Awarding.AwardState.Delivered, Status);

        private AwardStatus Status => (WithdrawnByRule, Suspension, SuspendedByRule) switch
        {
            (true, _, _) => AwardStatus.WithdrawnByRule,
            (false, _, _) => AwardStatus.WithdrawnByPerson,
            (_, SuspensionState.LetStand, _) => AwardStatus.LetStand,
            (_, SuspensionState.Suspended, true) => AwardStatus.SuspendedByRule,
            (_, SuspensionState.Suspended, _) => AwardStatus.SuspendedByPerson,
            _ => AwardStatus.InForce,
        };
    }

    private sealed record MappingRow(
        MappingId Id, TenantId Tenant, CourseId Course, MicroCredentialId MicroCredential, DefinitionVersionId? Version,
        MappingState State, int RuleVersion, string RuleJson, int Revision, DateTimeOffset CreatedAt, DateTimeOffset? ActivatedAt, string? Policy)
    {
        // The draft is for editors; evaluating looks at the rule in force.
        public CourseMapping Mapping => new(
            Id, Tenant, Course, MicroCredential, Version, State, RuleVersion, CriterionJson.Read(RuleJson), DraftRule: null, Revision, CreatedAt, ActivatedAt) { Policy = AwardPolicyJson.Read(Policy) };
    }

    private sealed class VerdictRow(Decision decision)
    {
        public TenantId TenantId => decision.Key.Tenant;

        public MappingId MappingId => decision.Key.Mapping;

        public LearnerId LearnerId => decision.Key.Learner;

        public int DueVersion => decision.DueVersion;

        public int RuleVersion => decision.RuleVersion;

        public Verdict Verdict => decision.Evaluation.Verdict;

        public int Permille => decision.Evaluation.Permille;

        public Standing Standing => Standings.Of(decision.Evaluation);

        public string Evaluation => CriterionJson.Write(decision.Evaluation);

        public string? Marks => Core.Evaluations.Marks.ToKeep(decision.Evaluation);

        public bool NeedsDecision => decision.NeedsDecision;

        public DateTimeOffset DecidedAt => decision.DecidedAt;

        public DateTimeOffset? DueAt => decision.DueAt;
    }

    private sealed class AwardRow(Award award, Evaluation evaluation, bool isUnlisted)
    {
        public AwardId Id => award.Id;

        public TenantId TenantId => award.Tenant;

        public MicroCredentialId MicroCredentialId => award.MicroCredential;

        public LearnerId LearnerId => award.Learner;

        public int Cycle => award.Cycle;

        public MappingId MappingId => award.Mapping;

        public int RuleVersion => award.RuleVersion;

        public DefinitionVersionId DefinitionVersionId => award.Version;

        public PublicId PublicId => award.PublicId;

        public string Url => award.Url;

        public PublicId ShareKey => award.ShareKey;

        public AwardVisibility Visibility => isUnlisted ? AwardVisibility.Unlisted : AwardVisibility.Private;

        public AwardState State { get; } = AwardState.Awarded;

        public int Attempts { get; }

        public DateTimeOffset DueAt => award.AwardedAt;

        public string Evaluation => CriterionJson.Write(evaluation);

        public DateTimeOffset AwardedAt => award.AwardedAt;

        public DateTimeOffset? ValidUntil => award.ValidUntil;
    }
}
