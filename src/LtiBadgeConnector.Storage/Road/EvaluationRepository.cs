using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Mappings;
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
        SELECT e.tenant_id AS tenant, e.mapping_id AS mapping, e.learner_id AS learner, e.due_version, c.can_earn, c.has_left,
               CASE WHEN m.for_institution = {true} AND EXISTS (
                   SELECT 1 FROM course_members x WHERE x.tenant_id = e.tenant_id AND x.learner_id = e.learner_id AND x.can_earn = {true} AND x.has_left = {false})
               THEN 1 ELSE 0 END AS earns_elsewhere,
               a.id AS award, a.mapping_id AS award_mapping, a.rule_version AS award_rule, a.cycle, a.awarded_at, a.valid_until, a.state AS award_state, a.run AS award_run,
               w.by_rule AS withdrawn_by_rule, s.state AS suspension, s.by_rule AS suspended_by_rule,
               e.evaluation AS before, e.rule_version AS decided_by, e.hold, e.keeps_rule
        FROM evaluations e
        JOIN course_mappings m ON m.tenant_id = e.tenant_id AND m.id = e.mapping_id
        LEFT JOIN course_members c
            ON c.tenant_id = e.tenant_id AND c.course_id = m.course_id AND c.learner_id = e.learner_id
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

    private static readonly Sql RecordVerdict = new("""
        UPDATE evaluations
        SET verdict = @Verdict, permille = @Permille, standing = @Standing, rule_version = @RuleVersion, evaluation = @Evaluation, marks = @Marks,
            needs_decision = @NeedsDecision, decided_at = @DecidedAt, due_at = @DueAt, hold = @Hold, problem = NULL
        WHERE tenant_id = @TenantId AND mapping_id = @MappingId AND learner_id = @LearnerId
          AND due_version = @DueVersion AND due_at IS NOT NULL
        """);

    private static readonly Sql InsertAward = Sql.InsertIfAbsent(
        "awards",
        ["id", "tenant_id", "micro_credential_id", "learner_id", "cycle", "mapping_id", "rule_version", "definition_version_id",
         "public_id", "url", "share_key", "visibility", "state", "attempts", "due_at", "evaluation", "awarded_at", "valid_until", "run"],
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

    private static readonly Sql SelectRuleForAll = new("SELECT rule_json FROM course_mappings WHERE tenant_id = @Tenant AND id = @Mapping AND for_institution = {true}");

    // Of the whole institution only those who hold a part already: nobody else can be near it.
    private static readonly Sql AskHoldersFirst = new("""
        INSERT INTO evaluations (tenant_id, mapping_id, learner_id, verdict, permille, rule_version, needs_decision, due_at, due_version)
        SELECT DISTINCT a.tenant_id, m.id, a.learner_id, @NotYet, 0, 0, {false}, @Now, 1
        FROM course_mappings m
        JOIN awards a ON a.tenant_id = m.tenant_id AND a.micro_credential_id IN @Parts
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping AND NOT EXISTS (
            SELECT 1 FROM evaluations e WHERE e.tenant_id = m.tenant_id AND e.mapping_id = m.id AND e.learner_id = a.learner_id)
        {or_ignore}
        """);

    private static readonly Sql PostponeDue = new("""
        UPDATE evaluations SET due_at = @Until, problem = @Problem
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner AND due_at IS NOT NULL
        """);

    private static readonly Sql RestDue = new("""
        UPDATE evaluations SET due_at = NULL, hold = NULL, needs_decision = {false}
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner AND due_version = @DueVersion
        """);

    public async Task<IReadOnlyList<DueEvaluation>> Load(IReadOnlyList<EvaluationKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0) return [];

        await using var session = await database.Read(ct);
        // The request's number first: a result that arrives between the two reads raises it, and the decision does not count.
        var due = await session.QuerySet<DueRow, DueKey>(LoadDue, [.. keys.Distinct().Select(key => new DueKey(key))], ct);
        var mappings = await Mappings(session, due, ct);
        var gates = await IssuingGates.Of(session, [.. due.Select(row => row.Mapping).Distinct()], ct);
        var inputs = mappings.ToDictionary(mapping => mapping.Key, mapping => (IReadOnlyList<CriterionInput>)[.. mapping.Value.Rule.Inputs.Distinct()]);
        var progress = await ProgressReader.Of(session, [.. due.Select(row => new AskedPerson(row.Tenant, mappings[row.DecidedUnder].Course, row.Mapping, row.Learner, inputs[row.DecidedUnder]))], ct);
        return
        [
            .. due.Zip(progress, (row, known) => new DueEvaluation(row.Key, mappings[row.DecidedUnder], row.DueVersion, known, row is { CanEarn: true, HasLeft: false } || row.EarnsAsStranger, row.Held)
            {
                HasLeft = row.HasLeft is true && !row.EarnsAsStranger, Before = row.Before, DecidedBy = row.DecidedBy, Hold = row.Hold, Gate = gates[row.Mapping],
            }),
        ];
    }

    public async Task<IReadOnlyList<EvaluationKey>> FindDue(int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<KeyRow>(FindDueRows, new { Now = now, MappingState.Active, Most = most }, ct)).Select(row => row.Key)];
    }

    public async Task<Recorded> Record(IReadOnlyList<Decision> decisions, CancellationToken ct)
    {
        if (decisions.Count == 0) return Recorded.Nothing;

        // In one order everywhere, so that two nodes never wait for each other crosswise.
        Decision[] ordered = [.. decisions.OrderBy(decision => decision.Key.Mapping.Value).ThenBy(decision => decision.Key.Learner.Value)];
        return await database.Write(work => Record(work, ordered, ct), ct);
    }

    public async Task Rest(IReadOnlyList<DueEvaluation> due, CancellationToken ct)
    {
        if (due.Count == 0) return;
        await database.Write(work => work.ExecuteSet(RestDue, [.. due.Select(one => new { one.Key.Tenant, one.Key.Mapping, one.Key.Learner, one.DueVersion })], ct), ct);
    }

    public Task<int> MakeAllDue(TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct)
    {
        var all = new { Tenant = tenant, Mapping = mapping, Now = now, Verdict.NotYet };
        return database.Write(
            async work =>
            {
                var asked = await work.Execute(AskMembersAgain, all, ct) + await work.Execute(AskMembersFirst, all, ct);
                var rule = await work.First<RuleRow>(SelectRuleForAll, all, ct);
                MicroCredentialId[] parts = [.. Pathways.PartsOf(rule?.Rule).OfType<HoldsAward>().Select(part => part.MicroCredential).Distinct()];
                return asked + (parts.Length == 0 ? 0 : await work.Execute(AskHoldersFirst, new { all.Tenant, all.Mapping, all.Now, all.NotYet, Parts = parts }, ct));
            },
            ct);
    }

    public async Task<IReadOnlyList<EvaluationKey>> FindFollowing(IReadOnlyList<AwardId> awarded, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await Followers.Of(session, awarded, ct);
    }

    public Task Postpone(IReadOnlyList<EvaluationKey> keys, DateTimeOffset until, string problem, CancellationToken ct) =>
        database.Write(work => work.ExecuteSet(PostponeDue, [.. keys.Select(key => new { key.Tenant, key.Mapping, key.Learner, Until = until, Problem = problem })], ct), ct);

    private static async Task<Recorded> Record(Session work, IReadOnlyList<Decision> decisions, CancellationToken ct)
    {
        await BrakeLine.Enter(work, decisions, ct);
        var stands = await work.ExecuteSet(RecordVerdict, [.. decisions.Select(decision => new VerdictRow(decision))], ct);
        // Asked for again meanwhile: it was decided on old facts, so it leads to nothing and stays due.
        var (standing, stopped) = await BrakeLine.Pass(work, [.. decisions.Where((_, at) => stands[at] == 1)], ct);
        await RuleChanges.Apply(work, standing, ct);
        await DecisionLedger.Append(work, standing, ct);
        return new(await AddAwards(work, [.. standing.Where(decision => decision.Award is not null)], ct), stopped);
    }

    private static async Task<IReadOnlyList<AwardId>> AddAwards(Session work, IReadOnlyList<Decision> earned, CancellationToken ct)
    {
        if (earned.Count == 0) return [];

        HashSet<TenantId> unlisted = [.. await work.Query<TenantId>(FindUnlisted, new { Ids = earned.Select(decision => decision.Key.Tenant).Distinct() }, ct)];
        AwardRow[] awards = [.. earned.Select(decision => new AwardRow(decision.Award!, decision.Evaluation, unlisted.Contains(decision.Key.Tenant)))];
        var isNew = await work.ExecuteSet(InsertAward, awards, ct);
        AwardRow[] added = [.. awards.Where((_, at) => isNew[at] == 1)];
        await Followers.Ask(work, [.. added.Select(row => new Holder(row.TenantId, row.MicroCredentialId, row.LearnerId))], earned[0].DecidedAt, ct);
        return [.. added.Select(row => row.Id)];
    }

    // As they are, and as they were for those who finish by a former rule.
    private static async Task<IReadOnlyDictionary<(MappingId Mapping, int? FormerRule), CourseMapping>> Mappings(Session session, IReadOnlyList<DueRow> due, CancellationToken ct)
    {
        Dictionary<(MappingId, int?), CourseMapping> mappings = [];
        foreach (var ids in due.Select(row => row.Mapping).Distinct().Chunk(Lists.Most))
            foreach (var row in await session.Query<MappingRow>(LoadMappings, new { Ids = ids }, ct)) mappings[(row.Id, null)] = row.Mapping;
        foreach (var former in due.Select(row => row.DecidedUnder).Where(under => under.FormerRule is not null).Distinct())
            mappings[former] = await MappingRepository.AsOf(session, mappings[(former.Mapping, null)], former.FormerRule!.Value, ct);
        return mappings;
    }

    private sealed record DueKey(TenantId Tenant, MappingId Mapping, LearnerId Learner, MappingState Active = MappingState.Active)
    {
        public DueKey(EvaluationKey key) : this(key.Tenant, key.Mapping, key.Learner) { }
    }

    private sealed record RuleRow(string RuleJson)
    {
        public Criterion Rule => CriterionJson.Read(RuleJson);
    }

    private sealed record KeyRow(TenantId Tenant, MappingId Mapping, LearnerId Learner)
    {
        public EvaluationKey Key => new(Tenant, Mapping, Learner);
    }

    private sealed record DueRow(TenantId Tenant, MappingId Mapping, LearnerId Learner, int DueVersion, bool? CanEarn, bool? HasLeft, int EarnsElsewhere,
        AwardId? Award, MappingId? AwardMapping, int? AwardRule, int? Cycle, DateTimeOffset? AwardedAt, DateTimeOffset? ValidUntil, AwardState? AwardState, string? AwardRun,
        bool? WithdrawnByRule, SuspensionState? Suspension, bool? SuspendedByRule, string? Before, int DecidedBy, Hold? Hold, int? KeepsRule)
    {
        public EvaluationKey Key => new(Tenant, Mapping, Learner);

        public (MappingId Mapping, int? FormerRule) DecidedUnder => (Mapping, KeepsRule);

        // No member of the course, or no longer: open to the institution, it can be earned by whoever learns elsewhere.
        public bool EarnsAsStranger => EarnsElsewhere == 1 && HasLeft is not false;

        public HeldAward? Held => Award is not { } award ? null : new(
            award, AwardMapping!.Value, AwardRule!.Value, Cycle!.Value, AwardedAt!.Value, ValidUntil,
            AwardState is Core.Awarding.AwardState.Issued or Core.Awarding.AwardState.Delivered, Status)
        {
            IsByHand = AwardRuns.IsByHand(AwardRun),
        };

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

        public Hold? Hold => decision.Hold;
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

        public string? Run => award.Run;
    }
}
