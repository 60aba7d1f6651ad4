using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>
/// Turns deliveries and readings into results. A complete event is taken as it is; a hint is confirmed by a read of the LMS;
/// what names an unknown learner waits for them.
/// </summary>
public sealed partial class ReconcileStep(
    IConnections connections,
    ICourses courses,
    ILearners learners,
    ICourseReaders readers,
    IResults results,
    IReadOnlyList<ILmsConnector> connectors,
    RosterSync rosterSync,
    TimeProvider time,
    ILogger<ReconcileStep> logger)
{
    // An LMS whose clock runs ahead must not block every later fact of the item.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    // A changed connection wakes hints at once; this is for what is mended at the LMS.
    private static readonly TimeSpan HintsWait = TimeSpan.FromHours(6);

    /// <returns>The evaluations that are due now.</returns>
    public async Task<IReadOnlyList<EvaluationKey>> Run(IReadOnlyList<InboxRow> rows, CancellationToken ct)
    {
        var read = await Read(rows, ct);
        var placement = await Placement.Load(courses, learners, read, ct);

        List<PlacedResult> placed = [];
        List<InboxOutcome> outcomes = [];
        foreach (var row in read) outcomes.Add(await Reconcile(row, placement, placed, ct));
        return await results.Apply(placed, outcomes, time.Now(), ct);
    }

    /// <summary>What a reader found enters here, by the same door as what an LMS sent.</summary>
    /// <param name="expected">What events should have told before; null where nobody sends any.</param>
    public async Task<AppliedReading> Run(Course course, IReadOnlyList<LmsEvent> read, EventWindow? expected, CancellationToken ct)
    {
        var placement = await Placement.Load(learners, course, read, ct);
        List<PlacedResult> placed = [];
        var tooLong = 0;
        foreach (var found in read)
        {
            if (placement.LearnerOf(course, found) is not { } learner) continue;
            if (!found.CanBeKept) tooLong++;
            else placed.Add(Place(course, learner, found, ResultSource.Read, time.Now()));
        }
        if (tooLong > 0) LogTooLong(tooLong, course.Id);
        return await results.ApplyReading(placed, expected, time.Now(), ct);
    }

    private async Task<IReadOnlyList<ReadRow>> Read(IReadOnlyList<InboxRow> rows, CancellationToken ct)
    {
        Dictionary<ConnectionId, Connection?> known = [];
        List<ReadRow> read = [];
        foreach (var row in rows)
        {
            if (!known.TryGetValue(row.Connection, out var connection))
                known[row.Connection] = connection = await connections.Find(row.Connection, ct);
            var connector = connectors.FirstOrDefault(candidate => candidate.Kind == connection?.Kind);
            read.Add(new(row, connection, connection is null ? [] : MinimisedBody.TryRead(row.Body) ?? connector?.Read(row.Body, connection) ?? []));
        }
        return read;
    }

    private async Task<InboxOutcome> Reconcile(ReadRow row, Placement placement, List<PlacedResult> placed, CancellationToken ct)
    {
        var type = row.Events is [var first, ..] ? first.Type : null;
        if (row.Connection is not { } connection) return new(row.Row.Id, InboxState.Parked, type, "webhook-connection-gone");

        var state = InboxState.Unused;
        HashSet<LearnerId> concerned = [];
        foreach (var lmsEvent in row.Events)
        {
            if (lmsEvent.Kind is LmsEventKind.Unused) continue;
            if (lmsEvent.Kind is LmsEventKind.Test) { state = InboxState.Done; continue; }
            if (placement.CourseOf(connection, lmsEvent) is not { } course) continue;

            try
            {
                if (lmsEvent.Kind is LmsEventKind.Enrolment)
                {
                    await rosterSync.Run(course, ct);
                    state = InboxState.Done;
                    continue;
                }
                if (placement.LearnerOf(course, lmsEvent) is not { } learner)
                    return new(row.Row.Id, InboxState.WaitingForLearner, type, "learner-unknown", WaitsFor: [.. lmsEvent.Learner.Select(key => key.ToString())]);

                concerned.Add(learner);
                await BindFurtherKeys(connection, placement, course, learner, lmsEvent, ct);
                var isFact = IsFact(lmsEvent);
                IReadOnlyList<LmsEvent>? found = isFact ? [lmsEvent] : await Confirm(course, lmsEvent, ct);
                if (found is null) return Ends(InboxState.WaitingForReader, "hint-without-reader", time.Now() + HintsWait);
                if (!found.All(one => one.CanBeKept)) return Ends(InboxState.Parked, Score.TooLong);
                placed.AddRange(found.Select(one => isFact
                    ? Place(course, learner, one, ResultSource.Event, row.Row.ReceivedAt)
                    : Place(course, learner, one, ResultSource.Read, time.Now())));
                state = InboxState.Done;
            }
            catch (LmsException e) when (e.IsTransient)
            {
                return Ends(InboxState.Received, e.Problem, time.Now() + Backoff.After(row.Row.Attempts, e.RetryAfter));
            }
            catch (LmsException e)
            {
                // The reader has to be mended, by whoever connected it.
                return Ends(InboxState.WaitingForReader, e.Problem, time.Now() + HintsWait);
            }
        }
        return Ends(state);

        InboxOutcome Ends(InboxState state, string? problem = null, DateTimeOffset? nextTryAt = null) =>
            new(row.Row.Id, state, type, problem, nextTryAt) { Learner = concerned.Count == 1 ? concerned.Single() : null };
    }

    private bool IsFact(LmsEvent lmsEvent) => lmsEvent is { IsComplete: true, OccurredAt: { } at } && at <= time.Now() + ClockTolerance;

    /// <returns>Null when no reader of the course can see what the hint speaks about.</returns>
    private async Task<IReadOnlyList<LmsEvent>?> Confirm(Course course, LmsEvent hint, CancellationToken ct)
    {
        foreach (var reader in await readers.For(course, ct))
        {
            if (!reader.Can.HasFlag(AbilityFor(hint.Kind))) continue;
            var read = await reader.ReadLearner(hint.Learner, ct);
            // A reader of other columns confirms nothing about this one.
            if (read.Any(found => found.Kind == hint.Kind && found.Item == hint.Item)) return read;
        }
        return null;
    }

    private async Task BindFurtherKeys(Connection connection, Placement placement, Course course, LearnerId learner, LmsEvent lmsEvent, CancellationToken ct)
    {
        LearnerKey[] further = [.. lmsEvent.Learner.Where(key => placement.IsUnknown(course, key))];
        if (further.Length > 0) await learners.Bind(connection.Tenant, connection.Platform, learner, further, time.Now(), ct);
    }

    private PlacedResult Place(Course course, LearnerId learner, LmsEvent found, ResultSource source, DateTimeOffset arrivedAt) =>
        new(course.Tenant, course.Id, learner, new(
            KindOf(found.Kind), found.Item, found.Score, found.Completion, found.IsFinal, found.IsReleased,
            (found.OccurredAt ?? time.Now()).ToMilliseconds(), source) { Details = found.Details with { DoneAt = found.Details.DoneAt?.ToMilliseconds() } }, arrivedAt);

    private static ResultKind KindOf(LmsEventKind kind) => kind switch
    {
        LmsEventKind.Grade => ResultKind.Grade,
        LmsEventKind.ActivityCompletion => ResultKind.ActivityCompletion,
        LmsEventKind.CourseCompletion => ResultKind.CourseCompletion,
        LmsEventKind.Outcome => ResultKind.Outcome,
        LmsEventKind.Group => ResultKind.Group,
        LmsEventKind.Attendance => ResultKind.Attendance,
        LmsEventKind.EnrolmentStart => ResultKind.Enrolment,
        LmsEventKind.Attempt => ResultKind.Attempt,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of result."),
    };

    private static ReaderAbilities AbilityFor(LmsEventKind kind) => kind switch
    {
        LmsEventKind.Grade => ReaderAbilities.Grades,
        LmsEventKind.ActivityCompletion => ReaderAbilities.ActivityCompletion,
        LmsEventKind.Outcome => ReaderAbilities.Outcomes,
        LmsEventKind.Group => ReaderAbilities.Groups,
        LmsEventKind.Attendance => ReaderAbilities.Attendance,
        LmsEventKind.EnrolmentStart => ReaderAbilities.Enrolments,
        LmsEventKind.Attempt => ReaderAbilities.Attempts,
        _ => ReaderAbilities.CourseCompletion,
    };

    [LoggerMessage(3211, LogLevel.Warning, "{Count} results of course {CourseId} have more digits than can be kept without rounding; they are left out")]
    private partial void LogTooLong(int count, CourseId courseId);
}

/// <summary>An inbox row with what its connector reads in it.</summary>
internal sealed record ReadRow(InboxRow Row, Connection? Connection, IReadOnlyList<LmsEvent> Events);
