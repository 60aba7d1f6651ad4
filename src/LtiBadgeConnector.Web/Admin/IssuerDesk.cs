using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Hosting;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>What the console and the commands do with institutions, issuers and their keys.</summary>
public sealed class IssuerDesk(
    TenantRepository tenants, IssuerRepository issuers, ReissueRepository reissues, DossierParts parts, PublicAddresses addresses, TimeProvider time)
{
    /// <summary>
    /// Declares a key void, because somebody else may have it: nothing it signed counts any more. A new key of its kind takes its place
    /// first, and everything in force that it signed is signed anew.
    /// </summary>
    /// <returns>The new key; null when there was none to make, or the key was void already.</returns>
    public async Task<IssuerKey?> Revoke(Issuer issuer, PublishedKey key, CancellationToken ct)
    {
        var others = (await issuers.Keys(issuer.Tenant, issuer.Id, ct)).Where(other => other.Id != key.Id && other.Algorithm == key.Algorithm && other.State == IssuerKeyState.Active);
        var made = key.State != IssuerKeyState.Active || others.Any() ? null : await StartUp.AddKey(issuers, issuer, key.Algorithm, time, ct);
        if (!await issuers.Revoke(issuer.Tenant, key.Id, time.Now(), ct)) return made;
        await SignAnew(issuer, key, ct);
        return made;
    }

    /// <summary>Chooses the kinds of keys, and makes those that are missing.</summary>
    public async Task<IReadOnlyList<IssuerKey>> SignWith(Issuer issuer, SigningChoice signing, CancellationToken ct)
    {
        var active = (await issuers.Keys(issuer.Tenant, issuer.Id, ct)).Where(key => key.State == IssuerKeyState.Active).Select(key => key.Algorithm).ToHashSet(StringComparer.Ordinal);
        List<IssuerKey> made = [];
        foreach (var algorithm in signing.Proofs.Append(signing.Token).Distinct(StringComparer.Ordinal).Where(algorithm => !active.Contains(algorithm)))
            made.Add(await StartUp.AddKey(issuers, issuer, algorithm, time, ct));
        await issuers.SetSigning(issuer.Tenant, issuer.Id, signing, ct);
        parts.ForgetKeys();
        return made;
    }

    /// <summary>Has everything in force that a void key signed signed with another; what is left is counted by <see cref="ReissueRepository.CountOfKey"/>.</summary>
    public async Task SignAnew(Issuer issuer, PublishedKey key, CancellationToken ct)
    {
        // Otherwise this node goes on signing with it for some seconds.
        parts.ForgetKeys();
        await reissues.OfKey(issuer.Tenant, key.Url, time.Now(), ct);
    }

    /// <summary>Makes new signing keys; the ones before them sign nothing more and stay published for what they signed.</summary>
    /// <param name="algorithms">Only of these; null for every one that is in use or standard.</param>
    public async Task<IReadOnlyList<IssuerKey>> Rotate(Issuer issuer, IReadOnlyList<string>? algorithms, CancellationToken ct)
    {
        var active = (await issuers.Keys(issuer.Tenant, issuer.Id, ct)).Where(key => key.State == IssuerKeyState.Active).ToList();
        List<IssuerKey> made = [];
        foreach (var algorithm in algorithms ?? [.. IssuerKeys.Standard.Union(active.Select(former => former.Algorithm), StringComparer.Ordinal)])
        {
            made.Add(await StartUp.AddKey(issuers, issuer, algorithm, time, ct));
            foreach (var former in active.Where(former => former.Algorithm == algorithm)) await issuers.Retire(issuer.Tenant, former.Id, time.Now(), ct);
        }
        return made;
    }

    /// <summary>An institution of its own, with an issuer that can sign.</summary>
    public async Task<Tenant> Found(string name, CancellationToken ct)
    {
        var tenant = new Tenant(TenantId.New(time), name, UnlistedLinksFromStart: false, time.Now());
        await tenants.Add(tenant, ct);
        var issuer = await issuers.EnsureDefault(tenant.Id, name, addresses.Issuer, time.Now(), ct);
        foreach (var algorithm in IssuerKeys.Standard) await StartUp.AddKey(issuers, issuer, algorithm, time, ct);
        return tenant;
    }
}
