using System.Runtime.CompilerServices;
using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>
/// Reads a Canvas course: assignments and their grades, both totals, the module requirements, and outcomes as Canvas rolls them
/// up. A part for which the scope is missing is left out, and <see cref="Can"/> says so.
/// </summary>
public sealed class CanvasReader(
    CanvasRest rest, CanvasSite site, ConnectionId connection, CanvasAbilities abilities, string courseId, PlatformProfile profile, TimeProvider time) : ICourseReader
{
    public string Name => ConnectionKinds.Canvas;

    public ReaderAbilities Can => abilities.Of(connection);

    public async Task<IReadOnlyList<CourseItem>> Items(CancellationToken ct)
    {
        List<CourseItem> items = [];
        await foreach (var json in Part(CanvasScopes.Assignments, "per_page=100", ct))
        {
            if (CanvasAssignment.Read(json) is { } found) items.Add(found.AsItem);
        }
        if (!abilities.IsMissing(connection, CanvasScopes.Enrollments))
        {
            items.AddRange([CanvasTotals.Current, CanvasTotals.Final]);
        }
        await foreach (var json in Part(CanvasScopes.OutcomeLinks, "outcome_style=full&per_page=100", ct))
        {
            if (CanvasOutcome.Read(new EventFields(json, "", []).Object("outcome")) is { } found) items.Add(found.AsItem);
        }
        return items;
    }

    /// <remarks>Grades since the cursor; posting a grade later leaves its time as it was, so a whole reading and the events find that.</remarks>
    public async IAsyncEnumerable<LmsEvent> Read(DateTimeOffset? since, [EnumeratorCancellation] CancellationToken ct)
    {
        var gradedSince = since is { } cursor ? $"&graded_since={cursor.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : "";
        await foreach (var found in Grades($"student_ids[]=all{gradedSince}", isWhole: since is null, ct)) yield return found;
        await foreach (var found in Totals("", ct)) yield return found;
        await foreach (var found in Completions("", ct)) yield return found;
        await foreach (var found in Outcomes("", ct)) yield return found;
    }

    public async Task<IReadOnlyList<LmsEvent>> ReadLearner(IReadOnlyList<LearnerKey> learner, CancellationToken ct)
    {
        if (profile.UserIdOf(learner) is not { } userId) return [];

        var id = Uri.EscapeDataString(userId);
        List<LmsEvent> found = [];
        try
        {
            await foreach (var one in Grades($"student_ids[]={id}", isWhole: true, ct)) found.Add(one);
            await foreach (var one in Totals($"user_id={id}&", ct)) found.Add(one);
            await foreach (var one in Completions($"user_ids[]={id}&", ct)) found.Add(one);
            await foreach (var one in Outcomes($"user_ids[]={id}&", ct)) found.Add(one);
        }
        catch (LmsException e) when (e.Problem == CanvasProblems.CourseUnknown)
        {
            // Also how Canvas hides a learner who has left.
            return [];
        }
        // Some of these calls take the filter for advice.
        return [.. found.Where(one => one.Learner.Contains(LearnerKey.LmsUser(userId)))];
    }

    private async IAsyncEnumerable<LmsEvent> Grades(string which, bool isWhole, [EnumeratorCancellation] CancellationToken ct)
    {
        Dictionary<string, CanvasAssignment> assignments = new(StringComparer.Ordinal);
        await foreach (var json in Part(CanvasScopes.Assignments, "per_page=100", ct))
        {
            if (CanvasAssignment.Read(json) is { } found) assignments[found.Id] = found;
        }
        var readAt = time.Now();
        await foreach (var json in Part(CanvasScopes.Submissions, $"{which}&per_page=100", ct))
        {
            if (CanvasSubmission.Read(json) is { } found && assignments.TryGetValue(found.Assignment, out var assignment) && (isWhole || found.Says)) yield return Event(found, assignment, readAt);
        }
    }

    private LmsEvent Event(CanvasSubmission found, CanvasAssignment assignment, DateTimeOffset readAt) => About(LmsEventKind.Grade, "submission", found.User) with
    {
        Item = assignment.AsItem.Key,
        ItemName = assignment.Name,
        Score = new(found.Given, 0, assignment.Points),
        IsFinal = found.IsFinal,
        IsReleased = found.PostedAt is not null,
        OccurredAt = SecondsOf(found.GradedAt > found.PostedAt || found.PostedAt is null ? found.GradedAt : found.PostedAt, readAt),
        Details = new() { IsExcused = found.IsExcused, DoneAt = found.SubmittedAt, Letter = found.Letter, WorkUrl = found.WorkUrl },
    };

    // The total is not dated; one that a teacher set stands for both. Somebody in two sections appears twice, with the same total.
    private async IAsyncEnumerable<LmsEvent> Totals(string which, [EnumeratorCancellation] CancellationToken ct)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        var readAt = time.Now();
        await foreach (var json in Part(CanvasScopes.Enrollments, $"{which}type[]=StudentEnrollment&state[]=active&state[]=completed&per_page=100", ct))
        {
            var fields = new EventFields(json, "", []);
            if (fields.Id("user_id") is not { } user || !seen.Add(user)) continue;
            var grades = fields.Object("grades");
            var set = grades.Number("override_score");
            yield return Total(CanvasTotals.Current, set ?? grades.Number("current_score"));
            yield return Total(CanvasTotals.Final, set ?? grades.Number("final_score"));

            LmsEvent Total(CourseItem item, decimal? given) => About(LmsEventKind.Grade, "enrollment", user) with { Item = item.Key, ItemName = item.Name, Score = new(given, 0, 100), OccurredAt = readAt };
        }
    }

    private async IAsyncEnumerable<LmsEvent> Completions(string which, [EnumeratorCancellation] CancellationToken ct)
    {
        var readAt = time.Now();
        await foreach (var json in Part(CanvasScopes.Progress, $"{which}per_page=100", ct))
        {
            var fields = new EventFields(json, "", []);
            var progress = fields.Object("progress");
            if (fields.Id("id") is not { } user || progress.Has("error") || progress.Number("requirement_count") is not > 0) continue;
            var completedAt = progress.Instant("completed_at");
            var isDone = completedAt is not null && progress.Number("requirement_completed_count") >= progress.Number("requirement_count");
            yield return About(LmsEventKind.CourseCompletion, "bulk_user_progress", user) with
            {
                Completion = isDone ? CompletionState.Complete : CompletionState.Incomplete,
                OccurredAt = SecondsOf(isDone ? completedAt : null, readAt),
            };
        }
    }

    private async IAsyncEnumerable<LmsEvent> Outcomes(string which, [EnumeratorCancellation] CancellationToken ct)
    {
        HashSet<(string, string)> seen = [];
        var readAt = time.Now();
        await foreach (var json in Part(CanvasScopes.Rollups, $"{which}include[]=outcomes&per_page=100", ct))
        {
            var outcomes = CanvasOutcome.LinkedIn(json);
            foreach (var (user, outcome, score, at) in CanvasOutcome.RollupsIn(json))
            {
                if (!outcomes.TryGetValue(outcome, out var known) || !seen.Add((user, outcome))) continue;
                yield return About(LmsEventKind.Outcome, "outcome_rollup", user) with
                {
                    Item = known.AsItem.Key,
                    ItemName = known.Title,
                    Score = new(score, 0, known.Points),
                    OccurredAt = SecondsOf(at, readAt),
                    Details = new() { PassMark = known.Mastery, Holds = score is { } given && known.Mastery is { } mastery ? given >= mastery : null },
                };
            }
        }
    }

    private async IAsyncEnumerable<JsonElement> Part(string scope, string query, [EnumeratorCancellation] CancellationToken ct)
    {
        if (abilities.IsMissing(connection, scope)) yield break;
        await using var items = rest.Get(site, $"{CanvasScopes.PathIn(scope, courseId)}?{query}", ct).GetAsyncEnumerator(ct);
        while (await Next(items, scope)) yield return items.Current;
    }

    private async Task<bool> Next(IAsyncEnumerator<JsonElement> items, string scope)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (LmsException e) when (e.Problem == CanvasProblems.ScopeMissing)
        {
            abilities.NoteMissing(connection, scope);
            return false;
        }
    }

    private LmsEvent About(LmsEventKind kind, string type, string userId) =>
        new(kind, type, courseId, profile.KeysOfUser(userId), null, null, null, null, IsFinal: true, IsReleased: true, null, IsComplete: true);

    // Canvas tells whole seconds here and milliseconds in events: what was read holds until the end of its second, unless the
    // reading came first.
    private static DateTimeOffset SecondsOf(DateTimeOffset? told, DateTimeOffset readAt) => told is { } at && at.AddMilliseconds(999) is var end && end < readAt ? end.ToMilliseconds() : readAt;
}
