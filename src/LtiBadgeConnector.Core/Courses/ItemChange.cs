using System.Globalization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Courses;

/// <summary>Something about an item that a rule may look at became different. Stored by number: append only.</summary>
public enum ItemChangeKind
{
    Renamed = 1,

    /// <summary>Out of other points than before: a share means something else now.</summary>
    MaximumChanged = 2,
    Gone = 3,
    Back = 4,
}

/// <param name="Name">As the course calls it now, or called it last.</param>
/// <param name="Was">The former name, or the former maximum as written in every culture.</param>
public sealed record ItemChange(ItemKey Key, string Name, ItemChangeKind What, string? Was, string? Becomes, DateTimeOffset At)
{
    /// <summary>What a reading found different from what was known. Their time is the storage's to say.</summary>
    /// <param name="gone">Those of the known that are no longer there.</param>
    public static IEnumerable<ItemChange> Between(IReadOnlyList<CourseItem> known, IReadOnlyList<CourseItem> found, IReadOnlyList<CourseItem> gone)
    {
        var before = known.ToDictionary(item => item.Key);
        foreach (var item in found.DistinctBy(item => item.Key))
        {
            if (before.GetValueOrDefault(item.Key) is not { } was) continue;
            if (was.IsGone) yield return Of(item, ItemChangeKind.Back, null, null);
            if (was.Name != item.Name) yield return Of(item, ItemChangeKind.Renamed, was.Name, item.Name);
            // A total's maximum moves with what is graded so far.
            if (item.Kind == CourseItemKind.Grade && was.Maximum is { } old && item.Maximum is { } now && old != now)
                yield return Of(item, ItemChangeKind.MaximumChanged, Write(old), Write(now));
        }
        foreach (var item in gone) yield return Of(item, ItemChangeKind.Gone, null, null);
    }

    private static ItemChange Of(CourseItem item, ItemChangeKind what, string? was, string? becomes) => new(item.Key, item.Name, what, was, becomes, default);

    private static string Write(decimal maximum) => maximum.ToString("0.##########", CultureInfo.InvariantCulture);
}
