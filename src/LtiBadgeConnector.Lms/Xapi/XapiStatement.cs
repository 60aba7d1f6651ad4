using System.Text.Json;
using LtiBadgeConnector.Lms.Caliper;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Xapi;

/// <summary>The parts of an xAPI statement that tell us something.</summary>
internal sealed record XapiStatement(JsonElement Json, string? Id, string Verb, CaliperEntity Object)
{
    public const string Malformed = "xapi-statement-malformed";

    // Whole activity types by their last word, whoever coined them.
    public bool IsAboutCourse => IsCourse(Object);

    public JsonElement? Result => Member(Json, "result");

    public static XapiStatement? Read(JsonElement json, int at, List<EventFault> faults)
    {
        if (json.ValueKind != JsonValueKind.Object) return Fault("is no object");
        var id = CaliperEntity.TextOf(json, "id");
        if (json.TryGetProperty("id", out _) && !Guid.TryParseExact(id, "D", out _)) return Fault("has an id that is no UUID");
        if (Member(json, "actor") is not { ValueKind: JsonValueKind.Object }) return Fault("has no actor");
        if (Member(json, "verb") is not { } verb || CaliperEntity.TextOf(verb, "id") is not { } verbId || !Uri.IsWellFormedUriString(verbId, UriKind.Absolute)) return Fault("has no verb");
        if (Member(json, "object") is not { ValueKind: JsonValueKind.Object } || CaliperEntity.Of(json, "object") is not { } about) return Fault("has no object with an id");
        return new(json, id?.ToLowerInvariant(), verbId, about);

        XapiStatement? Fault(string what)
        {
            faults.Add(new($"statement {at} {what}", Malformed));
            return null;
        }
    }

    /// <summary>Activities of the context, the nearest first.</summary>
    public IEnumerable<CaliperEntity> Around(string relation)
    {
        if (Member(Json, "context") is not { } context || Member(context, "contextActivities") is not { } activities || Member(activities, relation) is not { } given) return [];
        // A single one may stand without its list.
        JsonElement[] list = given.ValueKind == JsonValueKind.Array ? [.. given.EnumerateArray()] : [given];
        return list.Select(one => CaliperEntity.TextOf(one, "id") is { } id ? new CaliperEntity(id, one) : null).OfType<CaliperEntity>();
    }

    public static bool IsCourse(CaliperEntity activity) =>
        activity.Object is { } own && Member(own, "definition") is { } definition && CaliperEntity.TextOf(definition, "type")?.Split('/', '#')[^1] is "course";

    public static JsonElement? Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
