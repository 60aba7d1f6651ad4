using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Which course and which learner the events of one batch speak about, looked up once for all of them.</summary>
internal sealed class Placement(
    IReadOnlyDictionary<CourseReference, Course> courses,
    IReadOnlyDictionary<LearnerReference, LearnerId> learners)
{
    public static async Task<Placement> Load(ICourses courses, ILearners learners, IReadOnlyList<ReadRow> rows, CancellationToken ct)
    {
        HashSet<CourseReference> mentioned = [.. from row in rows
                                                 where row.Connection is not null
                                                 from lmsEvent in row.Events
                                                 from named in (string?[])[lmsEvent.CourseId, lmsEvent.CopiedFrom]
                                                 where named is not null
                                                 select ReferenceOf(row.Connection!, named)];
        HashSet<LearnerReference> people = [.. from row in rows
                                               where row.Connection is not null
                                               from lmsEvent in row.Events
                                               from key in lmsEvent.Learner
                                               select new LearnerReference(row.Connection!.Tenant, row.Connection.Platform, key)];
        return new(await courses.ResolveMapped(mentioned, ct), await learners.Resolve(people, ct));
    }

    public static async Task<Placement> Load(ILearners learners, Course course, IReadOnlyList<LmsEvent> read, CancellationToken ct)
    {
        HashSet<LearnerReference> people = [.. read.SelectMany(found => found.Learner).Select(key => new LearnerReference(course.Tenant, course.Platform, key))];
        return new(new Dictionary<CourseReference, Course>(), await learners.Resolve(people, ct));
    }

    public Course? CourseOf(Connection connection, LmsEvent lmsEvent) => Named(connection, lmsEvent.CourseId);

    public Course? OriginOf(Connection connection, LmsEvent lmsEvent) => Named(connection, lmsEvent.CopiedFrom);

    public LearnerId? LearnerOf(Course course, LmsEvent lmsEvent)
    {
        foreach (var key in lmsEvent.Learner)
            if (learners.TryGetValue(new(course.Tenant, course.Platform, key), out var learner)) return learner;
        return null;
    }

    public bool IsUnknown(Course course, LearnerKey key) => !learners.ContainsKey(new(course.Tenant, course.Platform, key));

    private Course? Named(Connection connection, string? lmsCourseId) => lmsCourseId is null ? null : courses.GetValueOrDefault(ReferenceOf(connection, lmsCourseId));

    private static CourseReference ReferenceOf(Connection connection, string lmsCourseId) => new(connection.Tenant, connection.Platform, lmsCourseId);
}
