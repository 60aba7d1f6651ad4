using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>One published definition with who stands behind it.</summary>
/// <param name="Definition">As <c>DefinitionJson</c> writes it.</param>
/// <param name="Parts">As <c>PathwayPartsJson</c> writes them; null for what is no pathway.</param>
/// <param name="Assurance">What assures the quality of the issuer, as <c>InstitutionAssuranceJson</c> writes it.</param>
public sealed record PublishedAchievement(
    MicroCredentialId MicroCredential, PublicId PublicId, string Url, string Definition, string Issuer, PublicId IssuerPublicId, DateTimeOffset PublishedAt, string? Parts = null, string? Assurance = null);

/// <summary>Everything published on this server, for the catalogue and the issuers' pages. Published is public.</summary>
public sealed class PublishedAchievements(Database database)
{
    private const string Published = """
        m.id AS micro_credential, v.public_id, v.url, v.definition, i.name AS issuer, i.public_id AS issuer_public_id, v.published_at, v.parts, i.assurance
        FROM micro_credentials m
        JOIN definition_versions v ON v.tenant_id = m.tenant_id AND v.id = m.published_version_id
        JOIN issuers i ON i.tenant_id = m.tenant_id AND i.id = m.issuer_id
        """;

    private static readonly Sql SelectAll = new($$"""SELECT {{Published}} ORDER BY v.published_at DESC, v.id {page}""");

    private static readonly Sql SelectOfIssuer = new($$"""
        SELECT {{Published}}
        WHERE m.tenant_id = @Tenant AND m.issuer_id = @Issuer
        ORDER BY v.published_at DESC, v.id {page}
        """);

    /// <summary>Of every tenant, the newest first.</summary>
    public async Task<IReadOnlyList<PublishedAchievement>> Newest(int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<PublishedAchievement>(SelectAll, new { Most = most }, ct);
    }

    public async Task<IReadOnlyList<PublishedAchievement>> OfIssuer(TenantId tenant, IssuerId issuer, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<PublishedAchievement>(SelectOfIssuer, new { Tenant = tenant, Issuer = issuer, Most = most }, ct);
    }
}
