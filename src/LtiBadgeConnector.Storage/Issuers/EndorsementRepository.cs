using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Storage.Issuers;

/// <summary>An endorsement as stored, with what its page says about it.</summary>
/// <param name="SubjectUrl">The issuer or achievement it is about.</param>
/// <param name="ValidUntil">Null when it never ends.</param>
/// <param name="Review">The review it came with; null when an administrator added it.</param>
public sealed record StoredEndorsement(
    Guid Id, TenantId Tenant, string SubjectUrl, string Document, bool IsToken, string EndorserUrl, string? EndorserName, string? Comment, DateTimeOffset? ValidUntil,
    DateTimeOffset AddedAt, ReviewId? Review = null)
{
    public Endorsement Endorsement => new(Document, IsToken);
}

/// <summary>What may be endorsed: one of our issuers, or one published version.</summary>
public sealed record Endorsable(string Url, string? Definition, string? IssuerName);

/// <summary>Endorsements of our issuers and achievements.</summary>
public sealed class EndorsementRepository(Database database)
{
    private const string Columns = """
        id, tenant_id AS tenant, subject_url, document, is_token, endorser_url, endorser_name, comment, valid_until, added_at, review_id AS review
        """;

    private static readonly Sql Insert = new("""
        INSERT INTO endorsements (id, tenant_id, subject_url, document, is_token, endorser_url, endorser_name, comment, valid_until, added_at, review_id)
        VALUES (@Id, @Tenant, @SubjectUrl, @Document, @IsToken, @EndorserUrl, @EndorserName, @Comment, @ValidUntil, @AddedAt, @Review)
        """);

    private static readonly Sql Delete = new("DELETE FROM endorsements WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql SelectAll = new($"SELECT {Columns} FROM endorsements WHERE tenant_id = @Tenant ORDER BY added_at DESC, id");

    internal static readonly Sql SelectOf = new($"SELECT {Columns} FROM endorsements WHERE tenant_id = @Tenant AND subject_url = @Url ORDER BY added_at, id");

    private static readonly Sql SelectOfReviews = new($"""
        SELECT {Columns} FROM endorsements
        WHERE tenant_id = @Tenant AND review_id IN (SELECT r.id FROM reviews r WHERE r.tenant_id = @Tenant AND r.micro_credential_id = @MicroCredential)
        ORDER BY added_at, id
        """);

    private static readonly Sql SelectIssuer = new("SELECT name FROM issuers WHERE tenant_id = @Tenant AND url = @Url");

    private static readonly Sql SelectDefinition = new("SELECT definition FROM definition_versions WHERE tenant_id = @Tenant AND url = @Url");

    public Task Add(StoredEndorsement endorsement, CancellationToken ct) => database.Write(session => session.Execute(Insert, endorsement, ct), ct);

    public Task<bool> Remove(TenantId tenant, Guid id, CancellationToken ct) => database.Write(
        async session => await session.Execute(Delete, new { Tenant = tenant, Id = id }, ct) == 1, ct);

    public async Task<IReadOnlyList<StoredEndorsement>> All(TenantId tenant, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<StoredEndorsement>(SelectAll, new { Tenant = tenant }, ct);
    }

    /// <summary>Those that came with reviews of the micro-credential.</summary>
    public async Task<IReadOnlyList<StoredEndorsement>> OfReviews(TenantId tenant, MicroCredentialId microCredential, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<StoredEndorsement>(SelectOfReviews, new { Tenant = tenant, MicroCredential = microCredential }, ct);
    }

    /// <summary>Those that still count.</summary>
    public async Task<IReadOnlyList<StoredEndorsement>> Of(TenantId tenant, string subjectUrl, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<StoredEndorsement>(SelectOf, new { Tenant = tenant, Url = subjectUrl }, ct)).Where(one => !(one.ValidUntil < now))];
    }

    /// <summary>Null when the URL is none of the tenant's issuers and published versions.</summary>
    public async Task<Endorsable?> Find(TenantId tenant, string url, CancellationToken ct)
    {
        var which = new { Tenant = tenant, Url = url };
        await using var session = await database.Read(ct);
        if (await session.First<string>(SelectIssuer, which, ct) is { } name) return new(url, Definition: null, name);
        return await session.First<string>(SelectDefinition, which, ct) is { } definition ? new(url, definition, IssuerName: null) : null;
    }
}
