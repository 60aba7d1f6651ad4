using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Awards on their way to being issued and delivered.</summary>
public sealed class AwardRepository(Database database, DossierParts parts, TimeProvider time) : IAwards
{
    private static readonly Sql FindDue = new("""
        SELECT id FROM awards WHERE state = @State AND due_at <= @Now ORDER BY due_at {page}
        """);

    private static readonly Sql LoadAwarded = new("""
        SELECT a.id, a.tenant_id AS tenant, a.public_id, a.url, a.awarded_at, a.attempts, a.definition_version_id AS version,
               m.issuer_id AS issuer, l.subject, l.email, l.name, l.name_agreed, a.valid_until, cm.policy, a.evaluation, a.evidence
        FROM awards a
        JOIN micro_credentials m ON m.tenant_id = a.tenant_id AND m.id = a.micro_credential_id
        JOIN learners l ON l.tenant_id = a.tenant_id AND l.id = a.learner_id
        LEFT JOIN course_mappings cm ON cm.tenant_id = a.tenant_id AND cm.id = a.mapping_id
        WHERE a.state = @Awarded AND a.id IN @Ids
        ORDER BY a.id
        """);

    // Issued, and neither withdrawn nor suspended.
    private const string InForce = """
        a.id = @Id AND a.state IN @States
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = a.tenant_id AND w.award_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM suspensions s WHERE s.tenant_id = a.tenant_id AND s.award_id = a.id AND s.state = @Suspended)
        """;

    private static readonly Sql LoadIssuedOne = new($"""
        SELECT a.id, a.tenant_id AS tenant, a.public_id, a.url, a.awarded_at, a.attempts, a.definition_version_id AS version,
               m.issuer_id AS issuer, l.subject, l.email, l.name, l.name_agreed, a.valid_until, cm.policy, a.evaluation, a.evidence
        FROM awards a
        JOIN micro_credentials m ON m.tenant_id = a.tenant_id AND m.id = a.micro_credential_id
        JOIN learners l ON l.tenant_id = a.tenant_id AND l.id = a.learner_id
        LEFT JOIN course_mappings cm ON cm.tenant_id = a.tenant_id AND cm.id = a.mapping_id
        WHERE {InForce}
        """);

    private static readonly Sql MoveToIssued = new("""
        UPDATE awards SET state = @Issued, due_at = @Now, attempts = 0, problem = NULL
        WHERE tenant_id = @TenantId AND id = @AwardId AND state = @Awarded
        """);

    private static readonly Sql InsertDocument = Sql.InsertIfAbsent(
        "credentials",
        ["id", "tenant_id", "award_id", "format", "holder_binding", "public_id", "url", "media_type", "document", "key_id", "valid_from", "created_at"],
        key: ["tenant_id", "award_id", "format", "holder_binding"]);

    private static readonly Sql InsertEntry = new("""
        INSERT INTO status_entries (tenant_id, list_id, position, credential_id, award_id, is_set) VALUES (@Tenant, @List, @Position, @Credential, @Award, {false})
        """);

    private static readonly Sql PostponeAwards = new("""
        UPDATE awards SET due_at = @Until, attempts = attempts + 1, problem = @Problem WHERE due_at IS NOT NULL AND id IN @Ids
        """);

    private static readonly Sql ParkAwards = new("""
        UPDATE awards SET state = @Parked, due_at = NULL, attempts = attempts + 1, problem = @Problem WHERE due_at IS NOT NULL AND id IN @Ids
        """);

    private static readonly Sql CountInForce = new($"SELECT COUNT(*) AS value FROM awards a WHERE a.tenant_id = @Tenant AND {InForce}");

    private static readonly Sql PurposeOfAward = new("""
        SELECT l.purpose AS value FROM status_entries e
        JOIN status_lists l ON l.tenant_id = e.tenant_id AND l.id = e.list_id
        WHERE e.tenant_id = @Tenant AND e.award_id = @Id
        """);

    private static readonly int[] IssuedStates = [(int)AwardState.Issued, (int)AwardState.Delivered];

    public async Task<IReadOnlyList<AwardId>> FindIn(AwardState state, int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<AwardId>(FindDue, new { State = state, Now = now, Most = most }, ct);
    }

    public async Task<IReadOnlyList<AwardToIssue>> LoadForIssue(IReadOnlyList<AwardId> ids, CancellationToken ct)
    {
        List<AwardRow> rows = [];
        await using (var session = await database.Read(ct))
            foreach (var some in ids.Chunk(Lists.Most)) rows.AddRange(await session.Query<AwardRow>(LoadAwarded, new { AwardState.Awarded, Ids = some }, ct));

        List<AwardToIssue> awards = [];
        foreach (var row in rows) awards.Add(new(row.Id, row.Tenant, row.Issuer, await DossierOf(row, ct), row.Attempts, row.Purpose));
        return awards;
    }

    public async Task StoreDocuments(IReadOnlyList<IssuedDocuments> documents, CancellationToken ct)
    {
        if (documents.Count == 0) return;

        var now = time.Now();
        // In one order everywhere, so that two nodes never wait for each other crosswise.
        IssuedDocuments[] ordered = [.. documents.OrderBy(one => one.Award.Value)];
        await database.Write(
            async work =>
            {
                var moved = await work.ExecuteSet(MoveToIssued, [.. ordered.Select(one => new Move(one.Tenant, one.Award, now))], ct);
                // Another node may have issued an award meanwhile; its documents stand.
                DocumentRow[] rows = [.. from one in ordered.Where((_, at) => moved[at] == 1) from document in one.Documents select new DocumentRow(one.Tenant, one.Award, document, now)];
                await work.ExecuteSet(InsertDocument, rows, ct);
                await work.ExecuteMany(InsertEntry, [.. rows.SelectMany(row => row.Entry)], ct);
            },
            ct);
    }

    public async Task<AwardToIssue?> LoadIssued(AwardId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var row = await session.First<AwardRow>(LoadIssuedOne, new { Id = id, States = IssuedStates, SuspensionState.Suspended }, ct);
        if (row is null) return null;

        // All documents of an award are suspended or withdrawn together, whatever the policy says meanwhile.
        var purpose = await session.First<Number>(PurposeOfAward, new { row.Tenant, Id = id }, ct) is { Value: var known } ? (StatusPurpose)known : row.Purpose;
        return new(row.Id, row.Tenant, row.Issuer, await DossierOf(row, ct), row.Attempts, purpose);
    }

    public Task<bool> AddDocument(AwardId id, TenantId tenant, IssuedDocument document, CancellationToken ct)
    {
        var row = new DocumentRow(tenant, id, document, time.Now());
        return database.Write(
            async work =>
            {
                await AwardHold.Take(work, [new(tenant, id)], ct);
                if (await work.First<Number>(CountInForce, new { Tenant = tenant, Id = id, States = IssuedStates, SuspensionState.Suspended }, ct) is not { Value: 1 }) return false;
                // Somebody else may have asked for the same: then theirs stands, with its place in the list.
                if (await work.Execute(InsertDocument, row, ct) == 1) await work.ExecuteMany(InsertEntry, [.. row.Entry], ct);
                return true;
            },
            ct);
    }

    public Task Postpone(IReadOnlyList<AwardId> ids, DateTimeOffset? until, string problem, CancellationToken ct) => database.Write(
        async work =>
        {
            foreach (var some in ids.Chunk(Lists.Most))
                await (until is { } again
                    ? work.Execute(PostponeAwards, new { Until = again, Problem = problem, Ids = some }, ct)
                    : work.Execute(ParkAwards, new { AwardState.Parked, Problem = problem, Ids = some }, ct));
        },
        ct);

    private async Task<AwardDossier> DossierOf(AwardRow row, CancellationToken ct)
    {
        var issuer = await parts.Issuer(row.Tenant, row.Issuer, ct);
        var version = await parts.Version(row.Tenant, row.Version, ct);
        return new()
        {
            AwardPublicId = row.PublicId.Value,
            AwardUrl = row.Url,
            CredentialUrl = "",
            AwardedAt = row.AwardedAt,
            ValidFrom = IssuingTime.ValidFrom(time.GetUtcNow(), former: null),
            ValidUntil = row.ValidUntil,
            Issuer = issuer.Profile,
            Keys = issuer.Keys,
            Signing = issuer.Signing,
            Achievement = version.Achievement,
            Results = version.ResultsOf(row.Evaluation),
            Evidence = EvidenceJson.Read(row.Evidence),
            Recipient = new(row.Subject)
            {
                Email = string.IsNullOrWhiteSpace(row.Email) ? null : RecipientIdentifier.OfEmail(row.Email),
                Name = row.NameAgreed ? row.Name : null,
            },
        };
    }

    private sealed record AwardRow(
        AwardId Id, TenantId Tenant, PublicId PublicId, string Url, DateTimeOffset AwardedAt, int Attempts, DefinitionVersionId Version,
        IssuerId Issuer, string Subject, string? Email, string? Name, bool NameAgreed, DateTimeOffset? ValidUntil, string? Policy, string Evaluation, string? Evidence)
    {
        public StatusPurpose Purpose => AwardPolicyJson.Read(Policy).StatusPurpose;
    }

    private sealed record Move(TenantId TenantId, AwardId AwardId, DateTimeOffset Now, AwardState Awarded = AwardState.Awarded, AwardState Issued = AwardState.Issued);

    private sealed record EntryRow(TenantId Tenant, StatusListId List, int Position, CredentialId Credential, AwardId Award);

    private sealed class DocumentRow(TenantId tenant, AwardId award, IssuedDocument document, DateTimeOffset now)
    {
        public CredentialId Id => document.Id;

        public TenantId TenantId => tenant;

        public AwardId AwardId => award;

        public string Format => document.Document.Format;

        public string HolderBinding { get; } = "";

        public PublicId PublicId => document.PublicId;

        public string Url => document.Url;

        public string MediaType => document.Document.MediaType;

        public byte[] Document => document.Document.Bytes;

        public string KeyId => document.Document.KeyId;

        public DateTimeOffset ValidFrom => document.Document.ValidFrom;

        public DateTimeOffset CreatedAt => now;

        public IEnumerable<EntryRow> Entry => document.Status is { } status ? [new(TenantId, status.List, status.Position, Id, AwardId)] : [];
    }
}
