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

/// <summary>Whether a mapping's awards are written into a column of the LMS's gradebook. Off until an instructor switches it on.</summary>
public sealed class GradebookReporting(
    MappingRepository mappings, DeliveryRepository deliveries, IRegistrations registrations, GradebookColumns columns, DeliverStep deliver, AuditRepository audit,
    TimeProvider time)
{
    // A class is finished when the page answers; whatever is more goes on with the sweep.
    private const int MostAtOnce = 50;

    /// <summary>Whether the last launch named a place for columns of ours.</summary>
    public static bool IsOffered(Course course) => course.LineItemsUrl is not null;

    public Task<bool> IsOn(CourseMapping mapping, CancellationToken ct) => mappings.ReportsToGradebook(mapping.Tenant, mapping.Id, ct);

    /// <returns>Why the column could not be made now, a code of the problem catalogue; it stays on and is tried again with the next award.</returns>
    public async Task<string?> Start(LaunchSession launch, OpenMapping open, CancellationToken ct)
    {
        if (!IsOffered(open.Course)) return GradebookProblems.ColumnMissing;
        await Set(launch, open.Mapping, reports: true, ct);
        if (await OpenColumn(open, ct) is { } problem) return problem;

        if (await deliveries.OpenEarlier(open.Mapping.Tenant, open.Mapping.Id, time.Now(), ct) > 0) await deliver.Resend(MostAtOnce, ct);
        return null;
    }

    /// <summary>The column and what stands in it stay; an instructor may remove it in the LMS.</summary>
    public Task<bool> Stop(LaunchSession launch, CourseMapping mapping, CancellationToken ct) => Set(launch, mapping, reports: false, ct);

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

    private async Task<bool> Set(LaunchSession launch, CourseMapping mapping, bool reports, CancellationToken ct)
    {
        if (!await mappings.SetReportsToGradebook(mapping.Tenant, mapping.Id, reports, ct)) return false;
        var entry = AuditEntry.Of(
            mapping.Tenant, time.Now(), "instructor", launch.Learner?.ToString(), reports ? "gradebook-switched-on" : "gradebook-switched-off", mapping.Id.ToString());
        await audit.Append(entry, ct);
        return true;
    }
}
