using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Verifying;

/// <summary>A verdict as one sentence, with what follows from it.</summary>
/// <param name="Advice">What to make of it.</param>
public sealed record VerdictStatement(string Tone, string Icon, string Sentence, string Advice)
{
    /// <summary>True when the credential may be relied on.</summary>
    public bool IsGood => Tone == "met";

    public static VerdictStatement Of(VerificationReport report, IStringLocalizer<Words> words, Formats formats)
    {
        var credential = report.Credential;
        var issuer = NameOf(credential);
        return report.Verdict switch
        {
            Verdict.Valid when Failing(report, CheckNames.IssuerKey, VerificationCodes.IssuerKeyUnconfirmed) =>
                new("near", "near", words["Unchanged since it was signed, but by whom is not confirmed"], words["It names {0} as its issuer, who publishes no keys to compare with. Ask the issuer.", issuer]),
            // A key made by anybody, and a name written by the same hand.
            Verdict.Valid when report.Trust is null && credential?.IssuerId is { } did && did.StartsWith("did:key:", StringComparison.Ordinal) =>
                new("near", "near", words["Unchanged since it was signed, but by whom is not confirmed"], words["It is signed with a key of its own, which anybody can make and give any name: here {0}. Ask the issuer whether the key is theirs.", credential.IssuerName ?? did]),
            Verdict.Valid => new("met", "met", words["Genuine and valid"], WasAsked(report) ? words["Signed by {0}, unchanged, not withdrawn.", issuer] : words["Signed by {0} and unchanged. It carries no status, so nobody can tell whether it was withdrawn.", issuer]),
            Verdict.Revoked => Withdrawn(words),
            Verdict.Suspended => Suspended(words),
            Verdict.Expired when credential?.ValidUntil is { } until => Bad("clock", words["Genuine, but expired on {0}", formats.DateInText(until)]),
            Verdict.Expired => Bad("clock", words["Genuine, but expired"]),
            Verdict.NotYetValid => Bad("clock", words["Genuine, but not valid yet"]),
            Verdict.Invalid => Bad("stop", words.Say(WhyInvalid(report))),
            Verdict.NoProof => Bad("stop", words["Nobody has signed this"]),
            Verdict.Indeterminate when Failing(report, CheckNames.Recipient, VerificationCodes.RecipientNotStated) =>
                new("near", "near", words["Genuine, but it does not say whose it is"], words["It names no e-mail address to compare with."]),
            Verdict.Indeterminate => new("near", "near", words["We could not ask the issuer"], words["This says nothing about the credential. Try again later."]),
            Verdict.Unsupported => new("near", "near", words["We cannot check this kind of credential yet"], words["This says nothing about the credential."]),
            Verdict.NotACredential => new("stop", "stop", words["This is not a credential"], words["Nothing in it says who issued what to whom."]),
            _ => throw new ArgumentOutOfRangeException(nameof(report)),
        };

        VerdictStatement Bad(string icon, string sentence) => new("stop", icon, sentence, words["Do not rely on it."]);
    }

    /// <summary>For an award of ours, which we know to be withdrawn before the signed list says so.</summary>
    public static VerdictStatement Withdrawn(IStringLocalizer<Words> words) =>
        new("stop", "stop", words["Genuine, but withdrawn by the issuer"], words["Do not rely on it."]);

    public static VerdictStatement Suspended(IStringLocalizer<Words> words) =>
        new("near", "pause", words["Genuine, but suspended by the issuer"], words["It may become valid again. Do not rely on it now."]);

    // The name is the issuer's own word; the host is what the key proves.
    private static string NameOf(CredentialSummary? credential)
    {
        if (credential?.IssuerName is not { } name) return credential?.IssuerId ?? "?";
        return Uri.TryCreate(credential.IssuerId, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? $"{name} ({uri.IdnHost})" : $"{name} ({credential.IssuerId})";
    }

    // Whether a list was read that would say if it had been withdrawn.
    private static bool WasAsked(VerificationReport report) => report.Checks.Any(check => check is { Name: CheckNames.Status, Result: CheckResult.Pass });

    // The gravest reason first: what was changed after signing, then whose key it was, then whose badge it is.
    private static Word WhyInvalid(VerificationReport report)
    {
        if (Failing(report, CheckNames.Proof, VerificationCodes.SignatureMismatch) || Failing(report, CheckNames.Proof, VerificationCodes.ClaimMismatch)) return Word.Of("Changed since it was signed");
        if (Failing(report, CheckNames.Proof, VerificationCodes.HostedDiffers)) return Word.Of("Not what the issuer has at its address");
        if (Failing(report, CheckNames.Image)) return Word.Of("Damaged: it cannot be read as it was signed");
        if (Failing(report, CheckNames.Structure, VerificationCodes.TokenMalformed)) return Word.Of("Damaged: it cannot be read as it was signed");
        if (Failing(report, CheckNames.IssuerKey)) return Word.Of("Not signed by the issuer it names");
        if (Failing(report, CheckNames.Proof)) return Word.Of("The signature proves nothing");
        if (Failing(report, CheckNames.Structure) || Failing(report, CheckNames.Schema) || Failing(report, CheckNames.Contexts)) return Word.Of("Signed, but not a sound credential");
        return Word.Of("Genuine, but given to somebody else");
    }

    private static bool Failing(VerificationReport report, string name, string? code = null) =>
        report.Checks.Any(check => check.Name == name && check.Result != CheckResult.Pass && (code is null ? check.Result == CheckResult.Fail : check.Code == code));
}
