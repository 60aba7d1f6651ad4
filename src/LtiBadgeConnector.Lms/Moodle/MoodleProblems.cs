using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>Why a call to a Moodle site failed: codes of the problem catalogue.</summary>
public static class MoodleProblems
{
    public const string SettingsIncomplete = "moodle-settings-incomplete";
    public const string Unreachable = "moodle-unreachable";
    public const string Busy = "moodle-busy";
    public const string Maintenance = "moodle-maintenance";
    public const string RestDisabled = "moodle-rest-disabled";
    public const string AddressWrong = "moodle-address-wrong";
    public const string AnswerMalformed = "moodle-answer-malformed";
    public const string AnswerTooLarge = "moodle-answer-too-large";
    public const string TokenRefused = "moodle-token-refused";
    public const string FunctionMissing = "moodle-function-missing";
    public const string PermissionMissing = "moodle-permission-missing";
    public const string CourseUnknown = "moodle-course-unknown";
    public const string NotEnrolled = "moodle-not-enrolled";
    public const string NoCompletion = "moodle-no-completion";
    public const string OtherSite = "moodle-other-site";
    public const string Refused = "moodle-refused";
    public const string ActivitiesHidden = "moodle-activities-hidden";

    /// <summary>
    /// Moodle's <c>errorcode</c> decides: messages are translated, and exception classes were renamed between versions.
    /// The message is looked at only where one code stands for two things, and only for a table's name in it.
    /// </summary>
    internal static LmsException Of(string function, string errorCode, string message)
    {
        var (problem, isTransient) = errorCode switch
        {
            "invalidtoken" or "invalidtimedtoken" or "accessexpired" or "tokenexpired" => (TokenRefused, false),
            "sitemaintenance" or "upgraderunning" => (Maintenance, true),
            "servicenotavailable" or "enablewsdescription" => (RestDisabled, false),
            "accessexception" => (FunctionMissing, false),
            "invalidrecord" when message.Contains("external_functions", StringComparison.Ordinal) => (FunctionMissing, false),
            "invalidrecord" or "invalidrecordunknown" or "invalidcourseid" or "unknowncourse" => (CourseUnknown, false),
            "nopermissions" or "nopermission" or "nopermissiontoviewgrades" or "cannotviewreport" or "requireloginerror" or "errorcoursecontextnotvalid"
                or "usernotfullysetup" or "coursehidden" => (PermissionMissing, false),
            "notenroled" or "usernotenroled" or "usernotincourse" or "notingroup" => (NotEnrolled, false),
            "nocriteriaset" or "completionnotenabled" or "completionnotenabledforcourse" or "completionnotenabledforsite" => (NoCompletion, false),
            "dmlreadexception" or "dmlwriteexception" or "dbconnectionfailed" or "ex_unabletolock" => (Busy, true),
            _ => (Refused, false),
        };
        return new(problem, $"{function}: {Printable(errorCode)}", isTransient);
    }

    private static string Printable(string errorCode) =>
        new([.. errorCode.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/').Take(60)]);
}
