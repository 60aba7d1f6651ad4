using System.Security.Cryptography;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.StorageTests.Issuers;

public abstract class IssuerSpec(TestEngine engine) : Spec(engine)
{
    private readonly PurposeBoundProtector protector = new();
    private World world = null!;
    private IssuerRepository issuers = null!;

    [SkippableFact]
    public async Task Nodes_that_start_together_make_one_default_issuer()
    {
        await Begin();

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Default)));

        var issuer = Assert.Single(made.Distinct());
        Assert.Equal($"https://badges.example/issuers/{issuer.PublicId}", issuer.Profile.Id);
        Assert.Equal(issuer, await issuers.Default(world.Tenant, Ct));
        Assert.Equal(issuer, await issuers.FindByPublicId(issuer.PublicId, Ct));
    }

    [SkippableFact]
    public async Task A_changed_profile_keeps_its_url()
    {
        await Begin();
        var issuer = await Default();
        var image = new ImageId(Guid.NewGuid());

        Assert.True(await issuers.Update(world.Tenant, issuer.Id, new("https://ignored.example", "白樺大学") { Email = "a@example.ac.jp", CountryCode = "JP", ProviderKind = "university" }, image, Ct));

        var changed = await issuers.Find(world.Tenant, issuer.Id, Ct);
        Assert.Equal((issuer.Profile.Id, "白樺大学", "JP", "university"), (changed!.Profile.Id, changed.Profile.Name, changed.Profile.CountryCode, changed.Profile.ProviderKind));
        Assert.Equal($"https://badges.example/images/{image}", changed.Profile.Image!.Id);
        Assert.False(changed.RequiresReview);
        Assert.True(await issuers.RequireReview(world.Tenant, issuer.Id, isRequired: true, Ct));
        Assert.True((await issuers.Find(world.Tenant, issuer.Id, Ct))!.RequiresReview);
    }

    [SkippableFact]
    public async Task What_assures_the_institution_is_kept_apart_from_its_profile()
    {
        await Begin();
        var issuer = await Default();
        InstitutionAssurance[] assurance =
        [
            new("internal-institution", new("", "点検・評価委員会")),
            new("external-institution", new("Agency A", "評価機構")) { Url = "https://agency.example/1", From = new(2026, 4, 1), Until = new(2033, 3, 31) },
        ];

        Assert.True(await issuers.Assure(world.Tenant, issuer.Id, assurance, Ct));
        Assert.True(await issuers.Update(world.Tenant, issuer.Id, issuer.Profile with { Name = "白樺大学" }, null, Ct));
        Assert.Equal(assurance, (await issuers.Find(world.Tenant, issuer.Id, Ct))!.Profile.Assurance);

        Assert.True(await issuers.Assure(world.Tenant, issuer.Id, [], Ct));
        Assert.Empty((await issuers.FindByPublicId(issuer.PublicId, Ct))!.Profile.Assurance);
    }

    [SkippableFact]
    public async Task A_private_key_is_stored_encrypted_and_unlocked_only_for_signing()
    {
        await Begin();
        var issuer = await Default();
        var key = await AddKey(issuer);

        Assert.Equal(key.Pkcs8, Assert.Single(await issuers.SigningKeys(world.Tenant, issuer.Id, Ct)).Pkcs8);
        await Assert.ThrowsAnyAsync<CryptographicException>(() => new IssuerRepository(world.Database, new OtherPurpose(protector)).SigningKeys(world.Tenant, issuer.Id, Ct));
    }

    [SkippableFact]
    public async Task A_retired_key_stays_published_and_a_revoked_one_does_not()
    {
        await Begin();
        var issuer = await Default();
        await AddKey(issuer);
        await AddKey(issuer);
        var keys = await issuers.Keys(world.Tenant, issuer.Id, Ct);

        Assert.True(await issuers.Retire(world.Tenant, keys[0].Id, world.Now, Ct));
        Assert.False(await issuers.Retire(world.Tenant, keys[0].Id, world.Now, Ct));
        Assert.True(await issuers.Revoke(world.Tenant, keys[1].Id, world.Now, Ct));
        Assert.False(await issuers.Retire(world.Tenant, keys[1].Id, world.Now, Ct));

        Assert.Equal(keys[0] with { State = IssuerKeyState.Retired, RetiredAt = world.Now }, Assert.Single(await issuers.AllPublished(Ct)));
        Assert.Equal(IssuerKeyState.Revoked, (await issuers.FindKey(issuer.PublicId, keys[1].PublicId, Ct))!.State);
        Assert.Null(await issuers.FindKey(PublicId.New(), keys[1].PublicId, Ct));
    }

    [SkippableFact]
    public async Task Another_tenant_sees_and_changes_nothing()
    {
        await Begin();
        var issuer = await Default();
        await AddKey(issuer);
        var key = Assert.Single(await issuers.Keys(world.Tenant, issuer.Id, Ct));
        var other = new TenantId(Guid.NewGuid());

        Assert.Null(await issuers.Default(other, Ct));
        Assert.Null(await issuers.Find(other, issuer.Id, Ct));
        Assert.Empty(await issuers.List(other, Ct));
        Assert.Empty(await issuers.Keys(other, issuer.Id, Ct));
        Assert.Empty(await issuers.SigningKeys(other, issuer.Id, Ct));
        Assert.False(await issuers.Update(other, issuer.Id, issuer.Profile with { Name = "x" }, null, Ct));
        Assert.False(await issuers.Assure(other, issuer.Id, [new("internal-institution", new("x", ""))], Ct));
        Assert.False(await issuers.RequireReview(other, issuer.Id, isRequired: true, Ct));
        Assert.False(await issuers.Retire(other, key.Id, world.Now, Ct));
        Assert.False(await issuers.Revoke(other, key.Id, world.Now, Ct));
        Assert.Equal([issuer], await issuers.List(world.Tenant, Ct));
    }

    private Task<Issuer> Default() => issuers.EnsureDefault(world.Tenant, "Shirakaba University", id => $"https://badges.example/issuers/{id}", world.Now, Ct);

    private async Task<IssuerKey> AddKey(Issuer issuer)
    {
        var publicId = PublicId.New();
        var key = new IssuerKey($"{issuer.Profile.Id}/keys/{publicId}", issuer.Profile.Id, "RS256", [1, 2, 3], """{"kty":"RSA"}""", IssuerKeyState.Active, world.Now);
        await issuers.AddKey(world.Tenant, issuer.Id, IssuerKeyId.New(world.Time), publicId, key, Ct);
        return key;
    }

    private async Task Begin()
    {
        world = await World.In(await Engine.Migrated());
        issuers = new(world.Database, protector);
    }

    private sealed class OtherPurpose(ISecretProtector protector) : ISecretProtector
    {
        public byte[] Protect(byte[] plain, string purpose) => plain;

        public byte[] Unprotect(byte[] sealedBytes, string purpose) => protector.Unprotect(sealedBytes, SecretPurposes.LtiKey);
    }
}

public sealed class IssuersOnSqlite() : IssuerSpec(TestEngine.Sqlite());

public sealed class IssuersOnPostgreSql() : IssuerSpec(TestEngine.PostgreSql());

public sealed class IssuersOnSqlServer() : IssuerSpec(TestEngine.SqlServer());
