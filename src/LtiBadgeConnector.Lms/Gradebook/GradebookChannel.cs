using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>Posts 100 of 100 into a column of ours for each award. Off by default: the column counts in the course total.</summary>
public sealed class GradebookChannel(
    IScoreLedger ledger, ICourses courses, IRegistrations registrations, AgsClient ags, TimeProvider time) : IDeliveryChannel
{
    private const decimal Full = 100;

    public string Name => DeliveryChannels.Gradebook;

    public async Task Deliver(PendingDelivery delivery, CancellationToken ct)
    {
        var course = await courses.Find(delivery.Tenant, delivery.Course, ct);
        var registration = course is null ? null : await registrations.Find(new RegistrationId(course.Platform.Value), ct);
        if (registration is not { State: RegistrationState.Active }) throw Permanent(GradebookProblems.PlatformInactive);
        if (await ledger.CellOf(delivery, ct) is not { } cell) throw Permanent(GradebookProblems.ColumnMissing);

        var now = time.Now();
        var timestamp = ScoreClock.Next(await ledger.LastTimestamp(delivery.Tenant, cell, ct), now);
        await ledger.NoteSending(delivery.Tenant, cell, timestamp, Full, ct);

        var score = new Score(cell.Sub, timestamp, ActivityProgress.Completed, GradingProgress.FullyGraded) { ScoreGiven = Full, ScoreMaximum = Full };
        var endpoint = CourseReaders.EndpointOf(course!, cell.LineItemUrl)!;
        if (await ags.PostScore(registration, endpoint, cell.LineItemUrl, score, ct).OrLmsException() is ScoreOutcome.Outdated)
            throw Permanent(GradebookProblems.ScoreOutdated);
    }

    private static LmsException Permanent(string problem) => new(problem, "The score cannot be posted.", isTransient: false);
}
