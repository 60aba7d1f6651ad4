using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>What many dossiers share: the issuer with its unlocked keys, and the achievement. Kept for a while, and never many.</summary>
public sealed class DossierParts(Database database, ISecretProtector protector, TimeProvider time)
{
    // A rotated key is used, and a retired one forgotten, after this at the latest.
    private static readonly TimeSpan KeysLive = TimeSpan.FromSeconds(10);

    private static readonly Sql FindIssuer = new("""
        SELECT url AS id, name, website AS url, email, description, country_code, region, image_id AS image, signing, assurance
        FROM issuers WHERE tenant_id = @Tenant AND id = @Id
        """);

    private static readonly Sql FindKeys = new("""
        SELECT k.url AS id, i.url AS issuer_id, k.algorithm, k.private_key, k.public_jwk, k.state, k.created_at
        FROM issuer_keys k
        JOIN issuers i ON i.tenant_id = k.tenant_id AND i.id = k.issuer_id
        WHERE k.tenant_id = @Tenant AND k.issuer_id = @Id AND k.state = @Active
        ORDER BY k.created_at DESC, k.url
        """);

    private static readonly Sql FindVersion = new("""
        SELECT id, tenant_id AS tenant, micro_credential_id AS micro_credential, number, public_id, url, definition, criteria_narrative, published_at, former_url, parts, other_narrative
        FROM definition_versions WHERE tenant_id = @Tenant AND id = @Id
        """);

    private readonly Cache<IssuerId, IssuerWithKeys> issuers = new(time, KeysLive);

    // Versions never change.
    private readonly Cache<DefinitionVersionId, StatedVersion> versions = new(time, TimeSpan.FromHours(1));

    // What others say about a version may change.
    private readonly Cache<DefinitionVersionId, IReadOnlyList<Endorsement>> endorsements = new(time, KeysLive);

    /// <summary>After a key was made or revoked: this node uses the new ones at once.</summary>
    public void ForgetKeys() => issuers.Clear();

    internal Task<IssuerWithKeys> Issuer(TenantId tenant, IssuerId id, CancellationToken ct) =>
        issuers.Get(id, () => LoadIssuer(tenant, id, ct));

    internal async Task<StatedVersion> Version(TenantId tenant, DefinitionVersionId id, CancellationToken ct)
    {
        var version = await versions.Get(id, () => LoadVersion(tenant, id, ct));
        var said = await endorsements.Get(id, () => LoadEndorsements(tenant, version.Achievement.Id, ct));
        return version with { Achievement = version.Achievement with { Endorsements = said } };
    }

    private async Task<IReadOnlyList<Endorsement>> LoadEndorsements(TenantId tenant, string url, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await Endorsements(session, tenant, url, ct);
    }

    private async Task<IReadOnlyList<Endorsement>> Endorsements(Session session, TenantId tenant, string url, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return [.. (await session.Query<StoredEndorsement>(EndorsementRepository.SelectOf, new { Tenant = tenant, Url = url }, ct)).Where(one => !(one.ValidUntil < now)).Select(one => one.Endorsement)];
    }

    private async Task<IssuerWithKeys> LoadIssuer(TenantId tenant, IssuerId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var issuer = await session.First<IssuerRow>(FindIssuer, new { Tenant = tenant, Id = id }, ct)
            ?? throw new InvalidOperationException($"Issuer {id} is not in its tenant.");
        var keys = await session.Query<KeyRow>(FindKeys, new { Tenant = tenant, Id = id, IssuerKeyState.Active }, ct);
        var endorsements = await Endorsements(session, tenant, issuer.Id, ct);
        return new(issuer.Profile.On(time.GetUtcNow()) with { Endorsements = endorsements }, [.. keys.Select(key => key.Unlocked(protector))], SigningChoiceJson.Read(issuer.Signing));
    }

    private async Task<StatedVersion> LoadVersion(TenantId tenant, DefinitionVersionId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var row = await session.First<VersionRow>(FindVersion, new { Tenant = tenant, Id = id }, ct)
            ?? throw new InvalidOperationException($"Definition version {id} is not in its tenant.");
        var version = row.Version;
        var achievement = Achievements.Of(version, version.Definition.Image is { } image ? PublicAddresses.ImageBeside(version.Url, image) : null);
        return new(achievement, version);
    }

    private sealed record IssuerRow(
        string Id, string Name, string? Url, string? Email, string? Description, string? CountryCode, string? Region, ImageId? Image, string? Signing, string? Assurance)
    {
        public IssuerProfile Profile => new(Id, Name)
        {
            Url = Url,
            Email = Email,
            Description = Description,
            Image = Image is { } image ? new(PublicAddresses.ImageBeside(Id, image), Name) : null,
            CountryCode = CountryCode,
            Region = Region,
            Assurance = InstitutionAssuranceJson.Read(Assurance),
        };
    }

    private sealed record KeyRow(string Id, string IssuerId, string Algorithm, byte[] PrivateKey, string PublicJwk, IssuerKeyState State, DateTimeOffset CreatedAt)
    {
        public IssuerKey Unlocked(ISecretProtector protector) =>
            new(Id, IssuerId, Algorithm, protector.Unprotect(PrivateKey, SecretPurposes.IssuerKey), PublicJwk, State, CreatedAt);
    }

    private sealed record VersionRow(
        DefinitionVersionId Id, TenantId Tenant, MicroCredentialId MicroCredential, int Number, PublicId PublicId, string Url,
        string Definition, string CriteriaNarrative, DateTimeOffset PublishedAt, string? FormerUrl, string? Parts, string? OtherNarrative)
    {
        public DefinitionVersion Version => new(
            Id, Tenant, MicroCredential, Number, PublicId, Url, DefinitionJson.Read(Definition), CriteriaNarrative, PublishedAt, FormerUrl)
        {
            Parts = PathwayPartsJson.Read(Parts), OtherNarrative = OtherNarrative,
        };
    }
}

/// <summary>An issuer and the keys it signs with.</summary>
internal sealed record IssuerWithKeys(IssuerProfile Profile, IReadOnlyList<IssuerKey> Keys, SigningChoice Signing);

/// <summary>A published version as credentials state it, and what of it an award can show.</summary>
internal sealed record StatedVersion(Achievement Achievement, DefinitionVersion Version)
{
    /// <summary>One result for each outcome whose criteria are all met in the award's own evaluation.</summary>
    public IReadOnlyList<AchievedResult> ResultsOf(string evaluation)
    {
        // Most definitions name no proofs: then nothing has to be read.
        if (Achievement.ResultDescriptions.Count == 0) return [];
        var met = CriterionJson.ReadEvaluation(evaluation).Leaves.Where(leaf => leaf.IsMet).Select(leaf => leaf.Criterion).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Version.Definition.Outcomes.Where(outcome => outcome.ProvenBy.Count > 0 && outcome.ProvenBy.All(met.Contains))
                .Select(outcome => new AchievedResult(Achievements.ResultOf(Version.Url, outcome)) { Status = "Completed" }),
        ];
    }
}
