using System.Text;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>Checks any badge from anywhere and says why. Whatever is handed in, the answer is a verdict and no exception.</summary>
/// <param name="documents">The only way to the outside; see <see cref="IDocumentLoader"/> for what it must guard against.</param>
public sealed class CredentialVerifier(IDocumentLoader documents)
{
    private readonly JwtProof tokens = new(documents);
    private readonly EmbeddedProofs proofs = new(documents);

    public Task<VerificationReport> Verify(string text, VerificationRequest request, CancellationToken ct) =>
        Verify(Encoding.UTF8.GetBytes(text), request, ct);

    public async Task<VerificationReport> Verify(ReadOnlyMemory<byte> bytes, VerificationRequest request, CancellationToken ct) => BakedImage.Open(bytes) switch
    {
        BakedImage.Holds holds => await Held(holds, request, ct),
        BakedImage.Refused refused => Report([refused.Finding], credential: null),
        _ => await Bare(bytes, request, isInner: false, ct),
    };

    /// <summary>Asks again whether a badge that was found valid still holds; its signature is not looked at again, because issuers change keys.</summary>
    /// <returns><see cref="Verdict.Valid"/>, <see cref="Verdict.Revoked"/>, <see cref="Verdict.Suspended"/> or <see cref="Verdict.Indeterminate"/>.</returns>
    public async Task<Verdict> AskAgain(StatusReference reference, DateTimeOffset at, CancellationToken ct)
    {
        var finding = reference.Entries is null
            ? await new OpenBadge2Verifier(documents).AskAgain(reference, ct)
            : await new StatusCheck(documents, tokens, proofs).Check(new CredentialView(reference.Json, claims: null), reference.IssuerKey, at, ct);
        return finding.Consequence ?? Verdict.Valid;
    }

    // The picture's own soundness stands before the checks of the badge in it.
    private async Task<VerificationReport> Held(BakedImage.Holds image, VerificationRequest request, CancellationToken ct)
    {
        var report = WebOrigin.Of(image.Text) is null
            ? await Bare(Encoding.UTF8.GetBytes(image.Text), request, isInner: false, ct)
            : await documents.Load(image.Text, ct) switch
            {
                LoadedDocument.Found found => await Bare(found.Bytes, request, isInner: false, ct),
                _ => Report([Finding.Skipped(CheckNames.Proof, VerificationCodes.HostedUnavailable, image.Text, Verdict.Indeterminate)], credential: null),
            };
        return report with { Checks = [image.Finding.Check, .. report.Checks] };
    }

    // What is inside an endorsement is not looked into again: a badge cannot make us work without end.
    private async Task<VerificationReport> Bare(ReadOnlyMemory<byte> bytes, VerificationRequest request, bool isInner, CancellationToken ct) => BadgeInput.Read(bytes) switch
    {
        BadgeInput.Assertion assertion => await new OpenBadge2Verifier(documents).Verify(assertion.Json, assertion.Jws, request, ct),
        BadgeInput.Token token => await Check(token.Credential, request, () => tokens.Check(token.Jws, token.Credential, ct), isInner, ct),
        BadgeInput.Plain plain => await Check(plain.Credential, request, () => proofs.Check(plain.Credential, request.At, ct), isInner, ct),
        BadgeInput.Refused refused => Report([refused.Finding], credential: null),
        var other => throw new InvalidOperationException($"No check for {other.GetType().Name}."),
    };

    private async Task<VerificationReport> Check(CredentialView credential, VerificationRequest request, Func<Task<ProofFindings>> prove, bool isInner, CancellationToken ct)
    {
        var structure = DocumentChecks.Structure(credential);

        // Without a sound structure the checks after it would look at the wrong things.
        var (contexts, proof, issuerKey) = structure.Passed || !credential.IsToken
            ? await prove()
            : new(null, Skipped(CheckNames.Proof, VerificationCodes.ProofNotChecked), Skipped(CheckNames.IssuerKey, VerificationCodes.IssuerKeyNotChecked));
        var endorsements = proof.Passed && !isInner ? await EmbeddedEndorsements.Check(credential, async inner => (await Bare(inner, new(request.At), isInner: true, ct)).Verdict) : null;
        return Report(
        [
            structure,
            contexts ?? DocumentChecks.Contexts(credential),
            DocumentChecks.Schema(credential),
            proof,
            issuerKey,
            structure.Passed ? DocumentChecks.Dates(credential, request.At) : Skipped(CheckNames.Dates, VerificationCodes.DatesNotChecked),
            // An address from a credential nobody vouches for is not worth a request.
            proof.Passed && issuerKey.Check.Result != CheckResult.Fail ? await new StatusCheck(documents, tokens, proofs).Check(credential, issuerKey, request.At, ct) : Skipped(CheckNames.Status, VerificationCodes.StatusNotChecked),
            .. endorsements is null ? Array.Empty<Finding>() : [endorsements],
            DocumentChecks.Recipient(credential, request.RecipientEmail),
        ],
        credential) with { Status = StatusReference.Of(credential, issuerKey) };
    }

    private static Finding Skipped(string name, string code) => Finding.Skipped(name, code);

    private static VerificationReport Report(IReadOnlyList<Finding> findings, CredentialView? credential) =>
        new(Finding.VerdictOf(findings), [.. findings.Select(finding => finding.Check)], credential?.Summary());
}
