using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>
/// Takes a rule over into a copied course: what looked at an item of the one looks at the item of the same name and kind of the
/// other. What is not found, or found twice, keeps its old item, and the pages say that it is not in this course.
/// </summary>
internal static class RuleRebinding
{
    // Never an item's key, whatever it says.
    private static readonly HashSet<string> names = ["id", "kind"];

    public static Criterion Rebind(Criterion rule, IReadOnlyList<CourseItem> from, IReadOnlyList<CourseItem> to)
    {
        var found = Pairs(from, to);
        var tree = JsonNode.Parse(CriterionJson.Write(rule))!;
        Replace(tree, found);
        return CriterionJson.Read(tree.ToJsonString());
    }

    /// <summary>The items of a rule that are not in the course; what it asks beside grades and activities is no item.</summary>
    public static IReadOnlyList<ItemKey> Missing(Criterion rule, ItemNames names) =>
        [.. rule.Inputs.Where(input => input.Kind is ResultKind.Grade or ResultKind.ActivityCompletion).Select(input => input.Item).OfType<ItemKey>().Where(item => names.Find(item) is null).Distinct()];

    private static Dictionary<string, string> Pairs(IReadOnlyList<CourseItem> from, IReadOnlyList<CourseItem> to)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (var item in from)
        {
            if (to.Any(other => other.Key == item.Key) || Same(item, to) is not { } other) continue;
            pairs[item.Key.Value] = other.Key.Value;
            if (item.Activity is { } activity && other.Activity is { } activityThere) pairs[activity.Value] = activityThere.Value;
        }
        return pairs;
    }

    // Of two with one name the maximum may tell; otherwise a person must.
    private static CourseItem? Same(CourseItem item, IReadOnlyList<CourseItem> to)
    {
        List<CourseItem> alike = [.. to.Where(other => !other.IsGone && other.Kind == item.Kind && string.Equals(other.Name.Trim(), item.Name.Trim(), StringComparison.OrdinalIgnoreCase))];
        if (alike.Count > 1) alike.RemoveAll(other => other.Maximum != item.Maximum);
        return alike is [var only] ? only : null;
    }

    private static void Replace(JsonNode node, Dictionary<string, string> found)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (value is null || names.Contains(name)) continue;
                    if (Fresh(value, found) is { } fresh) members[name] = fresh;
                    else Replace(value, found);
                }
                break;
            case JsonArray items:
                for (var at = 0; at < items.Count; at++)
                {
                    if (items[at] is not { } value) continue;
                    if (Fresh(value, found) is { } fresh) items[at] = fresh;
                    else Replace(value, found);
                }
                break;
        }
    }

    private static string? Fresh(JsonNode value, Dictionary<string, string> found) =>
        value is JsonValue text && text.TryGetValue<string>(out var key) ? found.GetValueOrDefault(key) : null;
}
