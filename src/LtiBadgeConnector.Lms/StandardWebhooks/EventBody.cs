using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>One event of <c>docs/events</c>, read into the product's own words.</summary>
internal abstract record EventBody
{
    // Longer names would not fit the counters that administrators see.
    private const int LongestType = 80;

    private static readonly string[] ours =
    [
        "grade.updated", "grade.deleted", "activity.completion", "course.completed", "attempt.graded", "competency.rated", "group.membership",
        "attendance.updated", "enrolment.started", "enrolment.changed", "course.changed", "course.copied", "connection.test",
    ];

    private EventBody() { }

    /// <param name="Content">Of everything but <c>timestamp</c>, which moves with a retry.</param>
    public sealed record Understood(LmsEvent Event, ContentHash Content) : EventBody;

    public sealed record Malformed(EventFault Fault) : EventBody;

    public static EventBody Read(ReadOnlyMemory<byte> body)
    {
        var (root, fault) = StrictBody.Parse(body);
        if (root is not { } read) return new Malformed(new(fault!));

        List<EventFault> faults = [];
        var envelope = new EventFields(root, "", faults);
        if (envelope.Name("type") is not { Length: <= LongestType } type || envelope.Word("type") != type) return new Malformed(new("type is missing or too long"));

        var lmsEvent = Of(type, envelope.Object("data"), envelope.Instant("timestamp"), faults);
        return faults is [var first, ..] && lmsEvent.Kind is not LmsEventKind.Unused ? new Malformed(first) : new Understood(lmsEvent, EventContent.Hash(read));
    }

    /// <summary>One event of <c>docs/events</c> in whatever envelope it came; faults of an event that nobody uses are dropped.</summary>
    /// <param name="type">May have a prefix of the sender's own before the type's name: <c>org.example.grade.updated</c>.</param>
    public static LmsEvent Of(string type, EventFields data, DateTimeOffset? sentAt, List<EventFault> faults)
    {
        var before = faults.Count;
        var read = Known(ours.FirstOrDefault(known => type.EndsWith("." + known, StringComparison.Ordinal)) ?? type, data, sentAt);
        if (read.Kind is LmsEventKind.Unused) faults.RemoveRange(before, faults.Count - before);
        return read with { Type = read.Type.Length <= LongestType ? read.Type : read.Type[..LongestType] };
    }

    private static LmsEvent Known(string type, EventFields data, DateTimeOffset? sentAt) => type switch
    {
        "grade.updated" => Grade(type, data, sentAt),
        "grade.deleted" => Deletion(type, data, sentAt),
        "activity.completion" => ActivityCompletion(type, data, sentAt),
        "course.completed" => CourseCompletion(type, data, sentAt),
        "attempt.graded" => Attempt(type, data, sentAt),
        "competency.rated" => Outcome(type, data, sentAt),
        "group.membership" => GroupMembership(type, data, sentAt),
        "attendance.updated" => Attendance(type, data, sentAt),
        "enrolment.started" => EnrolmentStart(type, data, sentAt),
        "enrolment.changed" => OfCourse(LmsEventKind.Enrolment, type, data),
        "course.changed" => OfCourse(LmsEventKind.CourseChanged, type, data),
        "course.copied" => Copy(type, data),
        "connection.test" => LmsEvent.Unused(type) with { Kind = LmsEventKind.Test },
        _ => LmsEvent.Unused(type),
    };

    private static LmsEvent Grade(string type, EventFields data, DateTimeOffset? sentAt)
    {
        var score = data.Object("score");
        var (isFinal, isHidden) = (score.Flag("final"), score.Flag("hidden"));
        var occurredAt = data.Instant("occurred_at")?.ToMilliseconds();
        var read = About(LmsEventKind.Grade, type, data) with
        {
            Item = GradeItemOf(data),
            ItemName = data.Object("grade_item").Name("name"),
            Score = ScoreOf(score),
            IsFinal = isFinal ?? false,
            IsReleased = isHidden is false,
            OccurredAt = occurredAt ?? sentAt?.ToMilliseconds(),
            Details = new()
            {
                Letter = score.Name("letter"),
                PassMark = PassMarkOf(score),
                IsExcused = score.Flag("excused") ?? false,
                DoneAt = data.Instant("submitted_at"),
            },
        };
        // A cleared grade is a deletion, and a deletion is only a hint; being excused is said by having no grade.
        var isFact = read is { Item: not null, Details.IsExcused: true }
            || (read is { Item: not null, Score: { Given: not null, Maximum: { } maximum } range } && maximum > range.Minimum);
        return read with { IsComplete = isFact && isFinal is not null && isHidden is not null && occurredAt is not null };
    }

    private static LmsEvent Attempt(string type, EventFields data, DateTimeOffset? sentAt)
    {
        var read = Grade(type, data, sentAt);
        var number = data.Object("attempt").Count("number");
        return read with { Kind = LmsEventKind.Attempt, Details = read.Details with { Attempt = number }, IsComplete = read.IsComplete && number is not null };
    }

    private static LmsEvent Outcome(string type, EventFields data, DateTimeOffset? sentAt)
    {
        var competency = data.Object("competency");
        var score = data.Object("score");
        var isProficient = data.Flag("proficiency");
        var (at, isTold) = TimeOf(data, sentAt);
        return About(LmsEventKind.Outcome, type, data) with
        {
            Item = competency.Id("id") is { } id ? ItemKey.Of(ItemSchemes.MoodleCompetency, id) : null,
            ItemName = competency.Name("name"),
            Score = ScoreOf(score),
            IsFinal = true,
            IsReleased = true,
            OccurredAt = at,
            Details = new() { Holds = isProficient, PassMark = PassMarkOf(score), Letter = score.Name("letter") },
            IsComplete = isTold && isProficient is not null && competency.Id("id") is not null,
        };
    }

    private static LmsEvent GroupMembership(string type, EventFields data, DateTimeOffset? sentAt)
    {
        var group = data.Object("group");
        var isMember = data.Flag("member");
        var (at, isTold) = TimeOf(data, sentAt);
        return About(LmsEventKind.Group, type, data) with
        {
            Item = group.Id("id") is { } id ? ItemKey.Of(ItemSchemes.MoodleGroup, id) : null,
            ItemName = group.Name("name"),
            IsFinal = true,
            IsReleased = true,
            OccurredAt = at,
            Details = new() { Holds = isMember },
            IsComplete = isTold && isMember is not null && group.Id("id") is not null,
        };
    }

    /// <summary>Without an activity it is the attendance of the whole course.</summary>
    private static LmsEvent Attendance(string type, EventFields data, DateTimeOffset? sentAt)
    {
        var activity = data.Object("activity");
        var sessions = data.Object("sessions");
        var (attended, held) = (sessions.Number("attended"), sessions.Number("held"));
        var hours = data.Number("hours");
        var (at, isTold) = TimeOf(data, sentAt);
        return About(LmsEventKind.Attendance, type, data) with
        {
            Item = activity.Id("cmid") is { } module ? ItemKey.Of(ItemSchemes.MoodleAttendance, module) : null,
            ItemName = activity.Name("name"),
            Score = sessions.Exists ? new(attended, 0, held) : null,
            IsFinal = true,
            IsReleased = true,
            OccurredAt = at,
            Details = new() { Hours = hours },
            IsComplete = isTold && ((attended is not null && held > 0) || hours is not null),
        };
    }

    private static LmsEvent EnrolmentStart(string type, EventFields data, DateTimeOffset? sentAt)
    {
        var startedAt = data.Object("enrolment").Instant("started_at");
        var (at, isTold) = TimeOf(data, sentAt);
        return About(LmsEventKind.EnrolmentStart, type, data) with
        {
            IsFinal = true,
            IsReleased = true,
            OccurredAt = at,
            Details = new() { DoneAt = startedAt },
            IsComplete = isTold && startedAt is not null,
        };
    }

    // Zero is how LMSs say that none was set; else anything would pass.
    private static decimal? PassMarkOf(EventFields score) => score.Number("pass") is > 0 and { } mark ? mark : null;

    private static Score? ScoreOf(EventFields score) => score.Exists ? new(score.Number("given"), score.Number("min") ?? 0, score.Number("max")) : null;

    private static (DateTimeOffset? At, bool IsTold) TimeOf(EventFields data, DateTimeOffset? sentAt)
    {
        var occurredAt = data.Instant("occurred_at");
        return ((occurredAt ?? sentAt)?.ToMilliseconds(), occurredAt is not null);
    }

    private static LmsEvent Deletion(string type, EventFields data, DateTimeOffset? sentAt) =>
        About(LmsEventKind.Grade, type, data) with
        {
            Item = GradeItemOf(data),
            ItemName = data.Object("grade_item").Name("name"),
            OccurredAt = (data.Instant("occurred_at") ?? sentAt)?.ToMilliseconds(),
        };

    private static LmsEvent ActivityCompletion(string type, EventFields data, DateTimeOffset? sentAt)
    {
        var activity = data.Object("activity");
        var read = Completed(About(LmsEventKind.ActivityCompletion, type, data), data, sentAt) with
        {
            Item = activity.Id("cmid") is { } module ? ItemKey.Of(ItemSchemes.MoodleCourseModule, module) : null,
            ItemName = activity.Name("name"),
        };
        return read with { IsComplete = read.IsComplete && read.Item is not null };
    }

    private static LmsEvent CourseCompletion(string type, EventFields data, DateTimeOffset? sentAt) =>
        Completed(About(LmsEventKind.CourseCompletion, type, data), data, sentAt);

    private static LmsEvent Completed(LmsEvent about, EventFields data, DateTimeOffset? sentAt)
    {
        var completion = data.Object("completion");
        var state = completion.Word("state") is { } word ? Completions.Parse(word) : null;
        var occurredAt = data.Instant("occurred_at")?.ToMilliseconds();
        return about with
        {
            Completion = state,
            IsFinal = true,
            IsReleased = true,
            OccurredAt = occurredAt ?? (completion.Instant("time") ?? sentAt)?.ToMilliseconds(),
            IsComplete = state is not null && occurredAt is not null,
        };
    }

    private static LmsEvent OfCourse(LmsEventKind kind, string type, EventFields data) => LmsEvent.Unused(type) with { Kind = kind, CourseId = CourseOf(data) };

    // One that came from elsewhere, or out of a file, has no source here and is a course like any other.
    private static LmsEvent Copy(string type, EventFields data) =>
        OfCourse(LmsEventKind.CourseCopied, type, data) is var copy && data.Object("source").Id("id") is { } source ? copy with { CopiedFrom = source } : LmsEvent.Unused(type);

    private static LmsEvent About(LmsEventKind kind, string type, EventFields data)
    {
        var user = data.Object("user");
        List<LearnerKey> learner = [];
        if (user.Id("sub") is { } sub) learner.Add(LearnerKey.Sub(sub));
        if (user.Id("id") is { } id) learner.Add(LearnerKey.LmsUser(id));
        if (learner.Count == 0) user.Missing("id");
        return new(kind, type, CourseOf(data), learner, null, null, null, null, false, false, null, false);
    }

    private static string? CourseOf(EventFields data)
    {
        var course = data.Object("course");
        if (course.Id("id") is { } id) return id;
        course.Missing("id");
        return null;
    }

    private static ItemKey? GradeItemOf(EventFields data) =>
        data.Object("grade_item").Id("id") is { } id ? ItemKey.Of(ItemSchemes.MoodleGradeItem, id) : null;
}
