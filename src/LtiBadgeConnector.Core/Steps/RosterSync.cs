using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>
/// Reads who is in a course: what has changed, where the platform tells it, and everybody once a day all the same. A failed page
/// leaves the old roster as it was.
/// </summary>
public sealed class RosterSync(ICourseReaders readers, ILearners learners, IRosterCursors cursors, TimeProvider time)
{
    private static readonly TimeSpan WholeEvery = TimeSpan.FromDays(1);

    /// <exception cref="LmsException">The platform refused or did not answer.</exception>
    public async Task<IReadOnlyList<EvaluationKey>> Run(Course course, CancellationToken ct)
    {
        if (await readers.RosterOf(course, ct) is not { } roster) return [];

        var startedAt = time.Now();
        var reading = await roster.Read(await cursors.Find(course.Tenant, course.Id, startedAt - WholeEvery, ct), ct);
        var change = await learners.Apply(course, reading.Members, reading.IsWhole, time.Now(), ct);
        await cursors.Keep(course.Tenant, course.Id, reading, startedAt, ct);
        return change.Due;
    }
}
