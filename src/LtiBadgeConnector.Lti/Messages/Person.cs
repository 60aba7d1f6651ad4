namespace LtiBadgeConnector.Lti.Messages;

/// <summary>Personal claims; privacy settings of the platform may remove any of them. The e-mail is neither unique nor verified.</summary>
public sealed record Person(
    string? Name = null,
    string? GivenName = null,
    string? FamilyName = null,
    string? MiddleName = null,
    string? Email = null,
    string? Picture = null,
    string? Locale = null);

/// <summary>Whose work a submission review is about.</summary>
public sealed record ForUser(string UserId, Person Person, string? PersonSourcedId, IReadOnlyList<string> Roles);

/// <summary>Identifiers of the student information system, often empty.</summary>
public sealed record Lis(string? PersonSourcedId, string? CourseOfferingSourcedId, string? CourseSectionSourcedId);
