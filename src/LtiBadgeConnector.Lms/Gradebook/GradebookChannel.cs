using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>Posts 100 of 100 into a column of ours for each award. Off by default: the column counts in the course total.</summary>
public sealed class GradebookChannel(
    IScoreLedger ledger, GradebookColumns columns, ICourses courses, IRegistrations registrations, AgsClient ags, TimeProvider time) : IDeliveryChannel
{
    public string Name => DeliveryChannels.Gradebook;

    public async Task Deliver(PendingDelivery delivery, CancellationToken ct)
    {
        var course = await courses.Find(delivery.Tenant, delivery.Course, ct);
        var registration = course is null ? null : await registrations.Find(new RegistrationId(course.Platform.Value), ct);
        if (registration is not { State: RegistrationState.Active }) throw Permanent(GradebookProblems.PlatformInactive);
        if (await ledger.TargetOf(delivery, ct) is not { } target) throw Permanent(GradebookProblems.LearnerUnknown);

        if (target.LineItemUrl is { } known)
        {
            try
            {
                await Post(registration, course!, known, target.Sub, ct);
                return;
            }
            catch (LmsException e) when (e.Problem == LtiProblem.ServiceGone.Code)
            {
                // Somebody deleted the column in the LMS: make it anew, once.
                await ledger.ForgetColumn(delivery.Tenant, known, ct);
            }
        }
        await Post(registration, course!, await columns.Open(registration, course!, target.Mapping, target.Title, ct), target.Sub, ct);
    }

    private async Task Post(Registration registration, Course course, string lineItem, string sub, CancellationToken ct)
    {
        var timestamp = await TimestampFor(course.Tenant, lineItem, sub, ct);
        var score = new Score(sub, timestamp, ActivityProgress.Completed, GradingProgress.FullyGraded)
        {
            ScoreGiven = GradebookColumns.Maximum, ScoreMaximum = GradebookColumns.Maximum, CanvasNewSubmission = registration.ProductFamilyCode == "canvas" ? false : null,
        };
        var endpoint = CourseReaders.EndpointOf(course, lineItem)!;
        if (await ags.PostScore(registration, endpoint, lineItem, score, ct).OrLmsException() is ScoreOutcome.Outdated)
            throw Permanent(GradebookProblems.ScoreOutdated);
    }

    // The same score again is a repetition: it keeps its time, so the platform tells us that it has it (AGS 2.0, 409).
    private async Task<DateTimeOffset> TimestampFor(TenantId tenant, string lineItem, string sub, CancellationToken ct)
    {
        var last = await ledger.LastSent(tenant, lineItem, sub, ct);
        if (last is { Score: GradebookColumns.Maximum }) return last.Timestamp;

        var timestamp = ScoreClock.Next(last?.Timestamp, time.Now());
        await ledger.NoteSending(tenant, lineItem, sub, new SentScore(timestamp, GradebookColumns.Maximum), ct);
        return timestamp;
    }

    private static LmsException Permanent(string problem) => new(problem, "The score cannot be posted.", isTransient: false);
}
