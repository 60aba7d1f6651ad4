using LtiBadgeConnector.Core.Courses;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Items carry the names that the course gives them, but for those that we name ourselves.</summary>
internal static class ItemWords
{
    public static string Item(this IStringLocalizer words, string name) => name switch
    {
        CourseItem.NameOfTotal => words["Course total"],
        CourseItem.NameOfAttendance => words["Attendance of the course"],
        _ => name,
    };
}
