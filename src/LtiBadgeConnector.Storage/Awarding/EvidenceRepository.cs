using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>What is known of the work behind an award.</summary>
/// <param name="Carried">What the credential carries by its holder's word.</param>
/// <param name="GivenUrl">What an instructor gave as evidence, and the text beside it.</param>
/// <param name="Works">Where work is that the learner handed in, by its item.</param>
public sealed record KnownWork(
    AwardId Award, MappingId Mapping, int RuleVersion, DefinitionVersionId Version, Evaluation Evaluation, IReadOnlyList<Evidence> Carried, string? GivenUrl, string? GivenText,
    IReadOnlyDictionary<ItemKey, string> Works);

/// <summary>The evidence of awards. Only the holder decides whether a credential carries it.</summary>
public sealed class EvidenceRepository(Database database)
{
    private static readonly Sql SelectAward = new("""
        SELECT a.id AS award, a.mapping_id AS mapping, a.rule_version, a.definition_version_id AS version, a.evaluation, a.evidence, h.evidence_url, h.evidence_text
        FROM awards a
        LEFT JOIN hand_awards h ON h.tenant_id = a.tenant_id AND h.award_id = a.id
        WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner AND a.public_id = @PublicId AND a.state IN @Issued
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = a.tenant_id AND w.award_id = a.id)
        """);

    private static readonly Sql SelectWorks = new("""
        SELECT r.item_key, r.work_url FROM results r
        JOIN course_mappings m ON m.tenant_id = r.tenant_id AND m.course_id = r.course_id
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping AND r.learner_id = @Learner AND r.kind = @Grade AND r.work_url IS NOT NULL
        """);

    // Documents that are signed are signed anew, with it or without.
    private static readonly Sql SetEvidence = new("""
        UPDATE awards SET evidence = @Evidence, reissue_due_at = @Now WHERE tenant_id = @Tenant AND learner_id = @Learner AND id = @Award AND state IN @Issued
        """);

    private static readonly int[] issued = [(int)AwardState.Issued, (int)AwardState.Delivered];

    /// <summary>Null unless the learner holds the award and it is signed and not withdrawn.</summary>
    public async Task<KnownWork?> Find(TenantId tenant, LearnerId learner, PublicId award, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        if (await session.First<Row>(SelectAward, new { Tenant = tenant, Learner = learner, PublicId = award, Issued = issued }, ct) is not { } row) return null;
        var works = await session.Query<WorkRow>(SelectWorks, new { Tenant = tenant, row.Mapping, Learner = learner, ResultKind.Grade }, ct);
        return new(
            row.Award, row.Mapping, row.RuleVersion, row.Version, CriterionJson.ReadEvaluation(row.Evaluation), EvidenceJson.Read(row.Evidence), row.EvidenceUrl, row.EvidenceText,
            works.ToDictionary(work => new ItemKey(work.ItemKey), work => work.WorkUrl));
    }

    /// <param name="evidence">Empty for none.</param>
    public Task Carry(TenantId tenant, LearnerId learner, AwardId award, IReadOnlyList<Evidence> evidence, DateTimeOffset now, CancellationToken ct)
    {
        var change = new { Tenant = tenant, Learner = learner, Award = award, Evidence = evidence.Count == 0 ? null : EvidenceJson.Write(evidence), Now = now, Issued = issued };
        return database.Write(work => work.Execute(SetEvidence, change, ct), ct);
    }

    private sealed record Row(
        AwardId Award, MappingId Mapping, int RuleVersion, DefinitionVersionId Version, string Evaluation, string? Evidence, string? EvidenceUrl, string? EvidenceText);

    private sealed record WorkRow(string ItemKey, string WorkUrl);
}
