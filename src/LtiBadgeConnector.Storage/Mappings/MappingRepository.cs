using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Storage.Mappings;

/// <summary>Micro-credentials attached to courses. Every change is conditional on what its author saw.</summary>
public sealed class MappingRepository(Database database) : IMappings
{
    private const string Columns = """
        id, tenant_id AS tenant, course_id AS course, micro_credential_id AS micro_credential, definition_version_id AS version, state, rule_version,
        rule_json, draft_rule_json, revision, created_at, activated_at, policy, for_institution
        """;

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "course_mappings",
        [
            "id", "tenant_id", "course_id", "micro_credential_id", "definition_version_id", "state", "rule_version", "rule_json", "draft_rule_json",
            "reports_to_gradebook", "revision", "created_at", "activated_at",
        ],
        key: ["tenant_id", "course_id", "micro_credential_id"]);

    private static readonly Sql SelectOne = new($"SELECT {Columns} FROM course_mappings WHERE tenant_id = @Tenant AND id = @Id");
    private static readonly Sql SelectOfCourse = new($"SELECT {Columns} FROM course_mappings WHERE tenant_id = @Tenant AND course_id = @Course ORDER BY created_at, id");

    private static readonly Sql SelectOfMicroCredential = new($"""
        SELECT {Columns} FROM course_mappings WHERE tenant_id = @Tenant AND micro_credential_id = @MicroCredential ORDER BY created_at, id
        """);

    private static readonly Sql SelectReports = new("SELECT reports_to_gradebook AS reports, reports_progress AS progress FROM course_mappings WHERE tenant_id = @Tenant AND id = @Id");

    // Until a rule has been in force the draft is the rule.
    private static readonly Sql UpdateDraft = new("""
        UPDATE course_mappings SET
            rule_json = CASE WHEN rule_version = 0 THEN @Rule ELSE rule_json END,
            draft_rule_json = CASE WHEN rule_version = 0 THEN NULL ELSE @Rule END,
            revision = revision + 1
        WHERE tenant_id = @Tenant AND id = @Id AND revision = @Revision AND state <> @Ended
        """);

    // A rule begins anew: from its first moment its first batch waits again where the mapping asks for it, and no brake of the former one holds.
    private static readonly Sql UpdateActive = new("""
        UPDATE course_mappings SET definition_version_id = @Version, rule_version = @RuleVersion, rule_json = @Rule, draft_rule_json = NULL, state = @State,
            revision = revision + 1, activated_at = @Now, approved_at = NULL, braked_at = NULL
        WHERE tenant_id = @Tenant AND id = @Id AND revision = @Revision AND state <> @Ended
        """);

    private static readonly Sql InsertRule = new("""
        INSERT INTO mapping_rules (tenant_id, mapping_id, version, rule_json, definition_version_id, in_force_at)
        VALUES (@Tenant, @Id, @RuleVersion, @Rule, @Version, @Now)
        """);

    private static readonly Sql DeleteInputs = new("DELETE FROM mapping_inputs WHERE tenant_id = @Tenant AND mapping_id = @Id");

    private static readonly Sql InsertInput = Sql.InsertIfAbsent(
        "mapping_inputs", ["tenant_id", "course_id", "kind", "item_key", "mapping_id"], key: ["tenant_id", "course_id", "kind", "item_key", "mapping_id"]);

    // Who keeps an older rule goes on keeping it.
    private static readonly Sql KeepFormerRule = new("UPDATE evaluations SET keeps_rule = @Former WHERE tenant_id = @Tenant AND mapping_id = @Id AND keeps_rule IS NULL");

    private static readonly Sql KeepFormerRuleUndecided = new("""
        INSERT INTO evaluations (tenant_id, mapping_id, learner_id, verdict, permille, rule_version, needs_decision, due_at, due_version, keeps_rule)
        SELECT c.tenant_id, m.id, c.learner_id, @NotYet, 0, 0, {false}, @Now, 1, @Former
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.has_left = {false}
        WHERE m.tenant_id = @Tenant AND m.id = @Id AND NOT EXISTS (
            SELECT 1 FROM evaluations e WHERE e.tenant_id = m.tenant_id AND e.mapping_id = m.id AND e.learner_id = c.learner_id)
        {or_ignore}
        """);

    private static readonly Sql LeaveFormerRules = new("UPDATE evaluations SET keeps_rule = NULL WHERE tenant_id = @Tenant AND mapping_id = @Id AND keeps_rule IS NOT NULL");

    private static readonly Sql SelectFormer = new("""
        SELECT version AS rule_version, rule_json, definition_version_id AS version FROM mapping_rules WHERE tenant_id = @Tenant AND mapping_id = @Id AND version = @RuleVersion
        """);

    private static readonly Sql SelectKept = new("""
        SELECT r.version AS rule_version, r.rule_json, r.definition_version_id AS version
        FROM evaluations e JOIN mapping_rules r ON r.tenant_id = e.tenant_id AND r.mapping_id = e.mapping_id AND r.version = e.keeps_rule
        WHERE e.tenant_id = @Tenant AND e.mapping_id = @Id AND e.learner_id = @Learner
        """);

    private static readonly Sql UpdateState = new("""
        UPDATE course_mappings SET state = @To, revision = revision + 1 WHERE tenant_id = @Tenant AND id = @Id AND state = @From
        """);

    private static readonly Sql UpdatePolicy = new("UPDATE course_mappings SET policy = @Policy WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql UpdateReach = new("UPDATE course_mappings SET for_institution = @ForInstitution WHERE tenant_id = @Tenant AND id = @Id AND state <> @Ended");

    // Of a draft it is not known yet what it will ask for.
    private static readonly Sql SelectPathways = new($$"""
        SELECT {{Columns}} FROM course_mappings
        WHERE tenant_id = @Tenant AND state <> @Ended
          AND id IN (SELECT i.mapping_id FROM mapping_inputs i WHERE i.tenant_id = @Tenant AND (i.kind = @Award OR i.kind = @Recognition))
        ORDER BY created_at DESC, id {page}
        """);

    private static readonly Sql SelectSeenIn = new($$"""
        SELECT {{Columns}} FROM course_mappings
        WHERE tenant_id = @Tenant AND state = @Active AND (course_id = @Course OR for_institution = {true})
        ORDER BY created_at DESC, id
        """);

    private static readonly Sql SelectAsking = new($"""
        SELECT {Columns} FROM course_mappings
        WHERE tenant_id = @Tenant AND state = @Active AND id IN (SELECT i.mapping_id FROM mapping_inputs i WHERE i.tenant_id = @Tenant AND i.kind = @Kind AND i.item_key = @Item)
        ORDER BY created_at, id
        """);

    private static readonly Sql UpdateReports = new("UPDATE course_mappings SET reports_to_gradebook = @Reports, reports_progress = @Progress WHERE tenant_id = @Tenant AND id = @Id");

    /// <returns>False when the course has a mapping of this micro-credential already.</returns>
    public Task<bool> Create(CourseMapping mapping, CancellationToken ct)
    {
        var row = new
        {
            mapping.Id, TenantId = mapping.Tenant, CourseId = mapping.Course, MicroCredentialId = mapping.MicroCredential, DefinitionVersionId = mapping.Version,
            mapping.State, mapping.RuleVersion, RuleJson = CriterionJson.Write(mapping.Rule),
            DraftRuleJson = mapping.DraftRule is { } draft ? CriterionJson.Write(draft) : null, ReportsToGradebook = false, mapping.Revision,
            mapping.CreatedAt, mapping.ActivatedAt,
        };
        return database.Write(async session => await session.Execute(Insert, row, ct) == 1, ct);
    }

    public async Task<CourseMapping?> Find(TenantId tenant, MappingId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await Find(session, tenant, id, ct);
    }

    public async Task<IReadOnlyList<CourseMapping>> OfCourse(TenantId tenant, CourseId course, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOfCourse, new { Tenant = tenant, Course = course }, ct)).Select(row => row.ToMapping())];
    }

    public async Task<IReadOnlyList<CourseMapping>> OfMicroCredential(TenantId tenant, MicroCredentialId microCredential, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOfMicroCredential, new { Tenant = tenant, MicroCredential = microCredential }, ct)).Select(row => row.ToMapping())];
    }

    /// <summary>Keeps a rule that is not in force yet.</summary>
    /// <returns>False when the mapping has changed since <paramref name="revision"/>, or has ended.</returns>
    public Task<bool> SaveDraftRule(TenantId tenant, MappingId id, Criterion rule, int revision, CancellationToken ct)
    {
        var change = new { Tenant = tenant, Id = id, Rule = CriterionJson.Write(rule), Revision = revision, Ended = MappingState.Ended };
        return database.Write(async session => await session.Execute(UpdateDraft, change, ct) == 1, ct);
    }

    /// <summary>
    /// Puts the draft, or the rule again when there is none, in force with this version, and switches the mapping on. Making its
    /// learners due is the caller's next step. Who was in the course before keeps what was in force when the policy says so.
    /// </summary>
    /// <returns>The mapping as it is now; null when it has changed since <paramref name="revision"/>, or has ended.</returns>
    public Task<CourseMapping?> Activate(TenantId tenant, MappingId id, DefinitionVersionId version, int revision, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            if (await Find(session, tenant, id, ct) is not { } mapping || mapping.Revision != revision) return null;

            var rule = mapping.RuleToEdit;
            var inForce = new
            {
                Tenant = tenant, Id = id, mapping.Course, Version = version, RuleVersion = mapping.RuleVersion + 1, Rule = CriterionJson.Write(rule),
                State = MappingState.Active, Ended = MappingState.Ended, Revision = revision, Now = now,
            };
            if (await session.Execute(UpdateActive, inForce, ct) == 0) return null;

            await MappingNotices.GoesOn(session, tenant, id, now, ct);
            await session.Execute(InsertRule, inForce, ct);
            if (mapping is { RuleVersion: > 0, Policy.WhenChanged: WhenChanged.ForNewcomers })
            {
                var former = new { Tenant = tenant, Id = id, Former = mapping.RuleVersion, Now = now, Verdict.NotYet };
                await session.Execute(KeepFormerRule, former, ct);
                await session.Execute(KeepFormerRuleUndecided, former, ct);
            }
            else
            {
                await session.Execute(LeaveFormerRules, inForce, ct);
                await session.Execute(DeleteInputs, inForce, ct);
            }
            var inputs = rule.Inputs.Distinct().Select(input => new { TenantId = tenant, CourseId = input.Course ?? mapping.Course, input.Kind, ItemKey = input.Item?.Value ?? "", MappingId = id });
            await session.ExecuteMany(InsertInput, [.. inputs], ct);
            return await Find(session, tenant, id, ct);
        },
        ct);

    /// <summary>As it counts for the learner, who may finish by a former rule.</summary>
    public async Task<CourseMapping> For(LearnerId learner, CourseMapping mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<FormerRow>(SelectKept, new { mapping.Tenant, mapping.Id, Learner = learner }, ct) is { } former ? former.Of(mapping) : mapping;
    }

    /// <summary>As it was under a rule that was in force.</summary>
    internal static async Task<CourseMapping> AsOf(Session session, CourseMapping mapping, int ruleVersion, CancellationToken ct) =>
        await session.First<FormerRow>(SelectFormer, new { mapping.Tenant, mapping.Id, RuleVersion = ruleVersion }, ct) is { } former
            ? former.Of(mapping)
            : throw new InvalidOperationException($"Rule {ruleVersion} of mapping {mapping.Id} is gone.");

    /// <summary>Stops evaluating; what is awarded stays.</summary>
    public Task<bool> Pause(TenantId tenant, MappingId id, CancellationToken ct) => Move(tenant, id, MappingState.Active, MappingState.Paused, ct);

    public Task<bool> Resume(TenantId tenant, MappingId id, CancellationToken ct) => Move(tenant, id, MappingState.Paused, MappingState.Active, ct);

    /// <summary>Ends a mapping that is active or paused, for good.</summary>
    public async Task<bool> End(TenantId tenant, MappingId id, CancellationToken ct) =>
        await Move(tenant, id, MappingState.Active, MappingState.Ended, ct)
        || await Move(tenant, id, MappingState.Paused, MappingState.Ended, ct)
        || await Move(tenant, id, MappingState.Draft, MappingState.Ended, ct);

    /// <summary>What is also written into a gradebook column of our own.</summary>
    public async Task<GradebookContent> InGradebook(TenantId tenant, MappingId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<ReportsRow>(SelectReports, new { Tenant = tenant, Id = id }, ct) switch
        {
            { Reports: true, Progress: true } => GradebookContent.Progress,
            { Reports: true } => GradebookContent.Awards,
            _ => GradebookContent.Nothing,
        };
    }

    public Task<bool> SetInGradebook(TenantId tenant, MappingId id, GradebookContent content, CancellationToken ct)
    {
        var change = new { Tenant = tenant, Id = id, Reports = content != GradebookContent.Nothing, Progress = content == GradebookContent.Progress };
        return database.Write(async session => await session.Execute(UpdateReports, change, ct) == 1, ct);
    }

    /// <summary>From now on; what was issued before keeps its end and what its status can say.</summary>
    public Task<bool> SetPolicy(TenantId tenant, MappingId id, AwardPolicy policy, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdatePolicy, new { Tenant = tenant, Id = id, Policy = AwardPolicyJson.Write(policy) }, ct) == 1, ct);

    /// <summary>Opens it to whoever learns in the institution, or closes it again. Making people due is the caller's next step.</summary>
    public Task<bool> SetForInstitution(TenantId tenant, MappingId id, bool forInstitution, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateReach, new { Tenant = tenant, Id = id, ForInstitution = forInstitution, MappingState.Ended }, ct) == 1, ct);

    /// <summary>Those of the institution that ask for other credentials, the newest first. Drafts and ended ones are left out.</summary>
    public async Task<IReadOnlyList<CourseMapping>> Pathways(TenantId tenant, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectPathways, new { Tenant = tenant, MappingState.Ended, ResultKind.Award, ResultKind.Recognition, Most = most }, ct)).Select(row => row.ToMapping())];
    }

    /// <summary>Those that award to members of the course: its own, and those of the whole institution.</summary>
    public async Task<IReadOnlyList<CourseMapping>> SeenIn(TenantId tenant, CourseId course, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectSeenIn, new { Tenant = tenant, MappingState.Active, Course = course }, ct)).Select(row => row.ToMapping())];
    }

    /// <summary>Those that award and whose rules ask for the micro-credential.</summary>
    public async Task<IReadOnlyList<CourseMapping>> AskingFor(TenantId tenant, MicroCredentialId part, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var asked = HoldsAward.InputOf(part);
        return [.. (await session.Query<Row>(SelectAsking, new { Tenant = tenant, MappingState.Active, asked.Kind, Item = asked.Item!.Value.Value }, ct)).Select(row => row.ToMapping())];
    }

    private Task<bool> Move(TenantId tenant, MappingId id, MappingState from, MappingState to, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateState, new { Tenant = tenant, Id = id, From = from, To = to }, ct) == 1, ct);

    private static async Task<CourseMapping?> Find(Session session, TenantId tenant, MappingId id, CancellationToken ct) =>
        (await session.First<Row>(SelectOne, new { Tenant = tenant, Id = id }, ct))?.ToMapping();

    private sealed record FormerRow(int RuleVersion, string RuleJson, DefinitionVersionId Version)
    {
        public CourseMapping Of(CourseMapping mapping) => mapping with { Rule = CriterionJson.Read(RuleJson), RuleVersion = RuleVersion, Version = Version };
    }

    private sealed record ReportsRow(bool Reports, bool? Progress);

    private sealed record Row(
        MappingId Id, TenantId Tenant, CourseId Course, MicroCredentialId MicroCredential, DefinitionVersionId? Version, MappingState State, int RuleVersion,
        string RuleJson, string? DraftRuleJson, int Revision, DateTimeOffset CreatedAt, DateTimeOffset? ActivatedAt, string? Policy, bool? ForInstitution)
    {
        public CourseMapping ToMapping() => new(
            Id, Tenant, Course, MicroCredential, Version, State, RuleVersion, CriterionJson.Read(RuleJson),
            DraftRuleJson is { } draft ? CriterionJson.Read(draft) : null, Revision, CreatedAt, ActivatedAt) 
        {
            Policy = AwardPolicyJson.Read(Policy), ForInstitution = ForInstitution ?? false,
        };
    }
}
