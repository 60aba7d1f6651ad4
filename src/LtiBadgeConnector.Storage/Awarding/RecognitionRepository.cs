using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>A claim with who made it and who decided it.</summary>
/// <param name="Keeps">The former rule by which its learner finishes; null for the one in force.</param>
public sealed record ShownClaim(Claim Claim, string? LearnerName, string? DecidedByName, FormerRule? Keeps)
{
    /// <summary>The mapping as it counts for who made it.</summary>
    public CourseMapping In(CourseMapping mapping) => Keeps is { } former ? mapping with { Rule = former.Rule, RuleVersion = former.Version } : mapping;
}

/// <summary>A rule that was in force.</summary>
public sealed record FormerRule(int Version, Criterion Rule);

/// <summary>A submitted badge about which its issuer is to be asked again.</summary>
/// <param name="Reference">Where the issuer tells, in the form of whoever asks.</param>
public sealed record BadgeToCheck(RecognitionId Id, EvaluationKey About, string Reference, BadgeStanding Standing, DateTimeOffset CheckAt);

/// <summary>What learners submit in place of requirements. Of two people who decide at once one does; what is accepted makes the evaluation due in the same transaction.</summary>
public sealed class RecognitionRepository(Database database)
{
    private const string Columns = """
        r.id, r.tenant_id AS tenant, r.mapping_id AS mapping, r.learner_id AS learner, r.criterion, r.state, r.statement, r.evidence_url, r.badge, r.submitted_at, r.decided_at,
        r.decided_by, r.reason, r.asked, r.rule_version, r.standing, r.checked_at, l.name AS learner_name, d.name AS decided_by_name, k.version AS kept_version, k.rule_json AS kept_rule
        """;

    private const string Joined = """
        FROM recognitions r
        LEFT JOIN learners l ON l.tenant_id = r.tenant_id AND l.id = r.learner_id
        LEFT JOIN learners d ON d.tenant_id = r.tenant_id AND d.id = r.decided_by
        LEFT JOIN evaluations e ON e.tenant_id = r.tenant_id AND e.mapping_id = r.mapping_id AND e.learner_id = r.learner_id
        LEFT JOIN mapping_rules k ON k.tenant_id = e.tenant_id AND k.mapping_id = e.mapping_id AND k.version = e.keeps_rule
        """;

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "recognitions",
        [
            "id", "tenant_id", "mapping_id", "learner_id", "criterion", "badge_key", "state", "statement", "evidence_url", "badge", "valid_until", "submitted_at", "decided_at", "decided_by", "reason",
            "asked", "rule_version", "status_reference", "check_at",
        ],
        key: ["tenant_id", "mapping_id", "badge_key"]);

    private static readonly Sql SelectOfMapping = new($"SELECT {Columns} {Joined} WHERE r.tenant_id = @Tenant AND r.mapping_id = @Mapping ORDER BY r.state, r.submitted_at DESC, r.id {{page}}");

    private static readonly Sql SelectOfLearner = new($"""
        SELECT {Columns} {Joined} WHERE r.tenant_id = @Tenant AND r.mapping_id = @Mapping AND r.learner_id = @Learner ORDER BY r.submitted_at DESC, r.id
        """);

    private static readonly Sql SelectOne = new($"SELECT {Columns} {Joined} WHERE r.tenant_id = @Tenant AND r.mapping_id = @Mapping AND r.id = @Id");

    private static readonly Sql CountWaiting = new("SELECT COUNT(*) AS value FROM recognitions WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND state = @Waiting");

    private static readonly Sql UpdateDecided = new("""
        UPDATE recognitions SET state = @State, decided_at = @At, decided_by = @By, reason = @Reason, asked = @Asked, rule_version = @RuleVersion
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND id = @Id AND (state = @Waiting OR decided_at = @Former)
        """);

    private static readonly Sql SelectToCheck = new("""
        SELECT id, tenant_id AS tenant, mapping_id AS mapping, learner_id AS learner, status_reference AS reference, standing, check_at
        FROM recognitions WHERE check_at <= @Now AND state <> @Refused AND (valid_until IS NULL OR valid_until >= @Now) ORDER BY check_at, id {page}
        """);

    private static readonly Sql UpdateNextCheck = new("UPDATE recognitions SET check_at = @Next WHERE tenant_id = @Tenant AND id = @Id AND check_at = @CheckAt");

    private static readonly Sql UpdateStanding = new("UPDATE recognitions SET standing = @Standing, checked_at = @At, check_at = @Next WHERE tenant_id = @Tenant AND id = @Id");

    /// <param name="badgeKey">Of one badge there is one claim in a mapping, whoever makes it.</param>
    /// <param name="statusReference">Where the badge's issuer tells whether it still holds; null where nobody tells.</param>
    /// <param name="checkAt">When to ask for the first time.</param>
    /// <returns>False when the badge was submitted already.</returns>
    public Task<bool> Submit(Claim claim, string badgeKey, string? statusReference, DateTimeOffset? checkAt, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            var row = new
            {
                claim.Id, TenantId = claim.About.Tenant, MappingId = claim.About.Mapping, LearnerId = claim.About.Learner, claim.Criterion, BadgeKey = badgeKey, claim.State, claim.Statement,
                claim.EvidenceUrl, Badge = claim.Badge?.ToJson(), claim.Badge?.ValidUntil, claim.SubmittedAt, claim.DecidedAt, claim.DecidedBy, claim.Reason,
                Asked = JsonOf(claim.Asked), claim.RuleVersion, StatusReference = statusReference, CheckAt = checkAt,
            };
            if (await work.Execute(Insert, row, ct) == 0) return false;
            if (claim.State == ClaimState.Accepted) await DueEvaluations.Ask(work, [claim.About], entry.At, ct);
            await AuditRepository.Append(work, entry, ct);
            return true;
        },
        ct);

    /// <summary>Decides what waits; what was decided is decided anew when the claim is the decision that stands.</summary>
    /// <param name="claim">With the requirement that it is decided for.</param>
    /// <returns>False when somebody else has decided it.</returns>
    public Task<bool> Decide(Claim claim, bool isAccepted, LearnerId? by, string reason, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            var change = new
            {
                claim.About.Tenant, claim.About.Mapping, claim.Id, State = isAccepted ? ClaimState.Accepted : ClaimState.Refused, entry.At, By = by, Reason = reason, ClaimState.Waiting,
                Asked = JsonOf(claim.Asked), claim.RuleVersion, Former = claim.DecidedAt,
            };
            if (await work.Execute(UpdateDecided, change, ct) == 0) return false;
            if (isAccepted || claim.State == ClaimState.Accepted) await DueEvaluations.Ask(work, [claim.About], entry.At, ct);
            await AuditRepository.Append(work, entry, ct);
            return true;
        },
        ct);

    /// <summary>The badges about which their issuers are to be asked again, longest due first.</summary>
    public async Task<IReadOnlyList<BadgeToCheck>> DueForCheck(int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<ToCheckRow>(SelectToCheck, new { Now = now, ClaimState.Refused, Most = most }, ct)).Select(row => row.Due)];
    }

    /// <summary>Moves the next check, so that another node asks about other badges.</summary>
    /// <returns>False when another node has taken it.</returns>
    public Task<bool> Take(BadgeToCheck due, DateTimeOffset next, CancellationToken ct) =>
        database.Write(async work => await work.Execute(UpdateNextCheck, new { Next = next, due.About.Tenant, due.Id, due.CheckAt }, ct) == 1, ct);

    /// <summary>Notes what the issuer said; a change makes the evaluation due in the same transaction.</summary>
    /// <param name="next">Null when nobody needs to ask again.</param>
    /// <param name="entry">Null when nothing changed.</param>
    public Task Note(BadgeToCheck due, BadgeStanding standing, DateTimeOffset at, DateTimeOffset? next, AuditEntry? entry, CancellationToken ct) => database.Write(
        async work =>
        {
            await work.Execute(UpdateStanding, new { Standing = standing, At = at, Next = next, due.About.Tenant, due.Id }, ct);
            if (entry is null) return;
            await DueEvaluations.Ask(work, [due.About], at, ct);
            await AuditRepository.Append(work, entry, ct);
        },
        ct);

    /// <summary>What waits first, then the newest.</summary>
    public async Task<IReadOnlyList<ShownClaim>> OfMapping(TenantId tenant, MappingId mapping, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOfMapping, new { Tenant = tenant, Mapping = mapping, Most = most }, ct)).Select(row => row.Shown)];
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<ShownClaim>> OfLearner(EvaluationKey about, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOfLearner, about, ct)).Select(row => row.Shown)];
    }

    public async Task<ShownClaim?> Find(TenantId tenant, MappingId mapping, RecognitionId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Row>(SelectOne, new { Tenant = tenant, Mapping = mapping, Id = id }, ct))?.Shown;
    }

    public async Task<int> Waiting(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Number>(CountWaiting, new { Tenant = tenant, Mapping = mapping, ClaimState.Waiting }, ct))?.Value ?? 0;
    }

    private static string? JsonOf(Criterion? asked) => asked is null ? null : CriterionJson.Write(asked);

    private sealed record ToCheckRow(RecognitionId Id, TenantId Tenant, MappingId Mapping, LearnerId Learner, string Reference, BadgeStanding? Standing, DateTimeOffset CheckAt)
    {
        public BadgeToCheck Due => new(Id, new(Tenant, Mapping, Learner), Reference, Standing ?? BadgeStanding.InForce, CheckAt);
    }

    private sealed record Row(
        RecognitionId Id, TenantId Tenant, MappingId Mapping, LearnerId Learner, string Criterion, ClaimState State, string? Statement, string? EvidenceUrl, string? Badge,
        DateTimeOffset SubmittedAt, DateTimeOffset? DecidedAt, LearnerId? DecidedBy, string? Reason, string? Asked, int? RuleVersion, BadgeStanding? Standing, DateTimeOffset? CheckedAt,
        string? LearnerName, string? DecidedByName, int? KeptVersion, string? KeptRule)
    {
        public ShownClaim Shown => new(
            new(Id, new(Tenant, Mapping, Learner), Criterion, State, Statement, EvidenceUrl, Badge is { } facts ? ForeignBadgeFacts.Read(facts) : null, SubmittedAt, DecidedAt, DecidedBy, Reason)
            {
                Asked = Asked is { } rule ? CriterionJson.Read(rule) : null, RuleVersion = RuleVersion, Standing = Standing ?? BadgeStanding.InForce, CheckedAt = CheckedAt,
            },
            LearnerName, DecidedByName, KeptVersion is { } version ? new(version, CriterionJson.Read(KeptRule!)) : null);
    }
}
