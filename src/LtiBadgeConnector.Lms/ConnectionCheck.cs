namespace LtiBadgeConnector.Lms;

/// <summary>One named check of a connection that an administrator asked for.</summary>
/// <param name="Name">Stable, kebab-case; pages have their own words for it.</param>
/// <param name="Code">With a failure: a code of the problem catalogue, where it is explained what to do.</param>
/// <param name="Detail">What the check looked at, or what the LMS said; no secrets.</param>
public sealed record ConnectionCheck(string Name, CheckResult Result, string? Code, string? Detail)
{
    /// <summary>The LMS does not offer it, and it can be done without.</summary>
    public bool IsLacking { get; init; }
}

public enum CheckResult
{
    Pass = 1,
    Fail = 2,

    /// <summary>Not tried because an earlier one failed, or not needed.</summary>
    Skipped = 3,
}
