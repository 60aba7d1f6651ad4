using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;

namespace LtiBadgeConnector.Credentials.StatusLists;

/// <summary>A status list as JSON with a Data Integrity proof inside, for verifiers that read no tokens.</summary>
public sealed class StatusListDataIntegrityFormat : IStatusListFormat
{
    private readonly DataIntegritySigner signer = new();

    public string Name => "bitstring-di";

    public Task<SignedDocument> Sign(StatusListToSign list, StatusListTimes times, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var key = IssuerSigner.KeyOf(list.Issuer, list.Keys, IssuerSigner.EdDsa, IssuerSigner.Es256);
        var document = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            StatusListJson.Write(json, list, times);
            json.WriteEndObject();
        });
        return Task.FromResult(new SignedDocument(Name, "application/vc", signer.Sign(document, key, times.ValidFrom), key.Id, times.ValidFrom));
    }
}
