using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
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
    Outcomes = 8,
    Groups = 16,
    Attendance = 32,
    Enrolments = 64,
    Attempts = 128,
}

/// <summary>Reads who is in a course (NRPS).</summary>
public interface IRosterReader
{
    /// <param name="since">The cursor of the last reading, to be told only what has changed; null for everybody.</param>
    /// <exception cref="LmsException">The LMS refused or did not answer; nothing of the old roster may be dropped then.</exception>
    Task<RosterReading> Read(string? since, CancellationToken ct);
}

/// <summary>Who is in a course, or what has changed since an earlier reading.</summary>
/// <param name="IsWhole">Everybody: who is missing has left. A reader may answer so although it was asked for changes.</param>
/// <param name="Cursor">Where the next reading may go on; null where the platform offers none.</param>
public sealed record RosterReading(IReadOnlyList<RosterMember> Members, bool IsWhole, string? Cursor);

/// <summary>Port: where readings of differences go on.</summary>
public interface IRosterCursors
{
    /// <summary>Null when there is none, or when everybody was last read before <paramref name="wholeSince"/>.</summary>
    Task<string?> Find(TenantId tenant, CourseId course, DateTimeOffset wholeSince, CancellationToken ct);

    Task Keep(TenantId tenant, CourseId course, RosterReading reading, DateTimeOffset now, CancellationToken ct);
}

/// <summary>Makes the readers that the connections of a course's platform allow.</summary>
public interface ICourseReaders
{
    Task<IReadOnlyList<ICourseReader>> For(Course course, CancellationToken ct);

    /// <summary>Null when the platform offers no roster.</summary>
    Task<IRosterReader?> RosterOf(Course course, CancellationToken ct);

    /// <summary>Null when no connection of the platform lets us read what learners handed in. Asks nobody: what is not allowed shows when it is read.</summary>
    Task<ISubmissionReader?> SubmissionsOf(Course course, CancellationToken ct);
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
