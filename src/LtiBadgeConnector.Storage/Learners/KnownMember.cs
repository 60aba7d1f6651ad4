using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;

namespace LtiBadgeConnector.Storage.Learners;

/// <summary>Finds whether a launch tells anything new of a person. Most people come again and again, and then there is nothing to write.</summary>
internal static class KnownMember
{
    private static readonly Sql SelectMember = new("""
        SELECT l.id AS learner, l.name, l.given_name, l.family_name, l.email, l.locale, c.roles, c.can_earn
        FROM platforms p
        JOIN learner_identities i ON i.tenant_id = @Tenant AND i.issuer = p.issuer AND i.sub = @Sub
        JOIN learners l ON l.tenant_id = i.tenant_id AND l.id = i.learner_id
        JOIN course_members c ON c.tenant_id = i.tenant_id AND c.course_id = @Course AND c.learner_id = i.learner_id AND c.has_left = {false}
        WHERE p.id = @Platform
        """);

    private static readonly Sql SelectKeys = new("""
        SELECT scheme, value FROM learner_keys WHERE tenant_id = @Tenant AND platform_id = @Platform AND learner_id = @Learner
        """);

    /// <returns>Null when something is to be written.</returns>
    public static async Task<LearnerId?> Find(Session session, Course course, RosterMember member, CancellationToken ct)
    {
        var row = await session.First<MemberRow>(SelectMember, new { course.Tenant, course.Platform, Course = course.Id, member.Sub }, ct);
        if (row?.Tells(member) != false) return null;

        var bound = await session.Query<KeyRow>(SelectKeys, new { course.Tenant, course.Platform, row.Learner }, ct);
        return member.AllKeys.All(key => bound.Any(one => one.Scheme == key.Scheme && one.Value == key.Value)) ? row.Learner : null;
    }

    private sealed record MemberRow(
        LearnerId Learner, string? Name, string? GivenName, string? FamilyName, string? Email, string? Locale, string Roles, bool CanEarn)
    {
        // What a launch leaves out it does not unsay.
        public bool Tells(RosterMember member) =>
            (member.Name ?? Name) != Name || (member.GivenName ?? GivenName) != GivenName || (member.FamilyName ?? FamilyName) != FamilyName
            || (member.Email ?? Email) != Email || (member.Locale ?? Locale) != Locale
            || Lines.Join(member.Roles.Distinct(StringComparer.Ordinal)) != Roles || member.CanEarn != CanEarn;
    }

    private sealed record KeyRow(string Scheme, string Value);
}
