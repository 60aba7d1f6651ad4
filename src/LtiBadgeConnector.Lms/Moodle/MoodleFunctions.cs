namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>The web service functions we call: read only, every one.</summary>
public static class MoodleFunctions
{
    public const string SiteInfo = "core_webservice_get_site_info";
    public const string GradeItems = "gradereport_user_get_grade_items";
    public const string ActivityCompletion = "core_completion_get_activities_completion_status";
    public const string CourseCompletion = "core_completion_get_course_completion_status";
    public const string EnrolledUsers = "core_enrol_get_enrolled_users";
    public const string CourseContents = "core_course_get_contents";

    /// <summary>What the service at the site must offer.</summary>
    public static IReadOnlyList<string> Needed { get; } = [GradeItems, ActivityCompletion, CourseCompletion, EnrolledUsers];

    /// <summary>Without it, activities that are not graded are shown by their kind and number.</summary>
    public static IReadOnlyList<string> Welcome { get; } = [CourseContents];
}
