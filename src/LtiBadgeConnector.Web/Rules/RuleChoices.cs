using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Something a row may be about.</summary>
/// <param name="IsTotal">The course total: it holds the other scores already.</param>
public sealed record Choice(ItemKey Key, string Name, bool IsTotal = false);

/// <summary>What rules of a course can be made of: only what its readers or pushed events can prove.</summary>
public sealed class RuleChoices(IReadOnlyList<CourseItem> items, bool provesCourseCompletion)
{
    public IReadOnlyList<Choice> Scores { get; } =
        [.. items.Where(item => !item.IsGone && item.Kind is CourseItemKind.Grade or CourseItemKind.CourseTotal).Select(item => new Choice(item.Key, item.Name, item.Kind is CourseItemKind.CourseTotal))];

    public IReadOnlyList<Choice> Activities { get; } =
        [.. items.Where(item => item is { IsGone: false, HasCompletion: true }).Select(item => new Choice(item.Activity ?? item.Key, item.Name)).DistinctBy(choice => choice.Key)];

    public bool CourseCompletion => provesCourseCompletion;

    public bool IsEmpty => Scores.Count == 0 && Activities.Count == 0 && !provesCourseCompletion;

    public bool Has(Criterion criterion) => criterion switch
    {
        MinimumScore score => Scores.Any(choice => choice.Key == score.Item),
        MeanScore mean => mean.Of.All(part => Scores.Any(choice => choice.Key == part.Item)),
        ActivityCompleted activity => Activities.Any(choice => choice.Key == activity.Activity),
        CourseCompleted => CourseCompletion,
        _ => true,
    };
}
