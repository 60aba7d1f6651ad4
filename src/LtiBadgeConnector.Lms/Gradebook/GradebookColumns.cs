using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>
/// The one column of a mapping in its course's gradebook: found by <c>resourceId</c> and <c>tag</c>, because a Deep Linking item
/// or a course copy may have brought it, and made only when there is none.
/// </summary>
public sealed class GradebookColumns(IScoreLedger ledger, AgsClient ags, LtiOptions options, TimeProvider time)
{
    /// <summary>What our columns carry besides the mapping's id.</summary>
    public const string Tag = "micro-credential";

    public const decimal Maximum = 100;

    public static string ResourceIdOf(MappingId mapping) => mapping.ToString();

    /// <returns>The line item's URL.</returns>
    /// <exception cref="LmsException">The LMS offers no gradebook here, refuses, or does not answer.</exception>
    public async Task<string> Open(Registration registration, Course course, MappingId mapping, string title, CancellationToken ct)
    {
        if (CourseReaders.EndpointOf(course) is not { LineItems: not null } endpoint)
            throw new LmsException(GradebookProblems.ColumnMissing, "The course has no line item collection.", isTransient: false);

        var resourceId = ResourceIdOf(mapping);
        await foreach (var item in ags.LineItems(registration, endpoint, new LineItemFilter(ResourceId: resourceId, Tag: Tag), ct).OrLmsException(ct))
        {
            // A platform that ignores the filter sends all of ours.
            if (item.ResourceId == resourceId && item.Tag == Tag) return await ledger.KeepColumn(course.Tenant, mapping, item.Id!, time.Now(), ct);
        }

        var wanted = new LineItem { Label = title, ScoreMaximum = Maximum, ResourceId = resourceId, Tag = Tag, SubmissionReviewUrl = options.LaunchUrl };
        var made = (await ags.Create(registration, endpoint, wanted, ct).OrLmsException()).Id!;
        var kept = await ledger.KeepColumn(course.Tenant, mapping, made, time.Now(), ct);
        if (kept != made) await ags.Delete(registration, endpoint, made, ct);
        return kept;
    }
}
