namespace LtiBadgeConnector.Core.Learners;

/// <summary>One person as a platform's roster or a launch describes them in a course.</summary>
/// <param name="Keys">All ids that this one source vouches for together; the <c>sub</c> is always among them.</param>
/// <param name="CanEarn">False for staff and test users: they never earn.</param>
public sealed record RosterMember(
    string Sub,
    IReadOnlyList<LearnerKey> Keys,
    string? Name,
    string? GivenName,
    string? FamilyName,
    string? Email,
    string? Locale,
    IReadOnlyList<string> Roles,
    bool CanEarn)
{
    /// <summary>The keys with that of the <c>sub</c>, each once.</summary>
    public IEnumerable<LearnerKey> AllKeys => Keys.Append(LearnerKey.Sub(Sub)).Distinct();

    /// <summary>Set in a reading of differences: no longer in the course. Nothing else of the member counts then.</summary>
    public bool HasLeft { get; init; }
}
