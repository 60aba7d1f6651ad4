using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>A public document: what the endpoints serve and what our own verifier reads without going through the network.</summary>
public sealed record PublicDocument(byte[] Bytes, string MediaType);

/// <summary>Builds the documents around credentials: issuers, keys, achievements. They are public always.</summary>
public sealed class PublicDocuments(IssuerRepository issuers, MicroCredentialRepository microCredentials, WithdrawalRepository withdrawals, EndorsementRepository endorsements, TimeProvider time)
{
    private const string LinkedJson = "application/ld+json";

    public async Task<PublicDocument?> Issuer(PublicId id, CancellationToken ct) =>
        await issuers.FindByPublicId(id, ct) is { } issuer ? new(IssuerProfileDocument.Write(issuer.Profile.On(time.GetUtcNow()) with { Endorsements = await EndorsementsOf(issuer.Tenant, issuer.Profile.Id, ct) }, await KeysOf(issuer, ct)), LinkedJson) : null;

    public async Task<PublicDocument?> Key(PublicId issuer, PublicId key, CancellationToken ct) =>
        await issuers.FindKey(issuer, key, ct) is { State: not IssuerKeyState.Revoked } found ? new(IssuerKeysDocument.Jwk(Published(found)), "application/jwk+json") : null;

    /// <summary>Whether the key was revoked: then its address says so, and what it signed is void.</summary>
    public async Task<bool> IsKeyRevoked(PublicId issuer, PublicId key, CancellationToken ct) => await issuers.FindKey(issuer, key, ct) is { State: IssuerKeyState.Revoked };

    public async Task<PublicDocument> KeySet(CancellationToken ct) =>
        new(IssuerKeysDocument.JwkSet((await issuers.AllPublished(ct)).Select(Published)), "application/jwk-set+json");

    /// <summary>The DID document of one issuer under its own path.</summary>
    public async Task<PublicDocument?> Did(PublicId id, CancellationToken ct) =>
        await issuers.FindByPublicId(id, ct) is { } issuer ? await Did(DidDocument.DidOfIssuer(issuer.Profile.Id), issuer, ct) : null;

    /// <summary>The DID document of the origin: the default issuer of the first tenant.</summary>
    public async Task<PublicDocument?> DidOfOrigin(TenantId firstTenant, CancellationToken ct) =>
        await issuers.Default(firstTenant, ct) is { } issuer ? await Did(DidDocument.DidOfOrigin(issuer.Profile.Id), issuer, ct) : null;

    public async Task<PublicDocument?> Achievement(PublicId id, CancellationToken ct) =>
        await Published(id, ct) is var (achievement, issuer) ? new(AchievementDocument.Write(achievement, issuer), LinkedJson) : null;

    /// <summary>The edition in the other language, named in <c>related</c> by the one that credentials carry.</summary>
    public async Task<PublicDocument?> AchievementIn(PublicId id, string language, CancellationToken ct) =>
        await Version(id, ct) is var (version, issuer) && version.Definition.OtherLanguage == language && Achievements.OtherEdition(version, ImageOf(version)) is { } edition
            ? new(AchievementDocument.Write(edition, issuer), LinkedJson)
            : null;

    /// <summary>The same achievement for Open Badges 2.0, where a picture is demanded: without one it is the seal.</summary>
    public async Task<PublicDocument?> BadgeClass(PublicId id, CancellationToken ct) => await Published(id, ct) is var (achievement, issuer)
        ? new(OpenBadge2Json.BadgeClass(achievement with { Image = achievement.Image ?? new($"{PublicAddresses.BadgeClassOf(achievement.Id)}/image") }, issuer), LinkedJson)
        : null;

    public async Task<PublicDocument?> Issuer2(PublicId id, CancellationToken ct) =>
        await issuers.FindByPublicId(id, ct) is { } issuer
            ? new(OpenBadge2Json.Issuer(issuer.Profile, (await issuers.Keys(issuer.Tenant, issuer.Id, ct)).Select(Published)), LinkedJson)
            : null;

    public async Task<PublicDocument?> Key2(PublicId issuer, PublicId key, CancellationToken ct) =>
        await issuers.FindKey(issuer, key, ct) is { } found && OpenBadge2Json.Key(Published(found)) is { } document ? new(document, LinkedJson) : null;

    /// <summary>The signed 2.0 badges of an issuer that were withdrawn.</summary>
    public async Task<PublicDocument?> Revocations(PublicId id, CancellationToken ct) => await issuers.FindByPublicId(id, ct) is { } issuer
        ? new(OpenBadge2Json.RevocationList(issuer.Profile.Id, (await withdrawals.OfIssuer(issuer.Tenant, issuer.Id, OpenBadge2.SignedFormat, ct)).Select(one => (one.Url, one.Reason))), LinkedJson)
        : null;

    private async Task<(Achievement Achievement, IssuerProfile Issuer)?> Published(PublicId id, CancellationToken ct) =>
        await Version(id, ct) is var (version, issuer) ? (Achievements.Of(version, ImageOf(version)) with { Endorsements = await EndorsementsOf(version.Tenant, version.Url, ct) }, issuer) : null;

    private async Task<(DefinitionVersion Version, IssuerProfile Issuer)?> Version(PublicId id, CancellationToken ct)
    {
        if (await microCredentials.FindVersionByPublicId(id, ct) is not { } version) return null;
        if (await microCredentials.Find(version.Tenant, version.MicroCredential, ct) is not { } microCredential) return null;
        return await issuers.Find(version.Tenant, microCredential.Issuer, ct) is { } issuer ? (version, issuer.Profile.On(time.GetUtcNow())) : null;
    }

    private static string? ImageOf(DefinitionVersion version) => version.Definition.Image is { } picture ? PublicAddresses.ImageBeside(version.Url, picture) : null;

    private async Task<IReadOnlyList<Endorsement>> EndorsementsOf(TenantId tenant, string url, CancellationToken ct) =>
        [.. (await endorsements.Of(tenant, url, time.GetUtcNow(), ct)).Select(one => one.Endorsement)];

    private async Task<PublicDocument> Did(string did, Issuer issuer, CancellationToken ct) =>
        new(DidDocument.Write(did, issuer.Profile, await KeysOf(issuer, ct)), "application/did+json");

    private async Task<IEnumerable<IssuerKey>> KeysOf(Issuer issuer, CancellationToken ct) =>
        (await issuers.Keys(issuer.Tenant, issuer.Id, ct)).Select(Published);

    private static IssuerKey Published(PublishedKey key) => new(
        key.Url, key.Url[..key.Url.LastIndexOf("/keys/", StringComparison.Ordinal)], key.Algorithm, Pkcs8: [], key.PublicJwk, key.State, key.CreatedAt);
}
