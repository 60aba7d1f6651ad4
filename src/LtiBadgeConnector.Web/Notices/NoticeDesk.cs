using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Notices;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Courses;

namespace LtiBadgeConnector.Web.Notices;

/// <summary>What a genuine notice leaves behind. Platforms do not repeat lost notices, so nothing may depend on one having come.</summary>
public sealed class NoticeDesk(CourseRepository courses, AuditRepository audit, TimeProvider time)
{
    public async Task Take(Notice notice, CancellationToken ct)
    {
        var tenant = new TenantId(notice.TenantId);
        if (notice is { Type: NoticeTypes.ContextCopy, Context: { } copy }) await NoteCopy(notice, copy, tenant, ct);
        await audit.Append(AuditEntry.Of(tenant, time.Now(), "lti-notice", notice.Registration.Issuer, notice.Type == NoticeTypes.ContextCopy ? "course-copied" : "notice-tested", notice.Registration.Id.ToString()), ct);
    }

    // The new course knows its ancestors before anybody opens it, as a launch with $Context.id.history would tell it.
    private Task<Course> NoteCopy(Notice notice, Lti.Messages.LtiContext copy, TenantId tenant, CancellationToken ct)
    {
        var course = new Course(
            CourseId.New(time), tenant, new PlatformId(notice.Registration.Id.Value), notice.Deployment.DeploymentId, copy.Id, copy.Id,
            copy.Title ?? copy.Label ?? "", copy.Label, TimeZone: null, MembershipsUrl: null, LineItemsUrl: null, ServiceScopes: null, RosterResourceLinkId: null);
        var history = notice.OriginContexts.Count == 0 ? null : string.Join(',', notice.OriginContexts);
        return courses.UpsertFromLaunch(course, history, time.Now(), ct);
    }
}
