using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>What we ask Canvas for: reading only, each scope with what it is for.</summary>
public static class CanvasScopes
{
    public const string Assignments = "url:GET|/api/v1/courses/:course_id/assignments";
    public const string Submissions = "url:GET|/api/v1/courses/:course_id/students/submissions";
    public const string Enrollments = "url:GET|/api/v1/courses/:course_id/enrollments";
    public const string Progress = "url:GET|/api/v1/courses/:course_id/bulk_user_progress";
    public const string OutcomeLinks = "url:GET|/api/v1/courses/:course_id/outcome_group_links";
    public const string Rollups = "url:GET|/api/v1/courses/:course_id/outcome_rollups";

    /// <summary>In the order of the guide.</summary>
    public static IReadOnlyList<string> All { get; } = [Assignments, Submissions, Enrollments, Progress, OutcomeLinks, Rollups];

    /// <summary>What cannot be read any more without it.</summary>
    public static ReaderAbilities AbilityOf(string scope) => scope switch
    {
        Assignments or Submissions => ReaderAbilities.Grades,
        Progress => ReaderAbilities.CourseCompletion,
        OutcomeLinks or Rollups => ReaderAbilities.Outcomes,
        _ => ReaderAbilities.None,
    };

    /// <summary>The path that a scope stands for.</summary>
    public static string PathIn(string scope, string courseId) =>
        scope["url:GET|/".Length..].Replace(":course_id", Uri.EscapeDataString(courseId), StringComparison.Ordinal);
}
