using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Courses;

/// <summary>A context of a deployment, as the last launch or reading described it.</summary>
/// <param name="ContextId">The LTI <c>context.id</c>, unique only inside its deployment.</param>
/// <param name="LmsCourseId">The id by which web services and events name the course; the context id unless a launch said otherwise.</param>
/// <param name="MembershipsUrl">NRPS, when the platform offers it.</param>
/// <param name="LineItemsUrl">AGS, when the platform offers it.</param>
/// <param name="ServiceScopes">Space-separated scopes of the last launch.</param>
/// <param name="RosterResourceLinkId">A resource link by which NRPS may be asked for per-member custom values.</param>
public sealed record Course(
    CourseId Id,
    TenantId Tenant,
    PlatformId Platform,
    string DeploymentId,
    string ContextId,
    string LmsCourseId,
    string Title,
    string? Label,
    string? TimeZone,
    string? MembershipsUrl,
    string? LineItemsUrl,
    string? ServiceScopes,
    string? RosterResourceLinkId);

/// <summary>Something a course assesses or tracks, named as the course names it.</summary>
/// <param name="HasCompletion">Whether the LMS tracks completion of it; then <see cref="Activity"/> names it in completion facts.</param>
/// <param name="IsGone">No longer in the course at the last reading.</param>
public sealed record CourseItem(
    ItemKey Key,
    string Name,
    CourseItemKind Kind,
    decimal? Maximum,
    decimal? PassMark,
    ItemKey? Activity,
    bool HasCompletion,
    bool IsGone)
{
    /// <summary>What the total of a course is called where the LMS has no name for it; pages say it in their language.</summary>
    public const string NameOfTotal = "Course total";

    /// <summary>As <see cref="NameOfTotal"/>, for the attendance of the course as a whole.</summary>
    public const string NameOfAttendance = "Attendance of the course";

    /// <summary>The attendance of the course as a whole among the items; facts and rules about it name no item.</summary>
    public static ItemKey WholeAttendance { get; } = new("attendance");
}

public enum CourseItemKind
{
    Grade = 1,

    /// <summary>The LMS's own total of the course. Its facts are grades like any other; an LMS with several totals has an item for each.</summary>
    CourseTotal = 2,
    Activity = 3,

    /// <summary>An outcome or competency; <see cref="CourseItem.PassMark"/> is what masters it.</summary>
    Outcome = 4,
    Group = 5,
    Attendance = 6,
}
