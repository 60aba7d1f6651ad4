using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>An outcome with what masters it.</summary>
internal sealed record CanvasOutcome(string Id, string Title, decimal? Points, decimal? Mastery)
{
    public CourseItem AsItem => new(ItemKey.Of(ItemSchemes.CanvasOutcome, Id), Title, CourseItemKind.Outcome, Points, Mastery, null, HasCompletion: false, IsGone: false);

    public static CanvasOutcome? Read(EventFields fields) =>
        fields.Id("id") is { } id ? new(id, fields.Name("title") ?? id, fields.Number("points_possible"), fields.Number("mastery_points")) : null;

    public static IReadOnlyDictionary<string, CanvasOutcome> LinkedIn(JsonElement page) =>
        List(Member(page, "linked"), "outcomes").Select(json => Read(new EventFields(json, "", []))).OfType<CanvasOutcome>().DistinctBy(outcome => outcome.Id).ToDictionary(outcome => outcome.Id, StringComparer.Ordinal);

    /// <summary>No score means that there is no evidence yet.</summary>
    public static IEnumerable<(string User, string Outcome, decimal? Score, DateTimeOffset? At)> RollupsIn(JsonElement page) =>
        from rollup in List(page, "rollups")
        let user = new EventFields(rollup, "", []).Object("links").Id("user")
        where user is not null
        from score in List(rollup, "scores")
        let fields = new EventFields(score, "", [])
        let outcome = fields.Object("links").Id("outcome")
        where outcome is not null
        select (user, outcome, fields.Number("score"), fields.Instant("submitted_at"));

    private static IEnumerable<JsonElement> List(JsonElement? holder, string name) =>
        holder is { } own && Member(own, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    private static JsonElement? Member(JsonElement holder, string name) => holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : null;
}
