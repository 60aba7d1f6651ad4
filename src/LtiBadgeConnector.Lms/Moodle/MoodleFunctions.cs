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
    public const string CourseCompetencies = "core_competency_list_course_competencies";
    public const string UserCompetency = "tool_lp_data_for_user_competency_summary_in_course";

    public const string SubmissionStatus = "mod_assign_get_submission_status";

    /// <summary>What the service at the site must offer.</summary>
    public static IReadOnlyList<string> Needed { get; } = [GradeItems, ActivityCompletion, CourseCompletion, EnrolledUsers];

    /// <summary>Without the first, activities that are not graded are shown by their kind and number; without the next two no rule can ask for a competency; without the last no learner can show a file that was handed in.</summary>
    public static IReadOnlyList<string> Welcome { get; } = [CourseContents, CourseCompetencies, UserCompetency, SubmissionStatus];

    /// <summary>What Moodle asks of the account before it answers; an administrator reads these names in its roles.</summary>
    public static string PermissionsFor(string function) => function switch
    {
        GradeItems => "gradereport/user:view, moodle/grade:viewall, moodle/grade:viewhidden",
        ActivityCompletion => "report/progress:view",
        CourseCompletion => "report/completion:view",
        EnrolledUsers => "moodle/course:viewparticipants, moodle/site:accessallgroups",
        CourseContents => "moodle/course:view, moodle/course:viewhiddenactivities",
        CourseCompetencies or UserCompetency => "moodle/competency:coursecompetencyview, moodle/competency:usercompetencyview",
        SubmissionStatus => "mod/assign:view, mod/assign:viewgrades",
        _ => "webservice/rest:use",
    };
}
