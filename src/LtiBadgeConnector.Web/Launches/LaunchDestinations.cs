using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>
/// What a link of the LMS shows: one micro-credential of the course, or all. The link says so by custom parameters, which
/// anybody in the LMS may edit, so they choose among the mappings of this course and nothing else.
/// </summary>
public sealed class LaunchDestinations(MappingRepository mappings, CourseRepository courses, ScoreLedger columns)
{
    public const string MappingParameter = "mapping_id";

    /// <summary>Names the micro-credential on a copied link, whose mapping stayed behind in the old course.</summary>
    public const string DefinitionParameter = "definition_id";

    /// <summary>Null when the link shows all of the course.</summary>
    public async Task<CourseMapping?> ShownBy(LtiMessage message, Course course, CancellationToken ct)
    {
        if (Guid.TryParse(message.Custom.Value(MappingParameter), out var id)
            && await mappings.Find(course.Tenant, new MappingId(id), ct) is { } named && named.Course == course.Id) return named;
        if (Guid.TryParse(message.Custom.Value(DefinitionParameter), out var definition))
            return (await mappings.OfCourse(course.Tenant, course.Id, ct)).FirstOrDefault(mapping => mapping.MicroCredential.Value == definition);
        return null;
    }

    /// <summary>Whose column the gradebook opened; <see cref="ColumnOwner.Course"/> is another course when the LMS mixes them up.</summary>
    internal async Task<ColumnOwner?> ColumnOf(SubmissionReviewRequest review, Course course, CancellationToken ct)
    {
        if (await columns.OwnerOf(course.Tenant, review.LineItem, ct) is { } owner) return owner;
        return review.ResourceLink is { } link && await courses.FindLink(course.Tenant, course.Id, link.Id, ct) is { Mapping: { } mapping }
            ? new ColumnOwner(mapping, course.Id)
            : null;
    }

    internal static string PathOf(LaunchSession session, LtiMessage message, CourseMapping? shown) => message switch
    {
        DeepLinkingRequest => $"{session.Root}/place",
        SubmissionReviewRequest => $"{session.Root}/review",
        _ when shown is null => session.Root,
        _ when session.MaySee => $"{session.Root}/d/{shown.Id}/overview",
        // Learners see nothing of a draft, not even that there is one.
        _ => shown.State is MappingState.Active or MappingState.Paused ? $"{session.Root}/progress/{shown.Id}" : session.Root,
    };
}
