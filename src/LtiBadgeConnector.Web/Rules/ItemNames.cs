using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>The names of what rules speak about, as the course itself calls it; an item that is gone keeps its last name.</summary>
public sealed class ItemNames(IReadOnlyList<CourseItem> items)
{
    private readonly Dictionary<ItemKey, string> names = NamesOf(items);

    /// <summary>The items of other courses that rules look at, with the courses' titles.</summary>
    public IReadOnlyDictionary<CourseId, (string Title, ItemNames Names)> Courses { get; init; } = new Dictionary<CourseId, (string, ItemNames)>();

    /// <summary>What this course was copied from called its items: a rule that was taken over may still name them.</summary>
    public IReadOnlyList<ItemNames> Origins { get; init; } = [];

    public IReadOnlyDictionary<MicroCredentialId, string> Credentials { get; init; } = new Dictionary<MicroCredentialId, string>();

    /// <summary>Null for an item that was never read. What is not of this course is looked for in the others that rules name.</summary>
    public string? Find(ItemKey key) => names.GetValueOrDefault(key) ?? Courses.Values.Select(course => course.Names.Find(key)).FirstOrDefault(name => name is not null);

    /// <summary>The name in the course this one was copied from, of an item that is not here; null where nothing tells.</summary>
    public string? FindFormer(ItemKey key) => Origins.Select(origin => origin.Find(key)).FirstOrDefault(name => name is not null);

    /// <summary>The names inside a group of another course.</summary>
    public ItemNames In(CourseId course) => Courses.TryGetValue(course, out var other) ? new([]) { Courses = new Dictionary<CourseId, (string, ItemNames)> { [course] = other }, Credentials = Credentials } : this;

    public string? Title(CourseId course) => Courses.TryGetValue(course, out var other) ? other.Title : null;

    // An activity is named by its own key and, in completion facts, by that of its activity.
    private static Dictionary<ItemKey, string> NamesOf(IReadOnlyList<CourseItem> items)
    {
        Dictionary<ItemKey, string> names = [];
        foreach (var item in items) names.TryAdd(item.Key, item.Name);
        foreach (var item in items.Where(item => item.Activity is not null)) names.TryAdd(item.Activity!.Value, item.Name);
        return names;
    }
}
