using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Reads who is in a course. A failed page leaves the old roster as it was.</summary>
public sealed class RosterSync(ICourseReaders readers, ILearners learners, TimeProvider time)
{
    /// <exception cref="LmsException">The platform refused or did not answer.</exception>
    public async Task<IReadOnlyList<EvaluationKey>> Run(Course course, CancellationToken ct)
    {
        if (await readers.RosterOf(course, ct) is not { } roster) return [];

        List<RosterMember> members = [];
        await foreach (var member in roster.Read(ct)) members.Add(member);
        return (await learners.Apply(course, members, isWhole: true, time.Now(), ct)).Due;
    }
}
