using System.Text.Json;
using LtiBadgeConnector.Lti.Json;

namespace LtiBadgeConnector.Lti.Ags;

/// <summary>The grade a line item holds for one learner.</summary>
/// <param name="ResultScore">Null means no grade, which is not zero.</param>
/// <param name="ResultMaximum">1 if the platform did not say (AGS 2.0, 3.3.6).</param>
/// <param name="Timestamp">Not in the standard, but Moodle sends it.</param>
public sealed record Result(
    string UserId,
    decimal? ResultScore,
    decimal ResultMaximum,
    string? Id = null,
    string? ScoreOf = null,
    string? Comment = null,
    string? ScoringUserId = null,
    DateTimeOffset? Timestamp = null)
{
    /// <summary>Share of the maximum; null without a grade or with a maximum of zero.</summary>
    public decimal? Share => ResultMaximum > 0 ? ResultScore / ResultMaximum : null;

    /// <summary>Null if the element names no user.</summary>
    internal static Result? Read(JsonElement result) =>
        result.Text("userId") is { Length: > 0 } userId
            ? new Result(
                userId, result.Number("resultScore"), result.Number("resultMaximum") ?? 1, result.Text("id"), result.Text("scoreOf"),
                result.Text("comment"), result.Text("scoringUserId"), result.Instant("timestamp"))
            : null;
}
