using System.Text;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.JsonLd;

namespace LtiBadgeConnector.Credentials.Endorsements;

/// <summary>What came of reading somebody's endorsement.</summary>
public abstract record ReadEndorsement
{
    private ReadEndorsement() { }

    /// <param name="SubjectUrl">What it is about.</param>
    public sealed record Good(Endorsement Endorsement, string SubjectUrl, string EndorserUrl, string? EndorserName, string? Comment, DateTimeOffset? ValidUntil) : ReadEndorsement;

    /// <param name="Problem">A code of the problem catalogue.</param>
    /// <param name="Report">What was checked; null when it is no endorsement at all.</param>
    public sealed record Refused(string Problem, VerificationReport? Report = null) : ReadEndorsement;
}

/// <summary>Checks an endorsement before it is carried along: that it is one, that its proof holds, and that its own issuer made it.</summary>
public sealed class EndorsementReader(CredentialVerifier verifier)
{
    /// <summary>It stands in every credential from then on.</summary>
    public const int MostBytes = 32 * 1024;

    private static readonly IssuerKey Trial = IssuerKeys.NewEd25519("https://example.org/issuers/1/keys/1", "https://example.org/issuers/1", TimeProvider.System);

    private readonly DataIntegritySigner signer = new();

    public async Task<ReadEndorsement> Read(string text, DateTimeOffset now, CancellationToken ct)
    {
        var given = text.Trim();
        if (Encoding.UTF8.GetByteCount(given) > MostBytes) return new ReadEndorsement.Refused("endorsement-too-large");
        var (credential, isToken) = BadgeInput.Read(Encoding.UTF8.GetBytes(given)) switch
        {
            BadgeInput.Token token => (token.Credential, true),
            BadgeInput.Plain plain => (plain.Credential, false),
            _ => (null, false),
        };
        if (credential is null || !credential.Types.Contains("EndorsementCredential") || credential.IsWrapped || credential.SubjectId is not { } subject) return new ReadEndorsement.Refused("endorsement-unreadable");

        var report = await verifier.Verify(given, new VerificationRequest(now), ct);
        var isSure = report.Verdict == Verdict.Valid && report.Checks.All(check => check.Name is not (CheckNames.IssuerKey or CheckNames.Schema) || check.Result == CheckResult.Pass);
        if (!isSure) return new ReadEndorsement.Refused("endorsement-not-valid", report);

        var endorsement = new Endorsement(given, isToken);
        if (!CanBeCarried(endorsement)) return new ReadEndorsement.Refused("endorsement-not-carriable", report);
        return new ReadEndorsement.Good(
            endorsement, subject, credential.IssuerId!, report.Credential!.IssuerName, credential.Subjects[0].Text("endorsementComment"), credential.ValidUntil);
    }

    // Its contexts stand inside ours then: what does not fit together would stop all issuing.
    private bool CanBeCarried(Endorsement endorsement)
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var dossier = new AwardDossier
        {
            AwardPublicId = "a", AwardUrl = "https://example.org/awards/a", CredentialUrl = "https://example.org/credentials/c", AwardedAt = at, ValidFrom = at,
            Issuer = new(Trial.IssuerId, "I") { Endorsements = [endorsement] }, Keys = [Trial],
            Achievement = new() { Id = "https://example.org/achievements/1", Version = "1", Name = "N", Description = "D", CriteriaNarrative = "C", Endorsements = [endorsement] },
            Recipient = new("urn:uuid:00000000-0000-4000-8000-000000000000"),
        };
        try
        {
            signer.Sign(OpenBadge3DataIntegrityFormat.Credential(dossier), [Trial], at);
            return true;
        }
        catch (JsonLdException)
        {
            return false;
        }
    }
}
