using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Web.Rules;

namespace LtiBadgeConnector.UnitTests.Rules;

public sealed class RuleRebindingTests
{
    private static readonly CourseItem[] last = [Item("a:1", "Quiz 1"), Item("a:2", "Final project", 90), Item("a:3", "Essay"), Item("a:4", "Old task"), Activity("a:5", "Read me", "cm:5")];

    private static readonly Criterion rule = new AllOf
    {
        Id = "g0",
        Of =
        [
            new MinimumScore { Id = "c1", Item = new("a:1"), Share = 0.6m },
            new AtLeast { Id = "g1", Count = 1, Of = [new MinimumScore { Id = "c2", Item = new("a:2"), Share = 0.7m }, new MinimumScore { Id = "a:1", Item = new("a:3"), Share = 0.5m }] },
            new MinimumScore { Id = "c4", Item = new("a:4"), Share = 0.5m },
            new ActivityCompleted { Id = "c5", Activity = new("cm:5") },
            new CourseCompleted { Id = "c6" },
        ],
    };

    [Fact]
    public void Items_are_found_by_name_and_kind_and_the_rest_is_named_as_missing()
    {
        // Two essays: nobody can say which one is meant. "Old task" is gone.
        CourseItem[] now =
        [
            Item("b:1", " quiz 1"), Item("b:2", "Final project", 60), Item("b:7", "Final project", 90), Item("b:3", "Essay"), Item("b:4", "Essay"), Activity("b:5", "Read me", "cm:55"),
            Item("b:9", "Old task") with { IsGone = true },
        ];

        var rebound = RuleRebinding.Rebind(rule, last, now);

        Assert.Equal(["b:1", "b:7", "a:3", "a:4", "cm:55"], rebound.Inputs.Select(input => input.Item).OfType<ItemKey>().Select(key => key.Value));
        Assert.Equal(["a:3", "a:4"], RuleRebinding.Missing(rebound, new ItemNames(now)).Select(key => key.Value));
        // Ids inside the rule are no keys, whatever they say.
        Assert.Contains(((AtLeast)((AllOf)rebound).Of[1]).Of, part => part.Id == "a:1");
    }

    [Fact]
    public void A_course_that_kept_its_keys_keeps_its_rule()
    {
        Assert.Equal(CriterionJson.Write(rule), CriterionJson.Write(RuleRebinding.Rebind(rule, last, last)));
        Assert.Empty(RuleRebinding.Missing(rule, new ItemNames(last)));
    }

    private static CourseItem Item(string key, string name, decimal maximum = 100) => new(new(key), name, CourseItemKind.Grade, maximum, null, null, HasCompletion: false, IsGone: false);

    private static CourseItem Activity(string key, string name, string activity) => new(new(key), name, CourseItemKind.Activity, null, null, new(activity), HasCompletion: true, IsGone: false);
}
