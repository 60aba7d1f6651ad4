using LtiBadgeConnector.Lti.Json;

namespace LtiBadgeConnector.Lti.Ags;

/// <summary>An update we send to a line item.</summary>
/// <param name="Timestamp">When it happened; from <see cref="ScoreClock"/>, and the same again on a retry.</param>
public sealed record Score(string UserId, DateTimeOffset Timestamp, ActivityProgress ActivityProgress, GradingProgress GradingProgress)
{
    /// <summary>Null is left out of the JSON, and some platforms then erase the grade; a zero is a grade.</summary>
    public decimal? ScoreGiven { get; init; }

    /// <summary>Greater than zero; required with a score.</summary>
    public decimal? ScoreMaximum { get; init; }

    /// <summary>Plain text for the learner.</summary>
    public string? Comment { get; init; }

    public string? ScoringUserId { get; init; }

    /// <summary>
    /// False tells Canvas not to count another attempt (<c>https://canvas.instructure.com/lti/submission</c>); null sends nothing.
    /// </summary>
    public bool? CanvasNewSubmission { get; init; }

    internal string ToJson() => JsonText.Object(writer =>
    {
        writer.WriteString("userId", UserId);
        writer.Optional("timestamp", (DateTimeOffset?)Timestamp);
        writer.WriteString("activityProgress", ActivityProgress.ToString());
        writer.WriteString("gradingProgress", GradingProgress.ToString());
        writer.Optional("scoreGiven", ScoreGiven);
        writer.Optional("scoreMaximum", ScoreMaximum);
        writer.Optional("comment", Comment);
        writer.Optional("scoringUserId", ScoringUserId);
        if (CanvasNewSubmission is not { } newSubmission) return;
        writer.WriteStartObject("https://canvas.instructure.com/lti/submission");
        writer.WriteBoolean("new_submission", newSubmission);
        writer.WriteEndObject();
    });
}

public enum ActivityProgress
{
    Initialized,
    Started,
    InProgress,
    Submitted,
    Completed,
}

public enum GradingProgress
{
    FullyGraded,
    Pending,
    PendingManual,
    Failed,
    NotReady,
}
