using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Results;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Items carry the names that the course gives them, but for those that we name ourselves.</summary>
internal static class ItemWords
{
    /// <summary>An item of a rule; one that is not in the course by the name it had where the course was copied from.</summary>
    public static string Item(this IStringLocalizer words, ItemKey key, ItemNames names) =>
        names.Find(key) is { } name ? words.Item(name)
        : names.FindFormer(key) is { } former ? words["{0} (not in this course)", words.Item(former)]
        : words["an item that is not in the course"];

    public static string Item(this IStringLocalizer words, string name) => name switch
    {
        CourseItem.NameOfTotal => words["Course total"],
        CourseItem.NameOfAttendance => words["Attendance of the course"],
        _ => name,
    };
}
