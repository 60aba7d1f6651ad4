using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Reads a course to its end: who is in it, what it assesses, and everybody's results. Polling, "check now" and a switched-on mapping come here.</summary>
public sealed class ReadCourseStep(ICourses courses, ICourseReaders readers, RosterSync roster, ReconcileStep reconcile, TimeProvider time)
{
    private const int BatchSize = 500;

    // Readers report when a grade was made, not when it became visible; a day of overlap catches late releases.
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    /// <param name="whole">Everything again, rather than what may have changed since the last complete reading.</param>
    /// <exception cref="LmsException">The LMS refused or did not answer; what was read until then is kept.</exception>
    public async Task<IReadOnlyList<EvaluationKey>> Run(Course course, bool whole, CancellationToken ct)
    {
        List<EvaluationKey> due = [.. await roster.Run(course, ct)];
        // Saved once for all readers: what none of them names any more is gone.
        List<CourseItem> items = [];
        foreach (var reader in await readers.For(course, ct)) due.AddRange(await Read(course, reader, items, whole, ct));
        await courses.SaveItems(course.Tenant, course.Id, items, time.Now(), ct);
        return due;
    }

    private async Task<IReadOnlyList<EvaluationKey>> Read(Course course, ICourseReader reader, List<CourseItem> items, bool whole, CancellationToken ct)
    {
        var startedAt = time.Now();
        var since = whole ? null : await courses.LastReadAt(course.Tenant, course.Id, reader.Name, ct) - Overlap;
        try
        {
            items.AddRange(await reader.Items(ct));
            var due = await ReadResults(course, reader, since, ct);
            await courses.NoteRead(course.Tenant, course.Id, reader.Name, startedAt, problem: null, startedAt, ct);
            return due;
        }
        catch (LmsException e)
        {
            await courses.NoteRead(course.Tenant, course.Id, reader.Name, completedAt: null, e.Problem, startedAt, ct);
            throw;
        }
    }

    private async Task<IReadOnlyList<EvaluationKey>> ReadResults(Course course, ICourseReader reader, DateTimeOffset? since, CancellationToken ct)
    {
        List<EvaluationKey> due = [];
        List<LmsEvent> batch = [];
        await foreach (var found in reader.Read(since, ct))
        {
            batch.Add(found);
            if (batch.Count < BatchSize) continue;
            due.AddRange(await reconcile.Run(course, batch, ct));
            batch.Clear();
        }
        if (batch.Count > 0) due.AddRange(await reconcile.Run(course, batch, ct));
        return due;
    }
}
