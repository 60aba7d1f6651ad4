using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>The names of a course's items, as the course itself calls them; an item that is gone keeps its last name.</summary>
public sealed class ItemNames(IReadOnlyList<CourseItem> items)
{
    private readonly Dictionary<ItemKey, string> names = NamesOf(items);

    /// <summary>Null for an item that was never read.</summary>
    public string? Find(ItemKey key) => names.GetValueOrDefault(key);

    // An activity is named by its own key and, in completion facts, by that of its activity.
    private static Dictionary<ItemKey, string> NamesOf(IReadOnlyList<CourseItem> items)
    {
        Dictionary<ItemKey, string> names = [];
        foreach (var item in items) names.TryAdd(item.Key, item.Name);
        foreach (var item in items.Where(item => item.Activity is not null)) names.TryAdd(item.Activity!.Value, item.Name);
        return names;
    }
}
