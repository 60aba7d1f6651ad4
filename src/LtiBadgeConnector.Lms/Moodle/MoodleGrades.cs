using System.Text.Json;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>One learner's row of the grade report.</summary>
internal sealed record MoodleGrades(string UserId, IReadOnlyList<MoodleGrade> Grades, DateTimeOffset ReadAt)
{
    public static MoodleGrades? Read(JsonElement user, DateTimeOffset readAt) =>
        MoodleJson.Id(user, "userid") is { } id && MoodleJson.Member(user, "gradeitems") is { ValueKind: JsonValueKind.Array } items
            ? new(id, [.. items.EnumerateArray().Select(MoodleGrade.Read).OfType<MoodleGrade>()], readAt)
            : null;
}

/// <summary>One item of the report with the learner's grade in it. A scale's grade is the position on it, from its minimum.</summary>
/// <param name="IsVisible">Whether the token may see the grade at all; if not, null does not mean that there is none.</param>
internal sealed record MoodleGrade(
    string ItemId,
    string ItemType,
    string? Name,
    string? CourseModule,
    bool IsVisible,
    decimal? Given,
    decimal Minimum,
    decimal? Maximum,
    DateTimeOffset? GradedAt,
    DateTimeOffset? HandedInAt,
    bool IsHidden,
    bool NeedsUpdate)
{
    public static MoodleGrade? Read(JsonElement item) =>
        MoodleJson.Id(item, "id") is { } id
            ? new(
                id, MoodleJson.Text(item, "itemtype") ?? "", MoodleJson.Text(item, "itemname"), MoodleJson.Id(item, "cmid"),
                MoodleJson.Has(item, "graderaw"), MoodleJson.Grade(item, "graderaw"),
                MoodleJson.Grade(item, "grademin") ?? 0, MoodleJson.Grade(item, "grademax"), MoodleJson.Instant(item, "gradedategraded"), MoodleJson.Instant(item, "gradedatesubmitted"),
                MoodleJson.Flag(item, "gradeishidden") || MoodleJson.Flag(item, "gradehiddenbydate"), MoodleJson.Flag(item, "gradeneedsupdate"))
            : null;
}
