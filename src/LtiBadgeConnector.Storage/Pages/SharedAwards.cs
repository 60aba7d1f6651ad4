using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>One award as its holder and the people shown it see it.</summary>
/// <param name="UnlistedLinksFromStart">Whether the tenant lets the bare address work as long as the award is unlisted.</param>
public sealed record SharedAward(
    AwardId Id, TenantId Tenant, MicroCredentialId MicroCredential, LearnerId Learner, MappingId Mapping, DefinitionVersionId Version, PublicId PublicId,
    string Url, PublicId ShareKey, AwardVisibility Visibility, AwardState State, Evaluation Evaluation, DateTimeOffset AwardedAt, bool UnlistedLinksFromStart)
{
    /// <summary>Null while it is in force.</summary>
    public Withdrawal? Withdrawal { get; init; }

    /// <summary>Null while it counts.</summary>
    public Suspension? Suspension { get; init; }

    /// <summary>Null when it never ends.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>What its holder lets the credential carry.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Issued by an instructor to themselves, to see it.</summary>
    public bool IsTest { get; init; }

    /// <summary>A person gave it, without asking the rule.</summary>
    public bool IsByHand { get; init; }

    public bool IsIssued => State is AwardState.Issued or AwardState.Delivered;
}

/// <summary>One signed document, exactly as stored.</summary>
public sealed record SharedDocument(PublicId PublicId, string Url, string Format, string MediaType, byte[] Bytes, DateTimeOffset ValidFrom);

/// <summary>A row of the holder's collection.</summary>
public sealed record CollectedAward(
    MicroCredentialId MicroCredential, PublicId PublicId, string Url, PublicId ShareKey, AwardVisibility Visibility, AwardState State, DateTimeOffset AwardedAt,
    string Definition, string Issuer, string? Course, PublicId? Document, DateTimeOffset? WithdrawnAt, string? WithdrawnBecause,
    DateTimeOffset? SuspendedAt, string? SuspendedBecause, DateTimeOffset? ValidUntil)
{
    public Suspension? Suspension => SuspendedAt is { } at ? new(at, SuspendedBecause!) : null;

    public Withdrawal? Withdrawal => WithdrawnAt is { } at ? new(at, WithdrawnBecause!) : null;
}

/// <summary>Awards for the pages that show them. Whoever asks by public id decides by <see cref="SharedAward.Visibility"/> whether to show it.</summary>
public sealed class SharedAwards(Database database)
{
    private const string Columns = """
        a.id, a.tenant_id AS tenant, a.micro_credential_id AS micro_credential, a.learner_id AS learner, a.mapping_id AS mapping,
        a.definition_version_id AS version, a.public_id, a.url, a.share_key, a.visibility, a.state, a.evaluation, a.awarded_at, t.unlisted_links_from_start,
        w.withdrawn_at, w.reason, s.decided_at AS suspended_at, s.reason AS suspended_because, a.valid_until, a.run, a.evidence
        """;

    private static readonly string From = $"""
        FROM awards a
        JOIN tenants t ON t.id = a.tenant_id
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        LEFT JOIN suspensions s ON s.tenant_id = a.tenant_id AND s.award_id = a.id AND s.state = {(int)SuspensionState.Suspended}
        """;

    private const string DocumentColumns = "c.public_id, c.url, c.format, c.media_type, c.document AS bytes, c.valid_from";

    private static readonly Sql SelectByPublicId = new($"SELECT {Columns} {From} WHERE a.public_id = @PublicId");

    private static readonly Sql SelectByDocument = new($"""
        SELECT {Columns} {From}
        JOIN credentials c ON c.tenant_id = a.tenant_id AND c.award_id = a.id
        WHERE c.public_id = @PublicId
        """);

    private static readonly Sql SelectByEvidenceFile = new($"""
        SELECT {Columns} {From}
        JOIN evidence_files f ON f.tenant_id = a.tenant_id AND f.award_id = a.id
        WHERE f.public_id = @PublicId
        """);

    private static readonly Sql SelectOfLearner = new($"""
        SELECT {Columns} {From}
        WHERE a.tenant_id = @Tenant AND a.micro_credential_id = @MicroCredential AND a.learner_id = @Learner
        ORDER BY a.cycle DESC
        """);

    private static readonly Sql SelectDocuments = new($"""
        SELECT {DocumentColumns} FROM credentials c WHERE c.tenant_id = @Tenant AND c.award_id = @Award ORDER BY c.created_at, c.format DESC
        """);

    private static readonly Sql SelectCollection = new($"""
        SELECT a.micro_credential_id AS micro_credential, a.public_id, a.url, a.share_key, a.visibility, a.state, a.awarded_at, v.definition, i.name AS issuer,
               co.title AS course,
               (SELECT MIN(c.public_id) FROM credentials c WHERE c.tenant_id = a.tenant_id AND c.award_id = a.id
                AND c.format = (SELECT MAX(d.format) FROM credentials d WHERE d.tenant_id = a.tenant_id AND d.award_id = a.id)) AS document,
               w.withdrawn_at, w.reason AS withdrawn_because, s.decided_at AS suspended_at, s.reason AS suspended_because, a.valid_until
        FROM awards a
        JOIN definition_versions v ON v.tenant_id = a.tenant_id AND v.id = a.definition_version_id
        JOIN micro_credentials m ON m.tenant_id = a.tenant_id AND m.id = a.micro_credential_id
        JOIN issuers i ON i.tenant_id = m.tenant_id AND i.id = m.issuer_id
        LEFT JOIN course_mappings cm ON cm.tenant_id = a.tenant_id AND cm.id = a.mapping_id
        LEFT JOIN courses co ON co.tenant_id = cm.tenant_id AND co.id = cm.course_id
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        LEFT JOIN suspensions s ON s.tenant_id = a.tenant_id AND s.award_id = a.id AND s.state = {(int)SuspensionState.Suspended}
        WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        ORDER BY a.awarded_at DESC, a.id
        """);

    private static readonly Sql UpdateVisibility = new("""
        UPDATE awards SET visibility = @Visibility WHERE tenant_id = @Tenant AND learner_id = @Learner AND public_id = @PublicId AND (run IS NULL OR run NOT LIKE 'test:%')
        """);

    public async Task<SharedAward?> Find(PublicId award, CancellationToken ct) => await First(SelectByPublicId, new { PublicId = award }, ct);

    public async Task<SharedAward?> FindByDocument(PublicId credential, CancellationToken ct) => await First(SelectByDocument, new { PublicId = credential }, ct);

    public async Task<SharedAward?> FindByEvidenceFile(PublicId file, CancellationToken ct) => await First(SelectByEvidenceFile, new { PublicId = file }, ct);

    /// <summary>The learner's award of one micro-credential, of the newest cycle.</summary>
    public async Task<SharedAward?> FindOfLearner(TenantId tenant, MicroCredentialId microCredential, LearnerId learner, CancellationToken ct) =>
        await First(SelectOfLearner, new { Tenant = tenant, MicroCredential = microCredential, Learner = learner }, ct);

    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<SharedDocument>> Documents(TenantId tenant, AwardId award, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<SharedDocument>(SelectDocuments, new { Tenant = tenant, Award = award }, ct);
    }

    /// <summary>Everything the learner holds, from all courses, the newest first.</summary>
    public async Task<IReadOnlyList<CollectedAward>> Collection(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<CollectedAward>(SelectCollection, new { Tenant = tenant, Learner = learner }, ct);
    }

    /// <returns>False when the learner holds no such award.</returns>
    public Task<bool> SetVisibility(TenantId tenant, LearnerId learner, PublicId award, AwardVisibility visibility, CancellationToken ct)
    {
        var change = new { Tenant = tenant, Learner = learner, PublicId = award, Visibility = visibility };
        return database.Write(async session => await session.Execute(UpdateVisibility, change, ct) == 1, ct);
    }

    private async Task<SharedAward?> First(Sql sql, object parameters, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Row>(sql, parameters, ct))?.ToAward();
    }

    private sealed record Row(
        AwardId Id, TenantId Tenant, MicroCredentialId MicroCredential, LearnerId Learner, MappingId Mapping, DefinitionVersionId Version, PublicId PublicId,
        string Url, PublicId ShareKey, AwardVisibility Visibility, AwardState State, string Evaluation, DateTimeOffset AwardedAt, bool UnlistedLinksFromStart,
        DateTimeOffset? WithdrawnAt, string? Reason, DateTimeOffset? SuspendedAt, string? SuspendedBecause, DateTimeOffset? ValidUntil, string? Run, string? Evidence)
    {
        public SharedAward ToAward() => new(
            Id, Tenant, MicroCredential, Learner, Mapping, Version, PublicId, Url, ShareKey, Visibility, State, CriterionJson.ReadEvaluation(Evaluation),
            AwardedAt, UnlistedLinksFromStart) 
        {
            Withdrawal = WithdrawnAt is { } at ? new(at, Reason!) : null,
            Suspension = SuspendedAt is { } suspended ? new(suspended, SuspendedBecause!) : null,
            ValidUntil = ValidUntil,
            Evidence = EvidenceJson.Read(Evidence),
            IsTest = Run?.StartsWith(AwardRuns.Test, StringComparison.Ordinal) is true,
            IsByHand = AwardRuns.IsByHand(Run),
        };
    }
}
