using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;

namespace LtiBadgeConnector.Core.Reading;

/// <summary>
/// Reads a course where the LMS lets us: its items, all learners' results, and what it can and cannot prove.
/// AGS shows a tool only its own columns, so a rule on a quiz needs another reader or pushed events.
/// </summary>
public interface ICourseReader
{
    /// <summary>Shown to instructors and stored with cursors, for example <c>moodle</c>.</summary>
    string Name { get; }

    ReaderAbilities Can { get; }

    /// <exception cref="LmsException">The LMS refused or did not answer.</exception>
    Task<IReadOnlyList<CourseItem>> Items(CancellationToken ct);

    /// <summary>All learners' results that may have changed since then; everything when null. Events are complete by construction.</summary>
    /// <exception cref="LmsException">The LMS refused or did not answer; what was yielded before is true all the same.</exception>
    IAsyncEnumerable<LmsEvent> Read(DateTimeOffset? since, CancellationToken ct);

    /// <summary>One learner's results now: the confirmation of a hint. Empty when the reader knows none of the keys.</summary>
    /// <exception cref="LmsException">The LMS refused or did not answer.</exception>
    Task<IReadOnlyList<LmsEvent>> ReadLearner(IReadOnlyList<LearnerKey> learner, CancellationToken ct);
}

[Flags]
public enum ReaderAbilities
{
    None = 0,
    Grades = 1,
    ActivityCompletion = 2,
    CourseCompletion = 4,
}

/// <summary>Reads who is in a course (NRPS).</summary>
public interface IRosterReader
{
    /// <exception cref="LmsException">The LMS refused or did not answer; nothing of the old roster may be dropped then.</exception>
    IAsyncEnumerable<RosterMember> Read(CancellationToken ct);
}

/// <summary>Makes the readers that the connections of a course's platform allow.</summary>
public interface ICourseReaders
{
    Task<IReadOnlyList<ICourseReader>> For(Course course, CancellationToken ct);

    /// <summary>Null when the platform offers no roster.</summary>
    Task<IRosterReader?> RosterOf(Course course, CancellationToken ct);
}

/// <summary>An LMS refused or did not answer.</summary>
/// <param name="problem">A code of the problem catalogue.</param>
/// <param name="isTransient">Whether the same call may succeed later.</param>
public sealed class LmsException(string problem, string detail, bool isTransient, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(detail, inner)
{
    public string Problem => problem;

    public bool IsTransient => isTransient;

    /// <summary>The LMS's own wish (Retry-After).</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
