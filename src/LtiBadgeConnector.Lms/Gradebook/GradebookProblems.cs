namespace LtiBadgeConnector.Lms.Gradebook;

/// <summary>Why a score was not posted, beyond the failures of the LTI services: codes of the problem catalogue.</summary>
public static class GradebookProblems
{
    public const string PlatformInactive = "gradebook-platform-inactive";
    public const string LearnerUnknown = "gradebook-learner-unknown";
    public const string ColumnMissing = "gradebook-column-missing";
    public const string ScoreOutdated = "gradebook-score-outdated";
}
