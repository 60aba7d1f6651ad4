using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>
/// A copy that can be checked without any network: its issuer is a <c>did:key</c>, the key itself. Nobody can ask whether it was withdrawn,
/// so it ends soon; a new one is made whenever its holder wants it.
/// </summary>
public sealed class OfflineCopyFormat
{
    public const string FormatName = "ob3-offline";

    public static readonly TimeSpan Lives = TimeSpan.FromDays(90);

    private readonly DataIntegritySigner signer = new();

    /// <exception cref="NoSigningKeyException">The issuer has no key that can be a <c>did:key</c>.</exception>
    public SignedDocument Issue(AwardDossier dossier)
    {
        var key = IssuerSigner.ProofKeys(dossier.Issuer, dossier.Keys, dossier.Signing)[0];
        var did = DidKeyOf(key);
        var ends = dossier.ValidFrom + Lives;
        var copy = dossier with
        {
            Status = null,
            ValidUntil = dossier.ValidUntil is { } until && until < ends ? until : ends,
            // The pages of the issuer stay named: the key alone tells nobody who it is.
            Issuer = dossier.Issuer with { Id = did, Url = dossier.Issuer.Id, Endorsements = [] },
        };
        OpenBadge3.RequireConsistentTimes(copy);
        var signed = signer.Sign(OpenBadge3DataIntegrityFormat.Credential(copy), [key with { Id = $"{did}#{did["did:key:".Length..]}" }], copy.ValidFrom);
        return new(FormatName, "application/vc", signed, key.Id, copy.ValidFrom);
    }

    private static string DidKeyOf(IssuerKey key) => $"did:key:{Documents.IssuerKeysDocument.MultibaseOf(key)}";
}
