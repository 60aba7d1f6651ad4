using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>Everything the page of one award shows. Who may see it, the page decides: see <see cref="AwardAccess"/>.</summary>
/// <param name="LearnerName">Only when the learner agreed.</param>
/// <param name="Evaluation">As it was when it was awarded.</param>
public sealed record AwardPage(
    AwardAccess Access,
    string Url,
    AwardState State,
    DateTimeOffset AwardedAt,
    string? LearnerName,
    string CourseTitle,
    DefinitionVersion Version,
    IssuerProfile Issuer,
    Evaluation Evaluation,
    IReadOnlyList<AwardDocument> Documents);

/// <summary>What decides who may see an award and its documents.</summary>
/// <param name="ShareKey">Whoever has it may see an award that is not private.</param>
public sealed record AwardAccess(
    AwardId Award, PublicId PublicId, TenantId Tenant, LearnerId Learner, CourseId Course, MappingId Mapping, PublicId ShareKey, AwardVisibility Visibility);

/// <summary>One signed document of an award, without its bytes.</summary>
public sealed record AwardDocument(PublicId PublicId, string Url, string Format, string MediaType, DateTimeOffset ValidFrom, DateTimeOffset CreatedAt);

/// <summary>One signed document, as it is served.</summary>
/// <param name="Bytes">As they were signed.</param>
public sealed record DocumentPage(AwardAccess Access, string Format, string MediaType, byte[] Bytes, DateTimeOffset ValidFrom);

/// <summary>An award in a list.</summary>
public sealed record AwardSummary(
    AwardId Id, PublicId PublicId, string Url, PublicId ShareKey, AwardVisibility Visibility, AwardState State, DateTimeOffset AwardedAt,
    MicroCredentialId MicroCredential, string Title, ImageId? Image, string CourseTitle, string IssuerName);

/// <summary>What pages show of awards. Public ids lead here from outside, so those two look-ups know no tenant.</summary>
public sealed class AwardPages(Database database)
{
    private const string AccessColumns = """
        a.id AS award, a.public_id AS award_public_id, a.tenant_id AS tenant, a.learner_id AS learner, m.course_id AS course, a.mapping_id AS mapping, a.share_key,
        a.visibility
        """;

    private const string OfAward = """
        FROM awards a
        JOIN course_mappings m ON m.tenant_id = a.tenant_id AND m.id = a.mapping_id
        JOIN courses c ON c.tenant_id = a.tenant_id AND c.id = m.course_id
        JOIN definition_versions v ON v.tenant_id = a.tenant_id AND v.id = a.definition_version_id
        JOIN micro_credentials mc ON mc.tenant_id = a.tenant_id AND mc.id = a.micro_credential_id
        JOIN issuers i ON i.tenant_id = a.tenant_id AND i.id = mc.issuer_id
        """;

    private const string SummaryColumns = """
        a.id, a.public_id, a.url, a.share_key, a.visibility, a.state, a.awarded_at, a.micro_credential_id AS micro_credential, v.definition,
        c.title AS course_title, i.name AS issuer_name
        """;

    private static readonly Sql SelectPage = new($"""
        SELECT {AccessColumns}, a.url, a.state, a.awarded_at, l.name AS learner_name, l.name_agreed, c.title AS course_title,
               v.id AS version, v.micro_credential_id AS micro_credential, v.number, v.public_id AS version_public_id, v.url AS version_url, v.definition,
               v.criteria_narrative, v.published_at,
               i.url AS issuer_url, i.name AS issuer_name, i.website, i.email, i.description, i.country_code, i.region, i.image_id AS issuer_image,
               a.evaluation
        {OfAward}
        JOIN learners l ON l.tenant_id = a.tenant_id AND l.id = a.learner_id
        WHERE a.public_id = @PublicId
        """);

    private static readonly Sql SelectDocuments = new("""
        SELECT public_id, url, format, media_type, valid_from, created_at FROM credentials
        WHERE tenant_id = @Tenant AND award_id = @Award AND holder_binding = '' ORDER BY format
        """);

    private static readonly Sql SelectDocument = new($"""
        SELECT {AccessColumns}, d.format, d.media_type, d.document, d.valid_from
        FROM credentials d
        JOIN awards a ON a.tenant_id = d.tenant_id AND a.id = d.award_id
        JOIN course_mappings m ON m.tenant_id = a.tenant_id AND m.id = a.mapping_id
        WHERE d.public_id = @PublicId
        """);

    private static readonly Sql SelectOfLearner = new($"""
        SELECT {SummaryColumns} {OfAward} WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner ORDER BY a.awarded_at DESC, a.id
        """);

    private static readonly Sql SelectOfMapping = new($"""
        SELECT {SummaryColumns} {OfAward}
        WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner
        AND a.micro_credential_id = (SELECT micro_credential_id FROM course_mappings WHERE tenant_id = @Tenant AND id = @Mapping)
        ORDER BY a.cycle DESC
        """);

    private static readonly Sql UpdateVisibility = new("""
        UPDATE awards SET visibility = @Visibility WHERE tenant_id = @Tenant AND learner_id = @Learner AND id = @Award
        """);

    /// <summary>The award behind <c>/awards/{id}</c>.</summary>
    public async Task<AwardPage?> Find(PublicId publicId, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        if (await session.First<PageRow>(SelectPage, new { PublicId = publicId }, ct) is not { } row) return null;
        return row.ToPage(await session.Query<AwardDocument>(SelectDocuments, new { row.Tenant, row.Award }, ct));
    }

    /// <summary>The document behind <c>/credentials/{id}</c>.</summary>
    public async Task<DocumentPage?> FindDocument(PublicId publicId, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<DocumentRow>(SelectDocument, new { PublicId = publicId }, ct))?.ToPage();
    }

    /// <summary>Everything the learner has earned at the institution, the newest first.</summary>
    public async Task<IReadOnlyList<AwardSummary>> OfLearner(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<SummaryRow>(SelectOfLearner, new { Tenant = tenant, Learner = learner }, ct)).Select(row => row.ToSummary())];
    }

    /// <summary>The learner alone decides who sees the award.</summary>
    /// <returns>False when the award is not this learner's.</returns>
    public Task<bool> SetVisibility(TenantId tenant, LearnerId learner, AwardId award, AwardVisibility visibility, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateVisibility, new { Tenant = tenant, Learner = learner, Award = award, Visibility = visibility }, ct) == 1, ct);

    /// <summary>What the learner holds of the mapping's micro-credential, from whichever course.</summary>
    internal static async Task<AwardSummary?> Newest(Session session, TenantId tenant, MappingId mapping, LearnerId learner, CancellationToken ct) =>
        (await session.First<SummaryRow>(SelectOfMapping, new { Tenant = tenant, Mapping = mapping, Learner = learner }, ct))?.ToSummary();

    private sealed record PageRow(
        AwardId Award, PublicId AwardPublicId, TenantId Tenant, LearnerId Learner, CourseId Course, MappingId Mapping, PublicId ShareKey, AwardVisibility Visibility,
        string Url, AwardState State, DateTimeOffset AwardedAt, string? LearnerName, bool NameAgreed, string CourseTitle,
        DefinitionVersionId Version, MicroCredentialId MicroCredential, int Number, PublicId VersionPublicId, string VersionUrl, string Definition,
        string CriteriaNarrative, DateTimeOffset PublishedAt,
        string IssuerUrl, string IssuerName, string? Website, string? Email, string? Description, string? CountryCode, string? Region, ImageId? IssuerImage,
        string Evaluation)
    {
        public AwardPage ToPage(IReadOnlyList<AwardDocument> documents) => new(
            new(Award, AwardPublicId, Tenant, Learner, Course, Mapping, ShareKey, Visibility),
            Url, State, AwardedAt, NameAgreed ? LearnerName : null, CourseTitle,
            new(Version, Tenant, MicroCredential, Number, VersionPublicId, VersionUrl, DefinitionJson.Read(Definition), CriteriaNarrative, PublishedAt),
            new(IssuerUrl, IssuerName)
            {
                Url = Website,
                Email = Email,
                Description = Description,
                CountryCode = CountryCode,
                Region = Region,
                Image = IssuerImage is { } image ? new(PublicAddresses.ImageBeside(IssuerUrl, image), IssuerName) : null,
            },
            CriterionJson.ReadEvaluation(Evaluation), documents);
    }

    private sealed record DocumentRow(
        AwardId Award, PublicId AwardPublicId, TenantId Tenant, LearnerId Learner, CourseId Course, MappingId Mapping, PublicId ShareKey, AwardVisibility Visibility,
        string Format, string MediaType, byte[] Document, DateTimeOffset ValidFrom)
    {
        public DocumentPage ToPage() => new(new(Award, AwardPublicId, Tenant, Learner, Course, Mapping, ShareKey, Visibility), Format, MediaType, Document, ValidFrom);
    }

    private sealed record SummaryRow(
        AwardId Id, PublicId PublicId, string Url, PublicId ShareKey, AwardVisibility Visibility, AwardState State, DateTimeOffset AwardedAt,
        MicroCredentialId MicroCredential, string Definition, string CourseTitle, string IssuerName)
    {
        public AwardSummary ToSummary()
        {
            var definition = DefinitionJson.Read(Definition);
            return new(Id, PublicId, Url, ShareKey, Visibility, State, AwardedAt, MicroCredential, definition.Title, definition.Image, CourseTitle, IssuerName);
        }
    }
}
