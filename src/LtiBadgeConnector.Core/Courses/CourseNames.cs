using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Courses;

/// <summary>How an event names a course whose id it does not tell; <see cref="ICourses.ResolveMapped"/> knows these too.</summary>
public static class CourseNames
{
    public const string UuidPrefix = "uuid:";
    public const string ItemPrefix = "item:";

    /// <summary>By the second id that Canvas gives a course.</summary>
    public static string ByUuid(string uuid) => UuidPrefix + uuid;

    /// <summary>By something the course assesses, or an activity in it.</summary>
    public static string ByItem(ItemKey item) => ItemPrefix + item;
}
