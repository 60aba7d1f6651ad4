using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>The kinds of row that can be added.</summary>
public static class RowKinds
{
    public const string Score = "score";
    public const string Mean = "mean";
    public const string Activity = "activity";
    public const string Course = "course";
    public const string Group = "group";
}

/// <summary>A rule after an edit, with the row at which the person goes on working.</summary>
public sealed record RuleEdit(Group Rule, string? Focus);

/// <summary>What is wrong with one row.</summary>
/// <param name="Code">A code of the problem catalogue.</param>
/// <param name="Typed">What stands in the field, so that it is never lost.</param>
/// <param name="Suggestion">The share that was probably meant.</param>
public sealed record RowProblem(string Row, string Code, string? Typed = null, decimal? Suggestion = null);

/// <summary>A rule read from a form: what could be understood, and what could not.</summary>
public sealed record ParsedRule(Group Rule, IReadOnlyList<RowProblem> Problems);

/// <summary>Changes a rule as the editor's buttons ask. Pure: every operation gives a new tree and keeps the ids of what it does not touch.</summary>
public static class RuleEditor
{
    /// <summary>Groups inside groups; deeper ones nobody reads aloud.</summary>
    public const int MostLevels = 3;

    public const string RootId = "g0";

    private const decimal FirstShare = 0.6m;
    private const decimal MostWeight = 1000;
    private const int FirstCount = 2;

    /// <summary>A new rule: one row about the first thing the course grades, or none where it grades nothing.</summary>
    public static Group New(RuleChoices choices)
    {
        var empty = new AllOf { Id = RootId, Of = [] };
        var kind = choices.Scores.Count > 0 ? RowKinds.Score : choices.Activities.Count > 0 ? RowKinds.Activity : null;
        return kind is null ? empty : Add(empty, RootId, kind, choices).Rule;
    }

    /// <summary>The tree of a stored rule; a single criterion becomes a group of one.</summary>
    public static Group Of(Criterion rule) => rule as Group ?? new AllOf { Id = RootId, Of = [rule] };

    /// <param name="op">Such as <c>add:g0</c>, <c>up:c2</c>, <c>down:c2</c>, <c>remove:c5</c>; anything else changes nothing.</param>
    /// <param name="kind">What to add.</param>
    public static RuleEdit Apply(Group rule, string? op, string? kind, RuleChoices choices) => op?.Split(':') switch
    {
        ["add", var id] => Add(rule, id, kind ?? RowKinds.Score, choices),
        ["up", var id] => Move(rule, id, -1),
        ["down", var id] => Move(rule, id, +1),
        ["remove", var id] => Remove(rule, id),
        _ => new(rule, Focus: null),
    };

    /// <summary>Reads the posted fields into the tree: <c>g0.kind</c>, <c>c1.item</c>, <c>c1.value</c>. Fields that are not there leave the row as it was.</summary>
    public static ParsedRule Parse(Group rule, Func<string, string?> field, RuleChoices choices)
    {
        List<RowProblem> problems = [];
        return new((Group)Read(rule), problems);

        Criterion Read(Criterion criterion) => criterion switch
        {
            Group group => ReadCount(WithKind(group, field($"{group.Id}.kind"), [.. group.Of.Select(Read)])),
            MeanScore mean => ReadMean(mean),
            MinimumScore score => ReadScore(score with { Item = KeyOf(field($"{score.Id}.item"), score.Item) }),
            ActivityCompleted activity => activity with { Activity = KeyOf(field($"{activity.Id}.item"), activity.Activity) },
            _ => criterion,
        };

        Criterion ReadScore(MinimumScore score)
        {
            if (field($"{score.Id}.value") is not { } typed) return score;
            var (share, problem) = ParseShare(score.Id, typed);
            if (problem is not null) problems.Add(problem);
            return share is { } value ? score with { Share = value } : score;
        }

        Group ReadCount(Group group)
        {
            if (group is not AtLeast some || field($"{group.Id}.count") is not { } typed) return group;
            if (Whole(typed) is { } count and >= 1) return some with { Count = count };
            problems.Add(new(group.Id, "rule-count-impossible", typed));
            return some;
        }

        MeanScore ReadMean(MeanScore mean)
        {
            if (field($"{mean.Id}.value") is { } typed)
            {
                var (share, problem) = ParseShare(mean.Id, typed);
                if (problem is not null) problems.Add(problem);
                if (share is { } value) mean = mean with { Share = value };
            }
            if (field($"{mean.Id}.leave") is not { } leave) return mean;
            if (Whole(leave) is { } lowest) mean = mean with { LeaveOut = lowest };
            else problems.Add(new(mean.Id, "rule-leave-out-impossible", leave));
            return mean with { Of = [.. choices.Scores.Select(choice => choice.Key).Union(mean.Of.Select(part => part.Item)).Select(key => Weigh(mean, key)).OfType<WeightedItem>()] };
        }

        // An empty weight leaves the item out of the mean.
        WeightedItem? Weigh(MeanScore mean, ItemKey item)
        {
            var before = mean.Of.FirstOrDefault(part => part.Item == item);
            if (field($"{mean.Id}.weight.{item.Value}") is not { } typed) return before;
            if (Plain(typed) is "") return null;
            if (decimal.TryParse(Plain(typed), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= MostWeight) return new(item, weight);
            problems.Add(new(mean.Id, "rule-weight-malformed", typed));
            return before;
        }

        // Only what the course offers, or what stood there before: a posted key is no more trusted than any other text.
        ItemKey KeyOf(string? posted, ItemKey before) =>
            posted is not null && choices.Scores.Concat(choices.Activities).Any(choice => choice.Key.Value == posted) ? new(posted) : before;
    }

    /// <summary>Everything that keeps the rule from being put in force.</summary>
    public static IReadOnlyList<RowProblem> Problems(Criterion rule, RuleChoices choices)
    {
        List<RowProblem> problems = [];
        Look(rule, level: 1);
        return problems;

        void Look(Criterion criterion, int level)
        {
            if (criterion is not Group group)
            {
                if (!choices.Has(criterion)) problems.Add(new(criterion.Id, "rule-item-unknown"));
                if (criterion is MeanScore { Of.Count: 0 }) problems.Add(new(criterion.Id, "rule-mean-empty"));
                else if (criterion is MeanScore mean && mean.LeaveOut >= mean.Of.Count) problems.Add(new(criterion.Id, "rule-leave-out-impossible"));
                return;
            }
            if (group.Of.Count == 0) problems.Add(new(group.Id, "rule-empty"));
            else if (group is AtLeast some && some.Count > group.Of.Count) problems.Add(new(group.Id, "rule-count-impossible"));
            if (level > MostLevels) problems.Add(new(group.Id, "rule-too-deep"));
            foreach (var part in group.Of) Look(part, level + 1);
        }
    }

    /// <summary>How many groups stand around the members of this group, itself included; zero when it is not in the rule.</summary>
    public static int LevelOf(Group rule, string id) =>
        rule.Id == id ? 1 : rule.Of.OfType<Group>().Select(group => LevelOf(group, id)).FirstOrDefault(level => level > 0) is var below and > 0 ? below + 1 : 0;

    /// <summary>The group that holds the row; null for the rule itself and for unknown ids.</summary>
    public static Group? ParentOf(Group rule, string id) =>
        rule.Of.Any(part => part.Id == id) ? rule : rule.Of.OfType<Group>().Select(group => ParentOf(group, id)).FirstOrDefault(found => found is not null);

    private static RuleEdit Add(Group rule, string groupId, string kind, RuleChoices choices)
    {
        var level = LevelOf(rule, groupId);
        if (level == 0 || NewRow(rule, kind, choices) is not { } row || (row is Group && level >= MostLevels)) return new(rule, Focus: null);
        return new(Change(rule, groupId, group => [.. group.Of, row]), row.Id);
    }

    private static RuleEdit Move(Group rule, string id, int by)
    {
        if (ParentOf(rule, id) is not { } parent) return new(rule, Focus: null);
        var from = IndexOf(parent, id);
        var to = from + by;
        if (to < 0 || to >= parent.Of.Count) return new(rule, id);

        List<Criterion> moved = [.. parent.Of];
        (moved[from], moved[to]) = (moved[to], moved[from]);
        return new(Change(rule, parent.Id, _ => moved), id);
    }

    private static RuleEdit Remove(Group rule, string id)
    {
        if (ParentOf(rule, id) is not { } parent) return new(rule, Focus: null);
        var at = IndexOf(parent, id);
        Criterion[] left = [.. parent.Of.Where(part => part.Id != id)];
        var next = left.Length == 0 ? parent.Id : left[Math.Min(at, left.Length - 1)].Id;
        return new(Change(rule, parent.Id, _ => left), next);
    }

    private static Criterion? NewRow(Group rule, string kind, RuleChoices choices) => kind switch
    {
        RowKinds.Score => Unused(rule, choices.Scores) is { } choice ? new MinimumScore { Id = NextId(rule, 'c'), Item = choice.Key, Share = FirstShare } : null,
        RowKinds.Mean => choices.Scores.Count > 0 ? new MeanScore { Id = NextId(rule, 'c'), Of = [.. choices.Scores.Where(choice => !choice.IsTotal).Select(choice => new WeightedItem(choice.Key, 1))], Share = FirstShare } : null,
        RowKinds.Activity => Unused(rule, choices.Activities) is { } choice ? new ActivityCompleted { Id = NextId(rule, 'c'), Activity = choice.Key } : null,
        RowKinds.Course => choices.CourseCompletion ? new CourseCompleted { Id = NextId(rule, 'c') } : null,
        RowKinds.Group => new AnyOf { Id = NextId(rule, 'g'), Of = [] },
        _ => null,
    };

    // The first that no row is about yet; when all are taken, the first.
    private static Choice? Unused(Group rule, IReadOnlyList<Choice> choices)
    {
        var used = rule.Inputs.Select(input => input.Item).ToHashSet();
        return choices.FirstOrDefault(choice => !used.Contains(choice.Key)) ?? (choices.Count > 0 ? choices[0] : null);
    }

    private static string NextId(Criterion rule, char prefix) =>
        $"{prefix}{All(rule).Where(part => part.Id[0] == prefix).Select(part => int.TryParse(part.Id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty(0).Max() + 1}";

    private static IEnumerable<Criterion> All(Criterion rule) => rule is Group group ? group.Of.SelectMany(All).Prepend(rule) : [rule];

    private static int IndexOf(Group group, string id) => group.Of.Select((part, at) => (part.Id, at)).First(part => part.Id == id).at;

    private static Group Change(Group group, string id, Func<Group, IReadOnlyList<Criterion>> change) =>
        WithParts(group, group.Id == id ? change(group) : [.. group.Of.Select(part => part is Group inner ? Change(inner, id, change) : part)]);

    private static Group WithParts(Group group, IReadOnlyList<Criterion> parts) => group switch
    {
        AllOf all => all with { Of = parts },
        AnyOf any => any with { Of = parts },
        AtLeast some => some with { Of = parts },
        _ => throw new InvalidOperationException($"No such group: {group.GetType().Name}."),
    };

    private static Group WithKind(Group group, string? kind, IReadOnlyList<Criterion> parts) => kind switch
    {
        "all" => new AllOf { Id = group.Id, Of = parts },
        "any" => new AnyOf { Id = group.Id, Of = parts },
        "some" => new AtLeast { Id = group.Id, Of = parts, Count = group is AtLeast some ? some.Count : Math.Clamp(parts.Count - 1, 1, FirstCount) },
        _ => WithParts(group, parts),
    };

    private static (decimal? Share, RowProblem? Problem) ParseShare(string row, string typed)
    {
        var text = Plain(typed).TrimEnd('%').TrimEnd();
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
            return (null, new(row, "rule-share-malformed", typed));
        if (percent > 100) return (null, new(row, "rule-share-impossible", typed, percent <= 1000 ? percent / 1000 : null));
        return (percent / 100, null);
    }

    // Full-width digits and signs become the plain ones.
    private static string Plain(string typed) => typed.Normalize(NormalizationForm.FormKC).Trim().Replace(',', '.');

    private static int? Whole(string typed) => int.TryParse(Plain(typed), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1000 ? number : null;
}
