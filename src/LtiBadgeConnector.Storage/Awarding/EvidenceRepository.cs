using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>What is known of the work behind an award.</summary>
/// <param name="Carried">What the credential carries by its holder's word.</param>
/// <param name="GivenUrl">What an instructor gave as evidence, and the text beside it.</param>
/// <param name="Works">Where work is that the learner handed in, by its item.</param>
public sealed record KnownWork(
    AwardId Award, MappingId Mapping, int RuleVersion, DefinitionVersionId Version, Evaluation Evaluation, IReadOnlyList<Evidence> Carried, string? GivenUrl, string? GivenText,
    IReadOnlyDictionary<ItemKey, string> Works);

/// <summary>A copy of a file that a learner handed in, as it is served.</summary>
/// <param name="ContentHash">SHA-256 in hex.</param>
public sealed record EvidenceFile(string Name, string MediaType, byte[] Content, string ContentHash);

/// <summary>A copy to be kept.</summary>
/// <param name="Piece">Which of the pieces that its holder chose it is.</param>
public sealed record NewEvidenceFile(string Piece, PublicId PublicId, EvidenceFile File);

/// <summary>The evidence of awards. Only the holder decides whether a credential carries it; copies of files are kept for as long as it does.</summary>
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
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = awards.tenant_id AND w.award_id = awards.id)
        """);

    private static readonly Sql SelectPieces = new("SELECT piece FROM evidence_files WHERE tenant_id = @Tenant AND award_id = @Award");

    private static readonly Sql DeletePieces = new("DELETE FROM evidence_files WHERE tenant_id = @Tenant AND award_id = @Award AND piece IN @Pieces");

    private static readonly Sql DeleteAll = new("DELETE FROM evidence_files WHERE tenant_id = @Tenant AND award_id = @Award");

    private static readonly Sql InsertFile = Sql.InsertIfAbsent(
        "evidence_files", ["tenant_id", "award_id", "piece", "public_id", "name", "media_type", "content", "content_hash", "created_at"], key: ["tenant_id", "award_id", "piece"]);

    private static readonly Sql SelectFile = new("""
        SELECT f.name, f.media_type, f.content, f.content_hash FROM evidence_files f
        JOIN awards a ON a.tenant_id = f.tenant_id AND a.id = f.award_id
        WHERE f.public_id = @PublicId AND a.state IN @Issued
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = f.tenant_id AND w.award_id = f.award_id)
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

    /// <param name="evidence">Empty for none. Copies of files that it does not name are removed.</param>
    /// <param name="files">What it names and was not kept before.</param>
    /// <returns>False when the learner does not hold it any more.</returns>
    public Task<bool> Carry(
        TenantId tenant, LearnerId learner, AwardId award, IReadOnlyList<Evidence> evidence, IReadOnlyList<NewEvidenceFile> files, DateTimeOffset now, CancellationToken ct) => database.Write(
        async work =>
        {
            var change = new { Tenant = tenant, Learner = learner, Award = award, Evidence = evidence.Count == 0 ? null : EvidenceJson.Write(evidence), Now = now, Issued = issued };
            if (await work.Execute(SetEvidence, change, ct) == 0) return false;

            var kept = await work.Query<string>(SelectPieces, new { Tenant = tenant, Award = award }, ct);
            // One that was kept meanwhile has another address than the evidence says.
            string[] gone = [.. kept.Except(evidence.Select(one => one.Pieces)).OfType<string>(), .. files.Select(file => file.Piece)];
            if (gone.Length > 0) await work.Execute(DeletePieces, new { Tenant = tenant, Award = award, Pieces = gone }, ct);
            foreach (var (piece, publicId, file) in files)
            {
                var row = new { TenantId = tenant, AwardId = award, Piece = piece, PublicId = publicId, file.Name, file.MediaType, file.Content, file.ContentHash, CreatedAt = now };
                await work.Execute(InsertFile, row, ct);
            }
            return true;
        },
        ct);

    /// <summary>While a credential in force carries it. Whoever asks decides by the award whether to show it.</summary>
    public async Task<EvidenceFile?> FindFile(PublicId file, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<EvidenceFile>(SelectFile, new { PublicId = file, Issued = issued }, ct);
    }

    /// <summary>In the transaction that takes the awards back.</summary>
    internal static Task Forget(Session session, IReadOnlyList<StatusChange> takenBack, CancellationToken ct) => session.ExecuteMany(DeleteAll, takenBack, ct);

    private sealed record Row(
        AwardId Award, MappingId Mapping, int RuleVersion, DefinitionVersionId Version, string Evaluation, string? Evidence, string? EvidenceUrl, string? EvidenceText);

    private sealed record WorkRow(string ItemKey, string WorkUrl);
}
