using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Lms.Gradebook;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Launches;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>What of a mapping is written into a column of the LMS's gradebook: awards, or everybody's progress. Nothing until an instructor switches it on.</summary>
public sealed class GradebookReporting(
    MappingRepository mappings, DeliveryRepository deliveries, ProgressReports reports, IRegistrations registrations, GradebookColumns columns, DeliverStep deliver, GradebookProgress progress,
    AuditRepository audit, TimeProvider time)
{
    // A class is finished when the page answers; whatever is more goes on with the sweep.
    private const int MostAtOnce = 50;

    /// <summary>Whether the last launch named a place for columns of ours.</summary>
    public static bool IsOffered(Course course) => course.LineItemsUrl is not null;

    public Task<GradebookContent> Content(CourseMapping mapping, CancellationToken ct) => mappings.InGradebook(mapping.Tenant, mapping.Id, ct);

    /// <summary>Why progress is not written yet, the most frequent reason first.</summary>
    public Task<IReadOnlyList<UnreportedProgress>> Problems(CourseMapping mapping, CancellationToken ct) => reports.Problems(mapping.Tenant, mapping.Id, ct);

    /// <returns>Why the column could not be made now, a code of the problem catalogue; it stays on and is tried again with the next award.</returns>
    public async Task<string?> Start(LaunchSession launch, OpenMapping open, GradebookContent content, CancellationToken ct)
    {
        if (!IsOffered(open.Course)) return GradebookProblems.ColumnMissing;
        await Set(launch, open.Mapping, content, ct);
        if (await OpenColumn(open, ct) is { } problem) return problem;

        if (content == GradebookContent.Progress) await progress.Run(MostAtOnce, ct);
        else if (await deliveries.OpenEarlier(open.Mapping.Tenant, open.Mapping.Id, time.Now(), ct) > 0) await deliver.Resend(MostAtOnce, ct);
        return null;
    }

    /// <summary>The column and what stands in it stay; an instructor may remove it in the LMS.</summary>
    public Task<bool> Stop(LaunchSession launch, CourseMapping mapping, CancellationToken ct) => Set(launch, mapping, GradebookContent.Nothing, ct);

    private async Task<string?> OpenColumn(OpenMapping open, CancellationToken ct)
    {
        if (await registrations.Find(new RegistrationId(open.Course.Platform.Value), ct) is not { State: RegistrationState.Active } registration)
            return GradebookProblems.PlatformInactive;
        try
        {
            await columns.Open(registration, open.Course, open.Mapping.Id, open.Title, ct);
            return null;
        }
        catch (LmsException e)
        {
            return e.Problem;
        }
    }

    private async Task<bool> Set(LaunchSession launch, CourseMapping mapping, GradebookContent content, CancellationToken ct)
    {
        if (!await mappings.SetInGradebook(mapping.Tenant, mapping.Id, content, ct)) return false;
        var entry = AuditEntry.Of(
            mapping.Tenant, time.Now(), "instructor", launch.Learner?.ToString(), content == GradebookContent.Nothing ? "gradebook-switched-off" : "gradebook-switched-on", mapping.Id.ToString());
        await audit.Append(entry, ct);
        return true;
    }
}
