using System.Runtime.CompilerServices;
using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Platforms;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>
/// Reads a Moodle course over web services. Grades of all learners come in one call, groups page by page, completions learner by
/// learner, and competencies one by one for each learner: those and groups are read only when everything is.
/// </summary>
public sealed class MoodleReader(MoodleWebServices moodle, string courseId, ReaderAbilities abilities, PlatformProfile profile, TimeProvider time) : ICourseReader
{
    private IReadOnlyList<MoodleCompetency>? competencies;
    private IReadOnlyList<MoodleUser>? enrolled;

    public string Name => Core.Connections.ConnectionKinds.MoodleWebServices;

    public ReaderAbilities Can => abilities;

    public async Task<IReadOnlyList<CourseItem>> Items(CancellationToken ct)
    {
        var grades = await Grades(userId: null, ct);
        var tracked = grades is [var learner, ..] ? await Activities(learner.UserId, ct) : [];
        return
        [
            .. MoodleItems.Of(grades, tracked, tracked.Count > 0 ? await ActivityNames(ct) : new Dictionary<string, string>()),
            .. (await Competencies(ct)).Select(competency => competency.ToItem()),
            .. MoodleItems.Groups(await Enrolled(ct)),
        ];
    }

    /// <remarks>
    /// All grades and completions, whatever <paramref name="since"/> says: releasing a grade, changing a maximum and clearing a grade leave
    /// <c>gradedategraded</c> as it was or empty, and Moodle offers no cursor. An unchanged result costs nothing later on.
    /// </remarks>
    public async IAsyncEnumerable<LmsEvent> Read(DateTimeOffset? since, [EnumeratorCancellation] CancellationToken ct)
    {
        List<string> learners = [];
        await foreach (var learner in AllGrades(ct))
        {
            learners.Add(learner.UserId);
            foreach (var found in EventsOf(learner)) yield return found;
        }

        foreach (var some in learners.Chunk(moodle.Limits.Concurrency))
        {
            foreach (var found in await Task.WhenAll(some.Select(learner => Completions(learner, ct))))
            {
                foreach (var completion in found) yield return completion;
            }
        }

        if (since is not null) yield break;
        var readAt = time.Now();
        var enrolled = await Enrolled(ct);
        MoodleGroup[] groups = [.. enrolled.SelectMany(user => user.Groups).DistinctBy(group => group.Id)];
        foreach (var found in enrolled.SelectMany(user => GroupsOf(user, groups, readAt))) yield return found;

        foreach (var some in learners.Chunk(moodle.Limits.Concurrency))
        {
            foreach (var found in await Task.WhenAll(some.Select(learner => Ratings(learner, ct))))
            {
                foreach (var rating in found) yield return rating;
            }
        }
    }

    public async Task<IReadOnlyList<LmsEvent>> ReadLearner(IReadOnlyList<LearnerKey> learner, CancellationToken ct)
    {
        if (profile.UserIdOf(learner) is not { } userId) return [];
        try
        {
            var grades = await Grades(userId, ct);
            return [.. grades.Where(found => found.UserId == userId).SelectMany(EventsOf), .. await Completions(userId, ct), .. await Ratings(userId, ct)];
        }
        catch (LmsException e) when (e.Problem == MoodleProblems.NotEnrolled)
        {
            return [];
        }
    }

    private async IAsyncEnumerable<MoodleGrades> AllGrades([EnumeratorCancellation] CancellationToken ct)
    {
        if (await GradesInOneAnswer(ct) is { } all)
        {
            foreach (var learner in all) yield return learner;
            yield break;
        }

        foreach (var some in (await new MoodleRoster(moodle, courseId).Read(ct)).Chunk(moodle.Limits.Concurrency))
        {
            foreach (var found in await Task.WhenAll(some.Select(user => GradesOf(user.Id, ct))))
            {
                foreach (var learner in found) yield return learner;
            }
        }
    }

    private async Task<IReadOnlyList<MoodleGrades>?> GradesInOneAnswer(CancellationToken ct)
    {
        try
        {
            return await Grades(userId: null, ct);
        }
        catch (LmsException e) when (e.Problem == MoodleProblems.AnswerTooLarge)
        {
            return null;
        }
    }

    // Teachers are enrolled as well, but have no grades to show.
    private async Task<IReadOnlyList<MoodleGrades>> GradesOf(string userId, CancellationToken ct)
    {
        try
        {
            return await Grades(userId, ct);
        }
        catch (LmsException e) when (e.Problem == MoodleProblems.NotEnrolled)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<MoodleGrades>> Grades(string? userId, CancellationToken ct)
    {
        var readAt = time.Now();
        KeyValuePair<string, string>[] arguments = userId is null ? [MoodleArguments.Course(courseId)] : [MoodleArguments.Course(courseId), MoodleArguments.User(userId)];
        var answer = await moodle.Call(MoodleFunctions.GradeItems, arguments, ct);
        return [.. MoodleJson.List(answer, "usergrades", MoodleFunctions.GradeItems).Select(found => MoodleGrades.Read(found, readAt)).OfType<MoodleGrades>()];
    }

    private IEnumerable<LmsEvent> EventsOf(MoodleGrades learner)
    {
        if (!abilities.HasFlag(ReaderAbilities.Grades)) return [];
        return learner.Grades.Where(grade => grade.IsVisible).Select(grade => About(LmsEventKind.Grade, MoodleFunctions.GradeItems, learner.UserId) with
        {
            Item = ItemKey.Of(ItemSchemes.MoodleGradeItem, grade.ItemId),
            ItemName = grade.Name,
            Score = new(grade.Given, grade.Minimum, grade.Maximum),
            IsFinal = !grade.NeedsUpdate,
            IsReleased = !grade.IsHidden,
            OccurredAt = SecondsOf(grade.GradedAt, learner.ReadAt),
            Details = new() { DoneAt = grade.HandedInAt },
        });
    }

    private async Task<IReadOnlyList<LmsEvent>> Completions(string userId, CancellationToken ct)
    {
        var readAt = time.Now();
        var activities = (await Activities(userId, ct)).Select(activity => About(LmsEventKind.ActivityCompletion, MoodleFunctions.ActivityCompletion, userId) with
        {
            Item = activity.Key,
            Completion = activity.State,
            OccurredAt = SecondsOf(activity.ChangedAt, readAt),
        });
        return [.. activities, .. await CourseCompletion(userId, readAt, ct)];
    }

    private async Task<IReadOnlyList<MoodleActivity>> Activities(string userId, CancellationToken ct)
    {
        if (!abilities.HasFlag(ReaderAbilities.ActivityCompletion)) return [];
        if (await IfTracked(MoodleFunctions.ActivityCompletion, userId, ct) is not { } answer) return [];
        return [.. MoodleJson.List(answer, "statuses", MoodleFunctions.ActivityCompletion).Select(MoodleActivity.Read).OfType<MoodleActivity>()];
    }

    private async Task<IReadOnlyList<LmsEvent>> CourseCompletion(string userId, DateTimeOffset readAt, CancellationToken ct)
    {
        if (!abilities.HasFlag(ReaderAbilities.CourseCompletion)) return [];
        if (await IfTracked(MoodleFunctions.CourseCompletion, userId, ct) is not { } answer) return [];
        var status = MoodleJson.Member(answer, "completionstatus") ?? default;
        var isComplete = MoodleJson.Flag(status, "completed");
        // Moodle tells no time of the whole: it is that of the last criterion, and unknown while the course is open.
        var at = isComplete
            ? MoodleJson.List(status, "completions", MoodleFunctions.CourseCompletion).Max(criterion => MoodleJson.Instant(criterion, "timecompleted"))
            : null;
        return
        [
            About(LmsEventKind.CourseCompletion, MoodleFunctions.CourseCompletion, userId) with
            {
                Completion = isComplete ? CompletionState.Complete : CompletionState.Incomplete,
                OccurredAt = SecondsOf(at, readAt),
            },
        ];
    }

    // One reader reads one course once, and asks for its competencies and groups when it lists the items and when it reads them.
    private async Task<IReadOnlyList<MoodleCompetency>> Competencies(CancellationToken ct)
    {
        if (!abilities.HasFlag(ReaderAbilities.Outcomes)) return [];
        if (competencies is not null) return competencies;
        try
        {
            var answer = await moodle.Call(MoodleFunctions.CourseCompetencies, [new("id", courseId)], ct);
            return competencies = [.. MoodleJson.Elements(answer, MoodleFunctions.CourseCompetencies).Select(MoodleCompetency.Read).OfType<MoodleCompetency>()];
        }
        catch (LmsException e) when (e.Problem is MoodleProblems.PermissionMissing or MoodleProblems.FunctionMissing)
        {
            // The rest of the course can be read all the same; the connection's test names what is missing.
            return competencies = [];
        }
    }

    private async Task<IReadOnlyList<MoodleUser>> Enrolled(CancellationToken ct) =>
        !abilities.HasFlag(ReaderAbilities.Groups) ? [] : enrolled ??= await new MoodleRoster(moodle, courseId).ReadWithGroups(ct);

    private IEnumerable<LmsEvent> GroupsOf(MoodleUser user, MoodleGroup[] groups, DateTimeOffset readAt) =>
        groups.Select(group => About(LmsEventKind.Group, MoodleFunctions.EnrolledUsers, user.Id) with
        {
            Item = ItemKey.Of(ItemSchemes.MoodleGroup, group.Id),
            ItemName = group.Name,
            OccurredAt = readAt,
            Details = new() { Holds = user.Groups.Any(one => one.Id == group.Id) },
        });

    private async Task<IReadOnlyList<LmsEvent>> Ratings(string userId, CancellationToken ct)
    {
        List<LmsEvent> read = [];
        foreach (var competency in await Competencies(ct))
        {
            var readAt = time.Now();
            if (await Rating(userId, competency, ct) is not { } rating) continue;
            read.Add(About(LmsEventKind.Outcome, MoodleFunctions.UserCompetency, userId) with
            {
                Item = competency.Key,
                ItemName = competency.Name,
                Score = rating.Position is { } position ? new(position, Minimum: 1, Maximum: null) : null,
                OccurredAt = SecondsOf(rating.ChangedAt, readAt),
                Details = new() { Holds = rating.IsProficient, Letter = rating.Name },
            });
        }
        return read;
    }

    // Whoever left in the meantime, and teachers, have no ratings.
    private async Task<MoodleRating?> Rating(string userId, MoodleCompetency competency, CancellationToken ct)
    {
        try
        {
            return MoodleRating.Read(await moodle.Call(
                MoodleFunctions.UserCompetency, [MoodleArguments.User(userId), new("competencyid", competency.Id), MoodleArguments.Course(courseId)], ct));
        }
        catch (LmsException e) when (e.Problem is MoodleProblems.NotEnrolled or MoodleProblems.PermissionMissing)
        {
            return null;
        }
    }

    // Whoever left in the meantime, and a course that tracks nothing, have no completion to read.
    private async Task<JsonElement?> IfTracked(string function, string userId, CancellationToken ct)
    {
        try
        {
            return await moodle.Call(function, [MoodleArguments.Course(courseId), MoodleArguments.User(userId)], ct);
        }
        catch (LmsException e) when (e.Problem is MoodleProblems.NotEnrolled or MoodleProblems.NoCompletion)
        {
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> ActivityNames(CancellationToken ct)
    {
        try
        {
            var answer = await moodle.Call(MoodleFunctions.CourseContents, [MoodleArguments.Course(courseId)], ct);
            return MoodleItems.ActivityNames(answer);
        }
        catch (LmsException e) when (e.Problem is MoodleProblems.FunctionMissing or MoodleProblems.PermissionMissing or MoodleProblems.AnswerMalformed)
        {
            return new Dictionary<string, string>();
        }
    }

    private LmsEvent About(LmsEventKind kind, string function, string userId) =>
        new(kind, function, courseId, profile.KeysOfUser(userId), null, null, null, null, IsFinal: true, IsReleased: true, null, IsComplete: true);

    // Moodle tells whole seconds, events milliseconds: what was read holds until the end of its second, unless the reading
    // came first. So a reading never loses against an event that it already contains, nor wins against one that came after it.
    private static DateTimeOffset SecondsOf(DateTimeOffset? told, DateTimeOffset readAt) =>
        told is { } at && at.AddMilliseconds(999) is var end && end < readAt ? end : readAt;
}
