namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>One check's outcome together with what it means for the whole; null means it stands in the way of nothing.</summary>
internal sealed record Finding(VerificationCheck Check, Verdict? Consequence)
{
    public bool Passed => Check.Result == CheckResult.Pass;

    // Details quote the badge, which may be as long as a stranger likes.
    private const int MostDetail = 400;

    public static Finding Pass(string name, string code, string? detail = null) => New(name, CheckResult.Pass, code, detail, null);

    public static Finding Fail(string name, Verdict consequence, string code, string? detail = null) => New(name, CheckResult.Fail, code, detail, consequence);

    /// <summary>Something is wrong that stands in the way of nothing.</summary>
    public static Finding Fail(string name, string code, string detail) => New(name, CheckResult.Fail, code, detail, null);

    public static Finding Skipped(string name, string code, string? detail = null, Verdict? consequence = null) => New(name, CheckResult.Skipped, code, detail, consequence);

    /// <summary>
    /// Of several findings the gravest names the verdict. Without knowing who signed, dates and status say nothing, so
    /// doubt about the key comes before them; what may have been revoked is not merely called expired.
    /// </summary>
    public static Verdict VerdictOf(IEnumerable<Finding> findings) =>
        findings.Where(finding => finding.Consequence is not null).MinBy(Gravity)?.Consequence ?? Verdict.Valid;

    private static Finding New(string name, CheckResult result, string code, string? detail, Verdict? consequence) =>
        new(new(name, result, code, detail?.Length > MostDetail ? detail[..MostDetail] + "…" : detail), consequence);

    private static int Gravity(Finding finding) => (finding.Consequence, finding.Check.Name) switch
    {
        (Verdict.NotACredential, _) => 0,
        (Verdict.NoProof, _) => 1,
        (Verdict.Invalid, _) => 2,
        (Verdict.Unsupported, _) => 3,
        (Verdict.Indeterminate, CheckNames.Proof or CheckNames.IssuerKey) => 4,
        (Verdict.Revoked, _) => 5,
        (Verdict.Suspended, _) => 6,
        (Verdict.Indeterminate, CheckNames.Status) => 7,
        (Verdict.Expired, _) => 8,
        (Verdict.NotYetValid, _) => 9,
        _ => 10,
    };
}
