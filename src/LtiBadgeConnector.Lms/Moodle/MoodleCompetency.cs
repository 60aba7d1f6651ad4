using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>A competency that a course lists.</summary>
internal sealed record MoodleCompetency(string Id, string Name)
{
    public ItemKey Key => ItemKey.Of(ItemSchemes.MoodleCompetency, Id);

    public CourseItem ToItem() => new(Key, Name, CourseItemKind.Outcome, Maximum: null, PassMark: null, Activity: null, HasCompletion: false, IsGone: false);

    public static MoodleCompetency? Read(JsonElement listed) =>
        MoodleJson.Member(listed, "competency") is { } competency && MoodleJson.Id(competency, "id") is { } id
            ? new(id, MoodleJson.Text(competency, "shortname") is { Length: > 0 } name ? name : MoodleJson.Text(competency, "idnumber") ?? id)
            : null;
}

/// <summary>What a learner shows in a competency of a course: whether it is mastered, and the position on its scale, from 1.</summary>
/// <param name="IsProficient">Null while nobody has rated it.</param>
internal sealed record MoodleRating(bool? IsProficient, decimal? Position, string? Name, DateTimeOffset? ChangedAt)
{
    public static MoodleRating Read(JsonElement answer)
    {
        var rating = MoodleJson.Member(answer, "usercompetencysummary") is { } summary && MoodleJson.Member(summary, "usercompetencycourse") is { } found ? found : default;
        var isRated = MoodleJson.Member(rating, "proficiency") is not null;
        return new(
            isRated ? MoodleJson.Flag(rating, "proficiency") : null, MoodleJson.Grade(rating, "grade"),
            // Moodle shows a dash where there is no rating.
            isRated ? MoodleJson.Text(rating, "gradename") : null,
            isRated ? MoodleJson.Instant(rating, "timemodified") : null);
    }
}
