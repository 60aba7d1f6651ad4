using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Learners;

/// <summary>A person of a tenant. LMS accounts lead here through identities, never by guess.</summary>
/// <param name="Subject">The random <c>urn:uuid</c> that stands in credentials in place of any LMS id.</param>
/// <param name="NameAgreed">Whether the learner agreed that the name goes into credentials.</param>
public sealed record Learner(
    LearnerId Id,
    TenantId Tenant,
    string Subject,
    string? Name,
    string? GivenName,
    string? FamilyName,
    string? Email,
    string? Locale,
    bool NameAgreed,
    DateTimeOffset CreatedAt);

/// <summary>How an event or a reading names a learner.</summary>
public readonly record struct LearnerKey(string Scheme, string Value)
{
    /// <summary>The LTI <c>sub</c>, unique per issuer.</summary>
    public static LearnerKey Sub(string sub) => new("lti-sub", sub);

    /// <summary>The LMS's internal user id, as web services and events carry it.</summary>
    public static LearnerKey LmsUser(string id) => new("lms-user-id", id);

    /// <summary>The institution's own id of the person (<c>lis_person_sourcedid</c>, Moodle's ID number).</summary>
    public static LearnerKey Sis(string id) => new("sis-id", id);

    /// <summary>The second id that Canvas gives an account; its outcome events know no other.</summary>
    public static LearnerKey LmsUserUuid(string uuid) => new("lms-user-uuid", uuid);

    /// <summary>Where a source names people by address only.</summary>
    public static LearnerKey Iri(string iri) => new("iri", iri);

    /// <summary>An account as xAPI writes it: a name means somebody only together with its home.</summary>
    public static LearnerKey Account(string home, string name) => new("xapi-account", $"{home}|{name}");

    public static LearnerKey Email(string address) => new("email", address.Trim().ToLowerInvariant());

    /// <summary>SHA-1 of <c>mailto:</c> and the address, in hex: how xAPI hides one.</summary>
    public static LearnerKey EmailHash(string hex) => new("email-sha1", hex.Trim().ToLowerInvariant());

    public override string ToString() => $"{Scheme}:{Value}";
}
