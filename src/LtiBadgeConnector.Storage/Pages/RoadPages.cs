using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>One learner's whole road, station by station, each the newest first.</summary>
public sealed record LearnerRoad(
    IReadOnlyList<RoadArrival> Arrivals,
    IReadOnlyList<RoadResult> Results,
    IReadOnlyList<RoadEvaluation> Evaluations,
    IReadOnlyList<RoadAward> Awards,
    IReadOnlyList<RoadCredential> Credentials,
    IReadOnlyList<RoadDelivery> Deliveries);

/// <summary>A delivery that came in about the learner.</summary>
/// <param name="Connection">The connection's name; null when it was removed since.</param>
/// <param name="DueAt">When it is looked at next; null when it is finished or waits for somebody.</param>
public sealed record RoadArrival(
    DateTimeOffset ReceivedAt, string? Connection, string? Type, InboxState State, int Attempts, DateTimeOffset? DueAt, string? Problem, DateTimeOffset? FinishedAt);

/// <param name="ItemKey">Empty for the course itself.</param>
/// <param name="OccurredAt">The LMS's own time.</param>
/// <param name="StoredAt">When it reached us.</param>
public sealed record RoadResult(
    CourseId Course, string CourseTitle, ResultKind Kind, string ItemKey, string? ItemName, decimal? Given, decimal? Maximum, CompletionState? Completion,
    bool IsFinal, bool IsReleased, ResultSource Source, DateTimeOffset OccurredAt, DateTimeOffset StoredAt);

/// <param name="DueAt">When it is decided again; null when nothing is to be decided.</param>
/// <param name="Problem">Why the last try failed; null when it did not.</param>
public sealed record RoadEvaluation(
    MappingId Mapping, MappingState MappingState, string Title, Verdict Verdict, int Permille, int RuleVersion, Evaluation? Evaluation, bool NeedsDecision,
    DateTimeOffset? DecidedAt, DateTimeOffset? DueAt, string? Problem);

public sealed record RoadAward(
    AwardId Id, MappingId Mapping, PublicId PublicId, string Url, AwardState State, AwardVisibility Visibility, int RuleVersion, int Attempts, DateTimeOffset? DueAt,
    string? Problem, DateTimeOffset AwardedAt);

public sealed record RoadCredential(AwardId Award, PublicId PublicId, string Url, string Format, string KeyId, DateTimeOffset ValidFrom, DateTimeOffset CreatedAt);

public sealed record RoadDelivery(
    AwardId Award, string Channel, DeliveryState State, int Attempts, DateTimeOffset? DueAt, string? Problem, DateTimeOffset OpenedAt, DateTimeOffset? SentAt);

/// <summary>What an administrator sees of one learner.</summary>
public sealed class RoadPages(Database database)
{
    private const int MostArrivals = 200;

    private static readonly Sql SelectArrivals = new("""
        SELECT i.received_at, c.name AS connection, i.type, i.state, i.attempts, CASE WHEN i.finished_at IS NULL THEN i.due_at END AS due_at, i.problem, i.finished_at
        FROM inbox i
        LEFT JOIN connections c ON c.tenant_id = i.tenant_id AND c.id = i.connection_id
        WHERE i.tenant_id = @Tenant AND i.learner_id = @Learner
        ORDER BY i.received_at DESC, i.id {page}
        """);

    private static readonly Sql SelectResults = new("""
        SELECT r.course_id AS course, c.title AS course_title, r.kind, r.item_key, i.name AS item_name, r.given, r.maximum, r.completion,
               r.is_final, r.is_released, r.source, r.occurred_at, r.stored_at
        FROM results r
        JOIN courses c ON c.tenant_id = r.tenant_id AND c.id = r.course_id
        JOIN course_members b ON b.tenant_id = r.tenant_id AND b.course_id = r.course_id AND b.learner_id = r.learner_id
        LEFT JOIN course_items i ON i.tenant_id = r.tenant_id AND i.course_id = r.course_id AND i.item_key = r.item_key
        WHERE b.tenant_id = @Tenant AND b.learner_id = @Learner
        ORDER BY r.stored_at DESC, r.kind, r.item_key
        """);

    private static readonly Sql SelectEvaluations = new("""
        SELECT e.mapping_id AS mapping, m.state AS mapping_state, mc.draft AS definition, e.verdict, e.permille, e.rule_version, e.evaluation, e.needs_decision,
               e.decided_at, e.due_at, e.problem
        FROM course_members b
        JOIN course_mappings m ON m.tenant_id = b.tenant_id AND m.course_id = b.course_id
        JOIN micro_credentials mc ON mc.tenant_id = m.tenant_id AND mc.id = m.micro_credential_id
        JOIN evaluations e ON e.tenant_id = m.tenant_id AND e.mapping_id = m.id AND e.learner_id = b.learner_id
        WHERE b.tenant_id = @Tenant AND b.learner_id = @Learner
        ORDER BY e.decided_at DESC, e.mapping_id
        """);

    private static readonly Sql SelectAwards = new("""
        SELECT id, mapping_id AS mapping, public_id, url, state, visibility, rule_version, attempts, due_at, problem, awarded_at
        FROM awards WHERE tenant_id = @Tenant AND learner_id = @Learner ORDER BY awarded_at DESC, id
        """);

    private static readonly Sql SelectCredentials = new("""
        SELECT d.award_id AS award, d.public_id, d.url, d.format, d.key_id, d.valid_from, d.created_at
        FROM credentials d JOIN awards a ON a.tenant_id = d.tenant_id AND a.id = d.award_id
        WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner ORDER BY d.created_at DESC, d.format
        """);

    private static readonly Sql SelectDeliveries = new("""
        SELECT d.award_id AS award, d.channel, d.state, d.attempts, d.due_at, d.problem, d.opened_at, d.sent_at
        FROM deliveries d JOIN awards a ON a.tenant_id = d.tenant_id AND a.id = d.award_id
        WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner ORDER BY d.opened_at DESC, d.channel
        """);

    public async Task<LearnerRoad> Of(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        var who = new { Tenant = tenant, Learner = learner, Most = MostArrivals };
        await using var session = await database.Read(ct);
        return new(
            await session.Query<RoadArrival>(SelectArrivals, who, ct),
            await session.Query<RoadResult>(SelectResults, who, ct),
            [.. (await session.Query<EvaluationRow>(SelectEvaluations, who, ct)).Select(row => row.ToEvaluation())],
            await session.Query<RoadAward>(SelectAwards, who, ct),
            await session.Query<RoadCredential>(SelectCredentials, who, ct),
            await session.Query<RoadDelivery>(SelectDeliveries, who, ct));
    }

    private sealed record EvaluationRow(
        MappingId Mapping, MappingState MappingState, string Definition, Verdict Verdict, int Permille, int RuleVersion, string? Evaluation, bool NeedsDecision,
        DateTimeOffset? DecidedAt, DateTimeOffset? DueAt, string? Problem)
    {
        public RoadEvaluation ToEvaluation() => new(
            Mapping, MappingState, DefinitionJson.Read(Definition).Title, Verdict, Permille, RuleVersion,
            Evaluation is { } evaluation ? CriterionJson.ReadEvaluation(evaluation) : null, NeedsDecision, DecidedAt, DueAt, Problem);
    }
}
