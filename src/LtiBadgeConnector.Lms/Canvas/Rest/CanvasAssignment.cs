using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>An assignment that is graded. Quizzes of both kinds appear as assignments too.</summary>
/// <param name="Points">Null for none: then a share cannot be known.</param>
internal sealed record CanvasAssignment(string Id, string Name, decimal? Points)
{
    public CourseItem AsItem => new(ItemKey.Of(ItemSchemes.CanvasAssignment, Id), Name, CourseItemKind.Grade, Points > 0 ? Points : null, null, null, HasCompletion: false, IsGone: false);

    public static CanvasAssignment? Read(JsonElement json)
    {
        var fields = new EventFields(json, "", []);
        return fields.Id("id") is { } id && fields.Word("grading_type") is not "not_graded" && fields.Flag("published") is not false
            ? new(id, fields.Name("name") ?? id, fields.Number("points_possible"))
            : null;
    }
}

/// <summary>One learner's grade of one assignment.</summary>
internal sealed record CanvasSubmission(
    string Assignment, string User, decimal? Given, string? Letter, bool IsFinal, bool IsExcused, DateTimeOffset? GradedAt, DateTimeOffset? PostedAt, DateTimeOffset? SubmittedAt, string? WorkUrl)
{
    public bool Says => Given is not null || IsExcused;

    public static CanvasSubmission? Read(JsonElement json)
    {
        var fields = new EventFields(json, "", []);
        if (fields.Id("assignment_id") is not { } assignment || fields.Id("user_id") is not { } user) return null;
        var isExcused = fields.Flag("excused") is true;
        // Handed in again since: the grade is of work that is not the last any more.
        var isOfLastWork = fields.Flag("grade_matches_current_submission") is not false;
        return new(
            assignment, user, isExcused ? null : fields.Number("score"), LetterOf(fields.Name("grade")), fields.Word("workflow_state") is not "pending_review" && isOfLastWork, isExcused,
            fields.Instant("graded_at"), fields.Instant("posted_at"), fields.Instant("submitted_at"), fields.Name("url"));
    }

    // A number or a percentage is the score once more.
    private static string? LetterOf(string? grade) => grade is null || char.IsAsciiDigit(grade[0]) ? null : grade;
}
