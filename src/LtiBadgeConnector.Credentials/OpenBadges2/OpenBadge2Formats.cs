using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Keys;

namespace LtiBadgeConnector.Credentials.OpenBadges2;

/// <summary>Open Badges 2.0 that prove themselves by standing at the issuer's address. Made when the holder publishes, because before that there is no such address.</summary>
public sealed class OpenBadge2HostedFormat : ICredentialFormat
{
    public string Name => OpenBadge2.HostedFormat;

    public bool CarriesStatus => false;

    public string AddressOf(PublicAddresses addresses, PublicId id) => addresses.Assertion2(id);

    public Task<SignedDocument> Issue(AwardDossier dossier, CancellationToken ct)
    {
        var document = OpenBadge2Json.Assertion(dossier, dossier.CredentialUrl, json => json.WriteString("type", "HostedBadge"));
        return Task.FromResult(new SignedDocument(Name, "application/ld+json", document, "", dossier.ValidFrom));
    }
}

/// <summary>Open Badges 2.0 as a JSON Web Signature. Made when the holder asks for it: few do, and signing costs.</summary>
public sealed class OpenBadge2SignedFormat : ICredentialFormat
{
    private readonly TokenSigner signer = new();

    public string Name => OpenBadge2.SignedFormat;

    public bool CarriesStatus => false;

    public Task<SignedDocument> Issue(AwardDossier dossier, CancellationToken ct)
    {
        var key = TokenSigner.KeyOf(dossier.Issuer, dossier.Keys);
        var keyId = PublicAddresses.IssuerKey2Of(key.Id);
        var payload = OpenBadge2Json.Assertion(dossier, dossier.CredentialUrl, json =>
        {
            json.WriteString("type", "SignedBadge");
            json.WriteString("creator", keyId);
        });
        return Task.FromResult(new SignedDocument(Name, "text/plain", signer.Sign(payload, key, keyId), key.Id, dossier.ValidFrom));
    }
}
