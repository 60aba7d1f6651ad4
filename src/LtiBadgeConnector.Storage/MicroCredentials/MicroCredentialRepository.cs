using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Storage.MicroCredentials;

/// <summary>What a rule says when it is published.</summary>
/// <param name="OtherNarrative">In the other language of the pages.</param>
/// <param name="Parts">The credentials it asks for.</param>
public sealed record StatedCriteria(string Narrative, string? OtherNarrative, IReadOnlyList<PathwayPart> Parts)
{
    public StatedCriteria(string narrative) : this(narrative, null, []) { }
}

/// <summary>Micro-credentials: one draft each, saved against the revision its editor saw, and versions that never change.</summary>
public sealed class MicroCredentialRepository(Database database)
{
    private const string Columns = "id, tenant_id AS tenant, issuer_id AS issuer, draft, draft_revision, published_version_id AS published, created_at";

    private const string VersionColumns = """
        id, tenant_id AS tenant, micro_credential_id AS micro_credential, number, public_id, url, definition, criteria_narrative, published_at, former_url, parts, other_narrative
        """;

    private static readonly Sql Insert = new("""
        INSERT INTO micro_credentials (id, tenant_id, issuer_id, draft, draft_revision, published_version_id, created_in_course_id, created_at)
        VALUES (@Id, @Tenant, @Issuer, @Draft, @DraftRevision, @Published, @Course, @CreatedAt)
        """);

    private static readonly Sql SelectOne = new($"SELECT {Columns} FROM micro_credentials WHERE tenant_id = @Tenant AND id = @Id");
    private static readonly Sql SelectAll = new($"SELECT {Columns} FROM micro_credentials WHERE tenant_id = @Tenant AND test_of IS NULL ORDER BY created_at DESC, id {{page}}");

    private static readonly Sql SelectOfCourse = new($"""
        SELECT {Columns} FROM micro_credentials
        WHERE tenant_id = @Tenant AND (created_in_course_id = @Course OR EXISTS (
            SELECT 1 FROM course_mappings m
            WHERE m.tenant_id = micro_credentials.tenant_id AND m.course_id = @Course AND m.micro_credential_id = micro_credentials.id))
        ORDER BY created_at, id
        """);

    private static readonly Sql UpdateDraft = new("""
        UPDATE micro_credentials SET draft = @Draft, draft_revision = draft_revision + 1 WHERE tenant_id = @Tenant AND id = @Id AND draft_revision = @Revision
        """);

    private static readonly Sql UpdatePublished = new("""
        UPDATE micro_credentials SET published_version_id = @Version WHERE tenant_id = @Tenant AND id = @Id AND draft_revision = @Revision
        """);

    private static readonly Sql NextNumber = new("""
        SELECT COALESCE(MAX(number), 0) + 1 AS value FROM definition_versions WHERE tenant_id = @Tenant AND micro_credential_id = @Id
        """);

    private static readonly Sql InsertVersion = new("""
        INSERT INTO definition_versions (id, tenant_id, micro_credential_id, number, public_id, url, definition, criteria_narrative, published_at, former_url, parts, other_narrative)
        VALUES (@Id, @Tenant, @MicroCredential, @Number, @PublicId, @Url, @Definition, @CriteriaNarrative, @PublishedAt, @FormerUrl, @Parts, @OtherNarrative)
        """);

    private static readonly Sql SelectVersion = new($"SELECT {VersionColumns} FROM definition_versions WHERE tenant_id = @Tenant AND id = @Id");
    private static readonly Sql SelectVersionByPublicId = new($"SELECT {VersionColumns} FROM definition_versions WHERE public_id = @PublicId");

    private static readonly Sql SelectVersions = new($"""
        SELECT {VersionColumns} FROM definition_versions WHERE tenant_id = @Tenant AND micro_credential_id = @Id ORDER BY number DESC
        """);

    /// <param name="createdIn">The course in which somebody thought of it; null when it came from the console.</param>
    public Task Create(MicroCredential created, CourseId? createdIn, CancellationToken ct)
    {
        var row = new
        {
            created.Id, created.Tenant, created.Issuer, Draft = DefinitionJson.Write(created.Draft), created.DraftRevision, created.Published, Course = createdIn,
            created.CreatedAt,
        };
        return database.Write(session => session.Execute(Insert, row, ct), ct);
    }

    public async Task<MicroCredential?> Find(TenantId tenant, MicroCredentialId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Row>(SelectOne, new { Tenant = tenant, Id = id }, ct))?.ToMicroCredential();
    }

    /// <summary>The newest of the tenant.</summary>
    public async Task<IReadOnlyList<MicroCredential>> List(TenantId tenant, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectAll, new { Tenant = tenant, Most = most }, ct)).Select(row => row.ToMicroCredential())];
    }

    /// <summary>Those made in the course or attached to it.</summary>
    public async Task<IReadOnlyList<MicroCredential>> OfCourse(TenantId tenant, CourseId course, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOfCourse, new { Tenant = tenant, Course = course }, ct)).Select(row => row.ToMicroCredential())];
    }

    /// <returns>False when somebody else has saved since <paramref name="revision"/>; nothing is stored then.</returns>
    public Task<bool> SaveDraft(TenantId tenant, MicroCredentialId id, Definition draft, int revision, CancellationToken ct)
    {
        var change = new { Tenant = tenant, Id = id, Draft = DefinitionJson.Write(draft), Revision = revision };
        return database.Write(async session => await session.Execute(UpdateDraft, change, ct) == 1, ct);
    }

    /// <summary>Publishes the draft as the next version.</summary>
    /// <param name="seen">As it was when it was checked.</param>
    /// <returns>Null when the draft has changed since; nothing is published then.</returns>
    public Task<DefinitionVersion?> Publish(MicroCredential seen, PublicId publicId, string url, string criteriaNarrative, DateTimeOffset now, CancellationToken ct) =>
        Publish(seen, publicId, url, new StatedCriteria(criteriaNarrative), now, ct);

    /// <summary>Publishes the draft as the next version.</summary>
    /// <param name="seen">As it was when it was checked.</param>
    /// <returns>Null when the draft has changed since; nothing is published then.</returns>
    public Task<DefinitionVersion?> Publish(
        MicroCredential seen, PublicId publicId, string url, StatedCriteria criteria, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var id = new DefinitionVersionId(Guid.CreateVersion7(now));
            // This update also keeps a second publisher waiting, so that both cannot take one number.
            if (await session.Execute(UpdatePublished, new { seen.Tenant, seen.Id, Version = id, Revision = seen.DraftRevision }, ct) == 0) return null;

            var number = await session.First<Number>(NextNumber, new { seen.Tenant, seen.Id }, ct);
            var former = seen.Published is { } before ? await session.First<VersionRow>(SelectVersion, new { seen.Tenant, Id = before }, ct) : null;
            var version = new DefinitionVersion(id, seen.Tenant, seen.Id, number!.Value, publicId, url, seen.Draft, criteria.Narrative, now, former?.Url)
            {
                Parts = criteria.Parts, OtherNarrative = criteria.OtherNarrative,
            };
            await session.Execute(InsertVersion, VersionRow.Of(version), ct);
            return version;
        },
        ct);

    public async Task<DefinitionVersion?> FindVersion(TenantId tenant, DefinitionVersionId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<VersionRow>(SelectVersion, new { Tenant = tenant, Id = id }, ct))?.ToVersion();
    }

    /// <summary>For everybody: what is published is public.</summary>
    public async Task<DefinitionVersion?> FindVersionByPublicId(PublicId publicId, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<VersionRow>(SelectVersionByPublicId, new { PublicId = publicId }, ct))?.ToVersion();
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> Versions(TenantId tenant, MicroCredentialId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<VersionRow>(SelectVersions, new { Tenant = tenant, Id = id }, ct)).Select(row => row.ToVersion())];
    }

    private sealed record Row(
        MicroCredentialId Id, TenantId Tenant, IssuerId Issuer, string Draft, int DraftRevision, DefinitionVersionId? Published, DateTimeOffset CreatedAt)
    {
        public MicroCredential ToMicroCredential() => new(Id, Tenant, Issuer, DefinitionJson.Read(Draft), DraftRevision, Published, CreatedAt);
    }

    private sealed record VersionRow(
        DefinitionVersionId Id, TenantId Tenant, MicroCredentialId MicroCredential, int Number, PublicId PublicId, string Url, string Definition,
        string CriteriaNarrative, DateTimeOffset PublishedAt, string? FormerUrl, string? Parts, string? OtherNarrative)
    {
        public static VersionRow Of(DefinitionVersion version) => new(
            version.Id, version.Tenant, version.MicroCredential, version.Number, version.PublicId, version.Url, DefinitionJson.Write(version.Definition),
            version.CriteriaNarrative, version.PublishedAt, version.FormerUrl, PathwayPartsJson.Write(version.Parts), version.OtherNarrative);

        public DefinitionVersion ToVersion() =>
            new(Id, Tenant, MicroCredential, Number, PublicId, Url, DefinitionJson.Read(Definition), CriteriaNarrative, PublishedAt, FormerUrl)
            {
                Parts = PathwayPartsJson.Read(Parts), OtherNarrative = OtherNarrative,
            };
    }
}
