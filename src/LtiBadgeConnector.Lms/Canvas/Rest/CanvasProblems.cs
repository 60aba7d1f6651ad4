using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>Why a call to a Canvas failed: codes of the problem catalogue.</summary>
public static class CanvasProblems
{
    public const string SettingsIncomplete = "canvas-settings-incomplete";
    public const string NotAuthorised = "canvas-not-authorised";
    public const string AuthorisationRefused = "canvas-authorisation-refused";
    public const string StateInvalid = "canvas-authorisation-state";
    public const string ScopeMissing = "canvas-scope-missing";
    public const string PermissionMissing = "canvas-permission-missing";
    public const string CourseUnknown = "canvas-course-unknown";
    public const string Throttled = "canvas-throttled";
    public const string Unreachable = "canvas-unreachable";
    public const string Busy = "canvas-busy";
    public const string AnswerMalformed = "canvas-answer-malformed";
    public const string AnswerTooLarge = "canvas-answer-too-large";
    public const string PageElsewhere = "canvas-page-elsewhere";
    public const string Refused = "canvas-refused";

    internal static LmsException Of(string problem, string detail, bool isTransient = false, TimeSpan? retryAfter = null, Exception? inner = null) =>
        new(problem, detail, isTransient, retryAfter, inner);
}
