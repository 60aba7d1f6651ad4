using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Storage.Secrets;
using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.Storage.Issuers;

/// <summary>Issuers and their keys. Private halves are encrypted and leave only by <see cref="SigningKeys"/>.</summary>
public sealed class IssuerRepository(Database database, ISecretProtector protector)
{
    private const string Columns = """
        id, tenant_id AS tenant, public_id, url, is_default, name, website, email, description, country_code, region, provider_kind, image_id AS image, created_at, signing, requires_review, assurance
        """;

    private const string KeyColumns = """
        id, tenant_id AS tenant, issuer_id AS issuer, public_id, url, algorithm, public_jwk, state, created_at, retired_at
        """;

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "issuers", ["id", "tenant_id", "public_id", "url", "is_default", "name", "created_at"], key: ["public_id"]);

    private static readonly Sql SelectDefault = new($"SELECT {Columns} FROM issuers WHERE tenant_id = @Tenant AND is_default = {{true}}");
    private static readonly Sql SelectOne = new($"SELECT {Columns} FROM issuers WHERE tenant_id = @Tenant AND id = @Id");
    private static readonly Sql SelectByPublicId = new($"SELECT {Columns} FROM issuers WHERE public_id = @PublicId");
    private static readonly Sql SelectOfTenant = new($"SELECT {Columns} FROM issuers WHERE tenant_id = @Tenant ORDER BY name, id");

    private static readonly Sql UpdateProfile = new("""
        UPDATE issuers SET name = @Name, website = @Website, email = @Email, description = @Description, country_code = @CountryCode, region = @Region, provider_kind = @ProviderKind,
            image_id = @Image
        WHERE tenant_id = @Tenant AND id = @Id
        """);

    private static readonly Sql UpdateSigning = new("UPDATE issuers SET signing = @Signing WHERE tenant_id = @Tenant AND id = @Id");
    private static readonly Sql UpdateReview = new("UPDATE issuers SET requires_review = @IsRequired WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql UpdateAssurance = new("UPDATE issuers SET assurance = @Assurance WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql InsertKey = new("""
        INSERT INTO issuer_keys (id, tenant_id, issuer_id, public_id, url, algorithm, public_jwk, private_key, state, created_at)
        VALUES (@Id, @Tenant, @Issuer, @PublicId, @Url, @Algorithm, @PublicJwk, @PrivateKey, @State, @CreatedAt)
        """);

    private static readonly Sql SelectKeys = new($"SELECT {KeyColumns} FROM issuer_keys WHERE tenant_id = @Tenant AND issuer_id = @Issuer ORDER BY created_at, id");

    private static readonly Sql SelectKeyByPublicId = new($"""
        SELECT {KeyColumns} FROM issuer_keys WHERE public_id = @Key AND issuer_id = (SELECT id FROM issuers WHERE public_id = @Issuer)
        """);

    private static readonly Sql SelectAllKeys = new($"SELECT {KeyColumns} FROM issuer_keys WHERE state <> @Revoked ORDER BY created_at, id");

    private static readonly Sql SelectSigning = new("""
        SELECT k.url AS id, i.url AS issuer_id, k.algorithm, k.private_key AS pkcs8, k.public_jwk, k.state, k.created_at
        FROM issuer_keys k JOIN issuers i ON i.id = k.issuer_id AND i.tenant_id = k.tenant_id
        WHERE k.tenant_id = @Tenant AND k.issuer_id = @Issuer ORDER BY k.created_at, k.id
        """);

    private static readonly Sql MakeListsDue = new("""
        UPDATE status_lists SET version = version + 1, due_at = @Now
        WHERE tenant_id = @Tenant AND issuer_id = (SELECT k.issuer_id FROM issuer_keys k WHERE k.tenant_id = @Tenant AND k.id = @Id)
        """);

    private static readonly Sql UpdateKey = new("""
        UPDATE issuer_keys SET state = @State, retired_at = COALESCE(retired_at, @Now) WHERE tenant_id = @Tenant AND id = @Id AND state <> @Revoked AND state <> @State
        """);

    /// <summary>The tenant's issuer made at first start. Nodes that start together agree on one, by the setting that names it.</summary>
    /// <param name="urlOf">The absolute URL of a new issuer, see <see cref="PublicAddresses.Issuer"/>.</param>
    public Task<Issuer> EnsureDefault(TenantId tenant, string name, Func<PublicId, string> urlOf, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            if (await session.First<Row>(SelectDefault, new { Tenant = tenant }, ct) is { } known) return known.ToIssuer();

            var publicId = new PublicId(await ServerSettingRepository.SetIfAbsent(session, $"default-issuer:{tenant}", PublicId.New().Value, ct));
            var row = new { Id = new IssuerId(Guid.CreateVersion7(now)), TenantId = tenant, PublicId = publicId, Url = urlOf(publicId), IsDefault = true, Name = name, CreatedAt = now };
            await session.Execute(Insert, row, ct);
            return (await session.First<Row>(SelectDefault, new { Tenant = tenant }, ct))!.ToIssuer();
        },
        ct);

    public async Task<Issuer?> Default(TenantId tenant, CancellationToken ct) => (await First<Row>(SelectDefault, new { Tenant = tenant }, ct))?.ToIssuer();

    public async Task<Issuer?> Find(TenantId tenant, IssuerId id, CancellationToken ct) => (await First<Row>(SelectOne, new { Tenant = tenant, Id = id }, ct))?.ToIssuer();

    /// <summary>For everybody: issuers are public.</summary>
    public async Task<Issuer?> FindByPublicId(PublicId publicId, CancellationToken ct) =>
        (await First<Row>(SelectByPublicId, new { PublicId = publicId }, ct))?.ToIssuer();

    public async Task<IReadOnlyList<Issuer>> List(TenantId tenant, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOfTenant, new { Tenant = tenant }, ct)).Select(row => row.ToIssuer())];
    }

    /// <summary>Changes what the profile says of itself; its URL stays.</summary>
    public Task<bool> Update(TenantId tenant, IssuerId id, IssuerProfile profile, ImageId? image, CancellationToken ct)
    {
        var change = new
        {
            Tenant = tenant, Id = id, profile.Name, Website = profile.Url, profile.Email, profile.Description, profile.CountryCode, profile.Region, profile.ProviderKind, Image = image,
        };
        return database.Write(async session => await session.Execute(UpdateProfile, change, ct) == 1, ct);
    }

    /// <summary>From now on; the keys it names are made by the caller.</summary>
    public Task<bool> SetSigning(TenantId tenant, IssuerId id, SigningChoice signing, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateSigning, new { Tenant = tenant, Id = id, Signing = SigningChoiceJson.Write(signing) }, ct) == 1, ct);

    /// <summary>Whether it awards only what was reviewed.</summary>
    public Task<bool> RequireReview(TenantId tenant, IssuerId id, bool isRequired, CancellationToken ct) =>
        database.Write(async session => await session.Execute(UpdateReview, new { Tenant = tenant, Id = id, IsRequired = isRequired }, ct) == 1, ct);

    /// <summary>What assures the quality of the institution, in place of what was said before.</summary>
    public Task<bool> Assure(TenantId tenant, IssuerId id, IReadOnlyList<InstitutionAssurance> assurance, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateAssurance, new { Tenant = tenant, Id = id, Assurance = InstitutionAssuranceJson.Write(assurance) }, ct) == 1, ct);

    /// <param name="key">With its private half in the clear; it is encrypted before it is stored.</param>
    /// <param name="publicId">The last segment of the key's URL.</param>
    public Task AddKey(TenantId tenant, IssuerId issuer, IssuerKeyId id, PublicId publicId, IssuerKey key, CancellationToken ct)
    {
        var row = new
        {
            Id = id, Tenant = tenant, Issuer = issuer, PublicId = publicId, Url = key.Id, key.Algorithm, key.PublicJwk,
            PrivateKey = protector.Protect(key.Pkcs8, SecretPurposes.IssuerKey), key.State, key.CreatedAt,
        };
        return database.Write(session => session.Execute(InsertKey, row, ct), ct);
    }

    public async Task<IReadOnlyList<PublishedKey>> Keys(TenantId tenant, IssuerId issuer, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<PublishedKey>(SelectKeys, new { Tenant = tenant, Issuer = issuer }, ct);
    }

    /// <summary>For everybody: the key behind <c>/issuers/{issuer}/keys/{key}</c>.</summary>
    public Task<PublishedKey?> FindKey(PublicId issuer, PublicId key, CancellationToken ct) =>
        First<PublishedKey>(SelectKeyByPublicId, new { Issuer = issuer, Key = key }, ct);

    /// <summary>For everybody: every key of every issuer that was not revoked; retired ones stay for what they signed.</summary>
    public async Task<IReadOnlyList<PublishedKey>> AllPublished(CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<PublishedKey>(SelectAllKeys, new { Revoked = IssuerKeyState.Revoked }, ct);
    }

    /// <summary>The issuer's keys, unlocked. Only for signing.</summary>
    public async Task<IReadOnlyList<IssuerKey>> SigningKeys(TenantId tenant, IssuerId issuer, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var keys = await session.Query<IssuerKey>(SelectSigning, new { Tenant = tenant, Issuer = issuer }, ct);
        return [.. keys.Select(key => key with { Pkcs8 = protector.Unprotect(key.Pkcs8, SecretPurposes.IssuerKey) })];
    }

    /// <summary>Signs nothing more; stays published.</summary>
    public Task<bool> Retire(TenantId tenant, IssuerKeyId id, DateTimeOffset now, CancellationToken ct) => Move(tenant, id, IssuerKeyState.Retired, now, ct);

    /// <summary>Compromised: what it signed is no longer good. The issuer's status lists are signed anew, because the key may have signed them.</summary>
    public Task<bool> Revoke(TenantId tenant, IssuerKeyId id, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var change = new { Tenant = tenant, Id = id, State = IssuerKeyState.Revoked, Revoked = IssuerKeyState.Revoked, Now = now };
            if (await session.Execute(UpdateKey, change, ct) == 0) return false;
            await session.Execute(MakeListsDue, change, ct);
            return true;
        },
        ct);

    private Task<bool> Move(TenantId tenant, IssuerKeyId id, IssuerKeyState state, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session => await session.Execute(UpdateKey, new { Tenant = tenant, Id = id, State = state, Revoked = IssuerKeyState.Revoked, Now = now }, ct) == 1, ct);

    private async Task<T?> First<T>(Sql sql, object parameters, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<T>(sql, parameters, ct);
    }

    private sealed record Row(
        IssuerId Id, TenantId Tenant, PublicId PublicId, string Url, bool IsDefault, string Name, string? Website, string? Email, string? Description,
        string? CountryCode, string? Region, string? ProviderKind, ImageId? Image, DateTimeOffset CreatedAt, string? Signing, bool? RequiresReview, string? Assurance)
    {
        public Issuer ToIssuer() => new(
            Id, Tenant, PublicId, IsDefault,
            new(Url, Name)
            {
                Url = Website,
                Email = Email,
                Description = Description,
                CountryCode = CountryCode,
                Region = Region,
                ProviderKind = ProviderKind,
                Assurance = InstitutionAssuranceJson.Read(Assurance),
                Image = Image is { } image ? new(PublicAddresses.ImageBeside(Url, image), Name) : null,
            },
            Image, CreatedAt) { Signing = SigningChoiceJson.Read(Signing), RequiresReview = RequiresReview == true };
    }
}
