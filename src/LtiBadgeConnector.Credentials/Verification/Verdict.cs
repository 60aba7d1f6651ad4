namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>What a check of a badge ends in. Only <see cref="Valid"/> means that it may be relied on.</summary>
public enum Verdict
{
    Valid,

    /// <summary>Altered, forged, or against the standard in a way that makes its statement void.</summary>
    Invalid,

    Expired,

    NotYetValid,

    Revoked,

    /// <summary>Withdrawn for a time; may become good again.</summary>
    Suspended,

    /// <summary>A credential that nobody signed.</summary>
    NoProof,

    /// <summary>Something needed, such as the issuer's key or the status list, could not be had.</summary>
    Indeterminate,

    /// <summary>A kind of credential or signature this program cannot check.</summary>
    Unsupported,

    NotACredential,
}

public static class VerdictNames
{
    /// <summary>The word in reports and on the command line, such as <c>not-yet-valid</c>.</summary>
    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Valid => "valid",
        Verdict.Invalid => "invalid",
        Verdict.Expired => "expired",
        Verdict.NotYetValid => "not-yet-valid",
        Verdict.Revoked => "revoked",
        Verdict.Suspended => "suspended",
        Verdict.NoProof => "no-proof",
        Verdict.Indeterminate => "indeterminate",
        Verdict.Unsupported => "unsupported",
        Verdict.NotACredential => "not-a-credential",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };
}
