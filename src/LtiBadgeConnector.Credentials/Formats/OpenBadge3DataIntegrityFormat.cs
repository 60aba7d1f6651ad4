using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>Open Badges 3.0 as JSON with a Data Integrity proof inside.</summary>
public sealed class OpenBadge3DataIntegrityFormat : ICredentialFormat
{
    public const string FormatName = "ob3-di";

    private readonly DataIntegritySigner signer = new();

    public string Name => FormatName;

    public Task<SignedDocument> Issue(AwardDossier dossier, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        OpenBadge3.RequireConsistentTimes(dossier);

        var keys = IssuerSigner.ProofKeys(dossier.Issuer, dossier.Keys, dossier.Signing);
        var signed = signer.Sign(Credential(dossier), keys, dossier.ValidFrom);
        return Task.FromResult(new SignedDocument(Name, "application/vc", signed, string.Join(' ', keys.Select(key => key.Id)), dossier.ValidFrom));
    }

    internal static byte[] Credential(AwardDossier dossier) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        new OpenBadge3Json(json).Credential(dossier);
        json.WriteEndObject();
    });
}
