using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>The newest verdict on one learner, with the rule it was reached under.</summary>
/// <param name="Evaluation">Null while nothing was decided yet.</param>
public sealed record LearnerVerdict(MappingId Mapping, int RuleVersion, Evaluation? Evaluation, DateTimeOffset? DecidedAt);

/// <summary>What a learner's own progress page reads.</summary>
public sealed class LearnerVerdicts(Database database)
{
    private static readonly Sql SelectOfCourse = new("""
        SELECT e.mapping_id AS mapping, e.rule_version, e.evaluation, e.decided_at
        FROM evaluations e
        JOIN course_mappings m ON m.tenant_id = e.tenant_id AND m.id = e.mapping_id
        WHERE e.tenant_id = @Tenant AND e.learner_id = @Learner AND m.course_id = @Course
        """);

    public async Task<IReadOnlyDictionary<MappingId, LearnerVerdict>> OfCourse(TenantId tenant, CourseId course, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<Row>(SelectOfCourse, new { Tenant = tenant, Course = course, Learner = learner }, ct);
        return rows.ToDictionary(row => row.Mapping, row => row.ToVerdict());
    }

    private sealed record Row(MappingId Mapping, int RuleVersion, string? Evaluation, DateTimeOffset? DecidedAt)
    {
        public LearnerVerdict ToVerdict() => new(Mapping, RuleVersion, Evaluation is { } json ? CriterionJson.ReadEvaluation(json) : null, DecidedAt);
    }
}
