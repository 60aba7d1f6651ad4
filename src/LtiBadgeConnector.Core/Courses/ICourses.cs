using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Courses;

/// <summary>How events and readings name a course.</summary>
public readonly record struct CourseReference(TenantId Tenant, PlatformId Platform, string LmsCourseId);

/// <summary>A course whose turn to be read has come.</summary>
/// <param name="Attempts">How often in a row reading it has failed.</param>
public sealed record DueCourse(Course Course, int Attempts);

public interface ICourses
{
    Task<Course?> Find(TenantId tenant, CourseId id, CancellationToken ct);

    /// <summary>The courses among these that have a mapping, in whatever state; others are not ours to keep data of. Knows the names of <see cref="CourseNames"/>.</summary>
    Task<IReadOnlyDictionary<CourseReference, Course>> ResolveMapped(IReadOnlyCollection<CourseReference> references, CancellationToken ct);

    /// <summary>The items of the last complete reading; those of the same schemes that are no longer there are kept and marked as gone.</summary>
    Task SaveItems(TenantId tenant, CourseId course, IReadOnlyList<CourseItem> items, DateTimeOffset now, CancellationToken ct);

    /// <summary>Adds an item that an event named, unless the course has it: where nobody can read, this is how a rule comes to know it.</summary>
    Task NoteItem(TenantId tenant, CourseId course, CourseItem item, DateTimeOffset now, CancellationToken ct);

    Task<IReadOnlyList<CourseItem>> Items(TenantId tenant, CourseId course, CancellationToken ct);

    /// <summary>Lets a course know that it was made from another, before anybody opens it there if it can be named; a launch tells more.</summary>
    Task NoteCopy(Course origin, string lmsCourseId, DateTimeOffset now, CancellationToken ct);

    /// <summary>When a reader last read the course to its end; null before the first time.</summary>
    Task<DateTimeOffset?> LastReadAt(TenantId tenant, CourseId course, string reader, CancellationToken ct);

    Task NoteRead(TenantId tenant, CourseId course, string reader, DateTimeOffset? completedAt, string? problem, DateTimeOffset now, CancellationToken ct);

    /// <summary>Courses with an active mapping whose turn to be read has come, the longest waiting first.</summary>
    Task<IReadOnlyList<DueCourse>> DueForReading(int most, DateTimeOffset now, CancellationToken ct);

    /// <summary>Lets no course of a platform have its turn before then: it asked us to wait, or does not answer.</summary>
    Task WaitWithPlatform(TenantId tenant, PlatformId platform, DateTimeOffset until, CancellationToken ct);

    /// <summary>Gives a course its next turn.</summary>
    /// <param name="attempts">Failures in a row; zero after a success.</param>
    Task SetNextReading(TenantId tenant, CourseId course, int attempts, DateTimeOffset at, CancellationToken ct);
}
