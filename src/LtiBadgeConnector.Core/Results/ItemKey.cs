namespace LtiBadgeConnector.Core.Results;

/// <summary>
/// Names one thing a course assesses, unique inside its course: a scheme and the LMS's own opaque id,
/// for example <c>moodle-grade-item:611</c>. Compared ordinally.
/// </summary>
public readonly record struct ItemKey(string Value)
{
    public static ItemKey Of(string scheme, string id) => new($"{scheme}:{id}");

    /// <summary>What stands before the LMS's own id; empty where nothing does.</summary>
    public string Scheme => Value.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? Value[..colon] : "";

    public override string ToString() => Value;
}

/// <summary>The schemes in use; a connector and the reader of the same LMS must agree on them.</summary>
public static class ItemSchemes
{
    public const string MoodleGradeItem = "moodle-grade-item";
    public const string MoodleCourseModule = "moodle-cmid";
    public const string MoodleCompetency = "moodle-competency";
    public const string MoodleGroup = "moodle-group";
    public const string MoodleAttendance = "moodle-attendance";
    public const string LineItem = "lti-line-item";
    public const string CanvasAssignment = "canvas-assignment";
    public const string CanvasTotal = "canvas-total";
    public const string CanvasOutcome = "canvas-outcome";
    public const string BlackboardColumn = "blackboard-column";
    public const string OpenEdxTotal = "openedx-total";

    /// <summary>For sources that name things by address only.</summary>
    public const string Iri = "iri";
}
