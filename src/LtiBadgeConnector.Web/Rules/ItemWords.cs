using LtiBadgeConnector.Core.Courses;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Items carry the names that the course gives them, but for the one that we name ourselves.</summary>
internal static class ItemWords
{
    public static string Item(this IStringLocalizer words, string name) => name == CourseItem.NameOfTotal ? words["Course total"] : name;
}
