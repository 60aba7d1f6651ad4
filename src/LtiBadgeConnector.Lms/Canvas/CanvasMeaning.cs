using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>What each Live Event in Canvas's own format means, with the traps of each where it is read.</summary>
internal sealed class CanvasMeaning(
    string name, EventFields metadata, EventFields body, string? accountId, DateTimeOffset? at, bool isSigned, bool confirmTotals)
{
    public IReadOnlyList<LmsEvent> Read() => name switch
    {
        // The vendor's printed example of an override wears this name.
        "grade_change" when body.Has("override_score") && !body.Has("assignment_id") => Override(),
        "grade_change" => [GradeChange()],
        "submission_updated" => [Submission()],
        "course_grade_change" => Totals(),
        "grade_override" => Override(),
        "course_completed" or "course_progress" => [Progress()],
        "learning_outcome_result_created" or "learning_outcome_result_updated" => [OutcomeResult()],
        "enrollment_created" or "enrollment_updated" => [About(LmsEventKind.Enrolment) with { CourseId = Local("course_id"), Learner = [] }],
        "assignment_created" or "assignment_updated" => [Changed() with { Item = Item(ItemSchemes.CanvasAssignment, Local("assignment_id")) }],
        "module_created" or "module_updated" or "module_item_created" or "module_item_updated" => [Changed()],
        _ => [LmsEvent.Unused(name)],
    };

    // Muted means: not posted, the learner cannot see it. The same score comes again when it is posted.
    private LmsEvent GradeChange()
    {
        var (isMuted, isComplete) = (body.Flag("muted"), body.Flag("grading_complete"));
        var (given, maximum) = (body.Number("score"), body.Number("points_possible"));
        var read = OfAssignment(Person(body.Id("student_id") ?? body.Id("user_id"))) with
        {
            ItemName = body.Name("assignment_name"),
            Score = new(given, 0, maximum),
            IsFinal = isComplete is true,
            IsReleased = isMuted is false,
        };
        // No score is cleared or excused: only a read tells which.
        return AsFact(read, read.Item is not null && given is not null && maximum is not null && isMuted is not null && isComplete is not null);
    }

    // Tells of posting, and has no maximum.
    private LmsEvent Submission() => body.Number("score") is { } given
        ? OfAssignment(Person(body.Id("user_id"))) with
        {
            Score = new(given, 0, null),
            IsFinal = body.Word("workflow_state") is "graded",
            IsReleased = body.Instant("posted_at") is not null,
        }
        : LmsEvent.Unused(name);

    // "current" leaves out what is not graded yet, "final" counts it as zero; the rule says which. What is not posted is nobody's business.
    private IReadOnlyList<LmsEvent> Totals() =>
        [Total(CanvasTotals.Current, body.Number("current_score")), Total(CanvasTotals.Final, body.Number("final_score"))];

    // An override takes the place of both totals, but not of one grading period's.
    private IReadOnlyList<LmsEvent> Override()
    {
        if (body.Has("grading_period_id")) return [LmsEvent.Unused(name)];
        var given = body.Number("override_score");
        return [Total(CanvasTotals.Current, given), Total(CanvasTotals.Final, given)];
    }

    private LmsEvent Total(CourseItem item, decimal? given)
    {
        var read = About(LmsEventKind.Grade) with
        {
            CourseId = Local("course_id"),
            Learner = Person(body.Id("user_id")),
            Item = item.Key,
            ItemName = item.Name,
            Score = new(given, 0, 100),
            IsFinal = true,
            IsReleased = true,
            OccurredAt = (body.Instant("updated_at") ?? at)?.ToMilliseconds(),
        };
        return AsFact(read, given is not null && !confirmTotals);
    }

    // Of the module requirements only. "progress" may be an error, and counts can contradict the date after an edit.
    private LmsEvent Progress()
    {
        var progress = body.Object("progress");
        if (progress.Has("error")) return LmsEvent.Unused(name);

        var (done, all) = (progress.Number("requirement_completed_count"), progress.Number("requirement_count"));
        var completedAt = progress.Instant("completed_at");
        var isDone = completedAt is not null && all > 0 && done >= all;
        var isOpen = completedAt is null && all > 0 && done < all;
        var read = About(LmsEventKind.CourseCompletion) with
        {
            CourseId = Fold(body.Object("course").Id("id")),
            Learner = Person(body.Object("user").Id("id")),
            Completion = isDone ? CompletionState.Complete : CompletionState.Incomplete,
            IsFinal = true,
            IsReleased = true,
            OccurredAt = (isDone ? completedAt : at)?.ToMilliseconds(),
        };
        return AsFact(read, isDone || isOpen);
    }

    // One alignment, not the verdict on the outcome; and only uuids.
    private LmsEvent OutcomeResult() => About(LmsEventKind.Outcome) with
    {
        CourseId = body.Id("result_context_uuid") is { } course ? CourseNames.ByUuid(course) : null,
        Learner = body.Id("user_uuid") is { } uuid ? [LearnerKey.LmsUserUuid(uuid)] : [],
        Item = Item(ItemSchemes.CanvasOutcome, Local("learning_outcome_id")),
        Score = new(body.Number("score"), 0, body.Number("possible")),
        Details = new() { Holds = body.Flag("mastery") },
        OccurredAt = (body.Instant("assessed_at") ?? at)?.ToMilliseconds(),
    };

    private LmsEvent OfAssignment(IReadOnlyList<LearnerKey> learner)
    {
        var item = Item(ItemSchemes.CanvasAssignment, Local("assignment_id"));
        return About(LmsEventKind.Grade) with { CourseId = ContextCourse() ?? (item is { } known ? CourseNames.ByItem(known) : null), Learner = learner, Item = item };
    }

    private LmsEvent Changed() => About(LmsEventKind.CourseChanged) with { CourseId = ContextCourse() };

    private LmsEvent About(LmsEventKind kind) => new(kind, name, null, [], null, null, null, null, false, false, at?.ToMilliseconds(), IsComplete: false);

    private LmsEvent AsFact(LmsEvent read, bool saysEverything) =>
        read with { IsComplete = isSigned && saysEverything && read is { CourseId: not null, Learner.Count: > 0, OccurredAt: not null } };

    // Background jobs leave it out.
    private string? ContextCourse() => metadata.Word("context_type") is "Course" ? Fold(metadata.Id("context_id")) : null;

    private string? Local(string member) => Fold(body.Id(member));

    private string? Fold(string? id) => id is null ? null : CanvasIds.Fold(id, accountId);

    private IReadOnlyList<LearnerKey> Person(string? id)
    {
        if (Fold(id) is { } user) return [LearnerKey.LmsUser(user)];
        body.Missing("user_id");
        return [];
    }

    private static ItemKey? Item(string scheme, string? id) => id is null ? null : ItemKey.Of(scheme, id);
}
