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
        var keys = IssuerSigner.ProofKeys(list.Issuer, list.Keys, list.Signing);
        var document = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            StatusListJson.Write(json, list, times);
            json.WriteEndObject();
        });
        return Task.FromResult(new SignedDocument(Name, "application/vc", signer.Sign(document, keys, times.ValidFrom), string.Join(' ', keys.Select(key => key.Id)), times.ValidFrom));
    }
}
