using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>
/// Reads a course to its end: who is in it, what it assesses, and everybody's results. Polling, the nightly reconciliation,
/// "check now" and a switched-on mapping come here.
/// </summary>
public sealed class ReadCourseStep(
    ICourses courses, ICourseReaders readers, RosterSync roster, ReconcileStep reconcile, IConnections connections, IRecoveries recoveries, TimeProvider time)
{
    /// <summary>Under this name it is kept when everything was read last.</summary>
    public const string Whole = "whole";

    private const int BatchSize = 500;

    // Readers report when a grade was made, not when it became visible; a day of overlap catches late releases.
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    // An event may still be on its way.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(3);

    /// <param name="whole">Everything again, rather than what may have changed since the last complete reading.</param>
    /// <exception cref="LmsException">The LMS refused or did not answer; what was read until then is kept.</exception>
    public async Task<IReadOnlyList<EvaluationKey>> Run(Course course, bool whole, CancellationToken ct)
    {
        var startedAt = time.Now();
        await recoveries.Started(course, whole, startedAt, ct);
        var reading = new Reading { Due = [.. await roster.Run(course, ct)] };
        // Saved once for all readers: what none of them names any more is gone.
        foreach (var reader in await readers.For(course, ct)) await Read(course, reader, reading, whole, ct);
        await courses.SaveItems(course.Tenant, course.Id, reading.Items, time.Now(), ct);
        if (whole) await courses.NoteRead(course.Tenant, course.Id, Whole, startedAt, problem: null, startedAt, ct);
        await recoveries.Finished(course, reading.Results, reading.Lost, time.Now(), ct);
        return reading.Due;
    }

    private async Task Read(Course course, ICourseReader reader, Reading reading, bool whole, CancellationToken ct)
    {
        var startedAt = time.Now();
        var last = await courses.LastReadAt(course.Tenant, course.Id, reader.Name, ct);
        var expected = last is { } complete ? await Expected(course, complete, ct) : null;
        try
        {
            reading.Items.AddRange(await reader.Items(ct));
            await ReadResults(course, reader, whole ? null : last - Overlap, expected, reading, ct);
            await courses.NoteRead(course.Tenant, course.Id, reader.Name, startedAt, problem: null, startedAt, ct);
        }
        catch (LmsException e)
        {
            await courses.NoteRead(course.Tenant, course.Id, reader.Name, completedAt: null, e.Problem, startedAt, ct);
            throw;
        }
    }

    // Where the LMS sends events, a reading should find nothing new that happened since the last one.
    private async Task<EventWindow?> Expected(Course course, DateTimeOffset lastRead, CancellationToken ct)
    {
        DateTimeOffset[] sendingSince =
        [
            .. from connection in await connections.OfPlatform(course.Tenant, course.Platform, ct)
               where connection.IsEnabled && ConnectionKinds.TellsEvents(connection.Kind)
               orderby connection.CreatedAt
               select connection.CreatedAt,
        ];
        return sendingSince is [var first, ..] ? new(first > lastRead ? first : lastRead, time.Now() - Grace) : null;
    }

    private async Task ReadResults(Course course, ICourseReader reader, DateTimeOffset? since, EventWindow? expected, Reading reading, CancellationToken ct)
    {
        List<LmsEvent> batch = [];
        await foreach (var found in reader.Read(since, ct))
        {
            batch.Add(found);
            if (batch.Count == BatchSize) await Store();
        }
        if (batch.Count > 0) await Store();

        async Task Store()
        {
            var stored = await reconcile.Run(course, batch, expected, ct);
            reading.Due.AddRange(stored.Due);
            reading.Lost += stored.Lost;
            reading.Results += batch.Count;
            batch.Clear();
            await recoveries.Progressed(course, reading.Results, time.Now(), ct);
        }
    }

    private sealed class Reading
    {
        public required List<EvaluationKey> Due { get; init; }

        public List<CourseItem> Items { get; } = [];

        public int Results { get; set; }

        public int Lost { get; set; }
    }
}
