using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>How far one learner is under one mapping.</summary>
/// <param name="Evaluation">Null until it was decided for the first time.</param>
/// <param name="IsBeingDecided">Something changed, and the verdict is about to be renewed.</param>
/// <param name="Award">What the learner holds of the micro-credential, from whichever course.</param>
public sealed record MyProgress(Evaluation? Evaluation, DateTimeOffset? DecidedAt, bool IsBeingDecided, bool CanEarn, AwardSummary? Award);

/// <summary>What a learner's own page shows.</summary>
public sealed class ProgressPages(Database database)
{
    private static readonly Sql SelectEvaluation = new("""
        SELECT evaluation, decided_at, due_at FROM evaluations WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner
        """);

    private static readonly Sql SelectMember = new("""
        SELECT c.learner_id FROM course_members c
        JOIN course_mappings m ON m.tenant_id = c.tenant_id AND m.course_id = c.course_id
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping AND c.learner_id = @Learner AND c.can_earn = {true} AND c.has_left = {false}
        """);

    /// <param name="now">A verdict whose time has come counts as being decided.</param>
    public async Task<MyProgress> Find(TenantId tenant, MappingId mapping, LearnerId learner, DateTimeOffset now, CancellationToken ct)
    {
        var who = new { Tenant = tenant, Mapping = mapping, Learner = learner };
        await using var session = await database.Read(ct);
        var row = await session.First<Row>(SelectEvaluation, who, ct);
        var canEarn = (await session.Query<LearnerId>(SelectMember, who, ct)).Count > 0;
        var award = await AwardPages.Newest(session, tenant, mapping, learner, ct);
        return new(row?.Evaluation is { } evaluation ? CriterionJson.ReadEvaluation(evaluation) : null, row?.DecidedAt, row?.DueAt <= now, canEarn, award);
    }

    private sealed record Row(string? Evaluation, DateTimeOffset? DecidedAt, DateTimeOffset? DueAt);
}
