using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>Posts scores into columns of ours. Each score of a cell has a later time than the one before, so that an older one never replaces a newer.</summary>
public sealed class GradebookCells(IScoreLedger ledger, GradebookColumns columns, ICourses courses, IRegistrations registrations, AgsClient ags, TimeProvider time)
{
    /// <param name="target">Null when the learner has no identity at the platform.</param>
    /// <exception cref="LmsException">The LMS refuses, does not answer, or holds a score that is later.</exception>
    public async Task Post(TenantId tenant, CourseId courseId, GradebookTarget? target, CancellationToken ct)
    {
        var course = await courses.Find(tenant, courseId, ct);
        var registration = course is null ? null : await registrations.Find(new RegistrationId(course.Platform.Value), ct);
        if (registration is not { State: RegistrationState.Active }) throw Permanent(GradebookProblems.PlatformInactive);
        if (target is null) throw Permanent(GradebookProblems.LearnerUnknown);

        if (target.LineItemUrl is { } known)
        {
            try
            {
                await Post(registration, course!, known, target, ct);
                return;
            }
            catch (LmsException e) when (e.Problem == LtiProblem.ServiceGone.Code)
            {
                // Somebody deleted the column in the LMS: make it anew, once.
                await ledger.ForgetColumn(tenant, known, ct);
            }
        }
        await Post(registration, course!, await columns.Open(registration, course!, target.Mapping, target.Title, ct), target, ct);
    }

    private async Task Post(Registration registration, Course course, string lineItem, GradebookTarget target, CancellationToken ct)
    {
        var (sub, given) = (target.Sub, target.Score);
        var timestamp = await TimestampFor(course.Tenant, lineItem, sub, given, ct);
        var activity = given < GradebookColumns.Maximum ? ActivityProgress.InProgress : ActivityProgress.Completed;
        var score = new Score(sub, timestamp, activity, GradingProgress.FullyGraded)
        {
            ScoreGiven = given, ScoreMaximum = GradebookColumns.Maximum, CanvasNewSubmission = registration.ProductFamilyCode == "canvas" ? false : null,
        };
        var endpoint = CourseReaders.EndpointOf(course, lineItem)!;
        if (await ags.PostScore(registration, endpoint, lineItem, score, ct).OrLmsException() is ScoreOutcome.Outdated)
            throw Permanent(GradebookProblems.ScoreOutdated);
    }

    // The same score again is a repetition: it keeps its time, so the platform tells us that it has it (AGS 2.0, 409).
    private async Task<DateTimeOffset> TimestampFor(TenantId tenant, string lineItem, string sub, decimal given, CancellationToken ct)
    {
        var last = await ledger.LastSent(tenant, lineItem, sub, ct);
        if (last?.Score == given) return last.Timestamp;

        var timestamp = ScoreClock.Next(last?.Timestamp, time.Now());
        await ledger.NoteSending(tenant, lineItem, sub, new SentScore(timestamp, given), ct);
        return timestamp;
    }

    private static LmsException Permanent(string problem) => new(problem, "The score cannot be posted.", isTransient: false);
}
