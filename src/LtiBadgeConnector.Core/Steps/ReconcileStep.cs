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
    IInbox inbox,
    SeenItems items,
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
        await items.Note(read.SelectMany(row => row.Events.Select(one => (row.Connection is { } connection ? placement.CourseOf(connection, one) : null, one))), ct);
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
            IReadOnlyList<LmsEvent> told = connection is null ? [] : MinimisedBody.TryRead(row.Body) ?? connector?.Read(row.Body, connection) ?? [];
            read.Add(new(row, connection, connection is null || connector is null ? told : await TakeBack(connector, connection, told, ct)));
        }
        return read;
    }

    // A retraction says again what the message said that it takes back, without its values. One whose message is gone says nothing.
    private async Task<IReadOnlyList<LmsEvent>> TakeBack(ILmsConnector connector, Connection connection, IReadOnlyList<LmsEvent> events, CancellationToken ct)
    {
        if (!events.Any(one => one.Kind is LmsEventKind.Retraction)) return events;

        List<LmsEvent> told = [];
        foreach (var one in events)
        {
            if (one is not { Kind: LmsEventKind.Retraction, Retracts: { } earlier }) told.Add(one);
            else if (await inbox.FindBody(connection.Tenant, connection.Id, earlier, ct) is { } body)
                told.AddRange((MinimisedBody.TryRead(body) ?? connector.Read(body, connection)).Where(said => said.Kind is not (LmsEventKind.Retraction or LmsEventKind.Test)).Select(said => said.TakenBack(one.OccurredAt)));
            else told.Add(LmsEvent.Unused(one.Type));
        }
        return told;
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
            if (lmsEvent is { Kind: LmsEventKind.CourseCopied, CourseId: { } copy })
            {
                if (placement.OriginOf(connection, lmsEvent) is not { } origin) continue;
                await courses.NoteCopy(origin, copy, time.Now(), ct);
                state = InboxState.Done;
                continue;
            }
            if (placement.CourseOf(connection, lmsEvent) is not { } course) continue;

            try
            {
                if (lmsEvent.Kind is LmsEventKind.Enrolment)
                {
                    await rosterSync.Run(course, ct);
                    state = InboxState.Done;
                    continue;
                }
                // Nobody is named: whatever it is, the next reading finds it.
                if (lmsEvent.Kind is LmsEventKind.CourseChanged || lmsEvent.Learner.Count == 0)
                {
                    await courses.SetNextReading(course.Tenant, course.Id, attempts: 0, time.Now(), ct);
                    state = InboxState.Done;
                    continue;
                }
                if (placement.LearnerOf(course, lmsEvent) is not { } learner)
                    return new(row.Row.Id, InboxState.WaitingForLearner, type, "learner-unknown", WaitsFor: [.. lmsEvent.Learner.Select(key => key.ToString())]);

                concerned.Add(learner);
                await BindFurtherKeys(connection, placement, course, learner, lmsEvent, ct);
                var isFact = IsFact(lmsEvent);
                IReadOnlyList<LmsEvent>? found = isFact ? [lmsEvent] : await Confirm(course, learner, lmsEvent, ct);
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
    private async Task<IReadOnlyList<LmsEvent>?> Confirm(Course course, LearnerId learner, LmsEvent hint, CancellationToken ct)
    {
        LearnerKey[] keys = [.. hint.Learner.Union(await learners.KeysOf(course.Tenant, course.Platform, learner, ct))];
        var names = await NamesOf(course, hint.Item, ct);
        foreach (var reader in await readers.For(course, ct))
        {
            if (!reader.Can.HasFlag(AbilityFor(hint.Kind))) continue;
            var read = await reader.ReadLearner(keys, ct);
            // A reader of other columns confirms nothing about this one.
            if (read.Any(found => found.Kind == hint.Kind && names.Contains(found.Item))) return read;
        }
        return null;
    }

    // A source may name an activity where the gradebook has an item of its own.
    private async Task<IReadOnlyList<ItemKey?>> NamesOf(Course course, ItemKey? item, CancellationToken ct) =>
        item is null ? [null] : [item, .. (await courses.Items(course.Tenant, course.Id, ct)).Where(known => known.Activity == item).Select(known => (ItemKey?)known.Key)];

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
