using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>Makes the list of a course's items from what the grade report and the completion report show.</summary>
internal static class MoodleItems
{
    public static IReadOnlyList<CourseItem> Of(
        IReadOnlyList<MoodleGrades> learners, IReadOnlyList<MoodleActivity> tracked, IReadOnlyDictionary<string, string> names)
    {
        var trackedModules = tracked.Select(activity => activity.CourseModule).ToHashSet(StringComparer.Ordinal);
        // Every learner's row names every item; a total's maximum differs between them with what is already graded.
        CourseItem[] graded = [.. learners
            .SelectMany(learner => learner.Grades)
            .GroupBy(grade => grade.ItemId, StringComparer.Ordinal)
            .Select(same => Graded(same.First(), same.Max(grade => grade.Maximum), trackedModules))];

        var gradedModules = graded.Select(item => item.Activity).OfType<ItemKey>().ToHashSet();
        return [.. graded, .. tracked.Where(activity => !gradedModules.Contains(activity.Key)).Select(activity => Ungraded(activity, names))];
    }

    /// <summary>Every group that somebody is in.</summary>
    public static IEnumerable<CourseItem> Groups(IEnumerable<MoodleUser> enrolled) => enrolled
        .SelectMany(user => user.Groups).DistinctBy(group => group.Id)
        .Select(group => new CourseItem(
            ItemKey.Of(ItemSchemes.MoodleGroup, group.Id), group.Name, CourseItemKind.Group, Maximum: null, PassMark: null, Activity: null, HasCompletion: false, IsGone: false));

    /// <summary>Names by course module, from the contents of the course.</summary>
    public static IReadOnlyDictionary<string, string> ActivityNames(JsonElement contents)
    {
        Dictionary<string, string> names = [];
        foreach (var section in MoodleJson.Elements(contents, MoodleFunctions.CourseContents))
        {
            foreach (var module in MoodleJson.List(section, "modules", MoodleFunctions.CourseContents))
            {
                if (MoodleJson.Id(module, "id") is { } id && MoodleJson.Text(module, "name") is { Length: > 0 } name) names[id] = name;
            }
        }
        return names;
    }

    private static CourseItem Graded(MoodleGrade grade, decimal? maximum, HashSet<string> trackedModules)
    {
        ItemKey? activity = grade.CourseModule is { } module ? ItemKey.Of(ItemSchemes.MoodleCourseModule, module) : null;
        return new(
            ItemKey.Of(ItemSchemes.MoodleGradeItem, grade.ItemId), NameOf(grade),
            grade.ItemType == "course" ? CourseItemKind.CourseTotal : CourseItemKind.Grade,
            maximum, PassMark: null, activity,
            HasCompletion: grade.CourseModule is { } tracked && trackedModules.Contains(tracked), IsGone: false);
    }

    private static CourseItem Ungraded(MoodleActivity activity, IReadOnlyDictionary<string, string> names) => new(
        activity.Key, names.GetValueOrDefault(activity.CourseModule) ?? $"{activity.Module} {activity.CourseModule}", CourseItemKind.Activity,
        Maximum: null, PassMark: null, activity.Key, HasCompletion: true, IsGone: false);

    // Totals have no name of their own in the report.
    private static string NameOf(MoodleGrade grade) => grade switch
    {
        { Name.Length: > 0 } => grade.Name,
        { ItemType: "course" } => CourseItem.NameOfTotal,
        _ => $"{grade.ItemType} {grade.ItemId}",
    };
}
