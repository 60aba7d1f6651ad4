using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>The kinds of row that can be added.</summary>
public static class RowKinds
{
    public const string Score = "score";
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
            Group group => WithKind(group, field($"{group.Id}.kind"), [.. group.Of.Select(Read)]),
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
                return;
            }
            if (group.Of.Count == 0) problems.Add(new(group.Id, "rule-empty"));
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

    private static Group WithParts(Group group, IReadOnlyList<Criterion> parts) => WithKind(group, group is AnyOf ? "any" : "all", parts);

    private static Group WithKind(Group group, string? kind, IReadOnlyList<Criterion> parts) => kind switch
    {
        "all" => new AllOf { Id = group.Id, Of = parts },
        "any" => new AnyOf { Id = group.Id, Of = parts },
        _ => WithParts(group, parts),
    };

    private static (decimal? Share, RowProblem? Problem) ParseShare(string row, string typed)
    {
        // Full-width digits and percent signs become the plain ones.
        var text = typed.Normalize(NormalizationForm.FormKC).Trim().TrimEnd('%').TrimEnd().Replace(',', '.');
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
            return (null, new(row, "rule-share-malformed", typed));
        if (percent > 100) return (null, new(row, "rule-share-impossible", typed, percent <= 1000 ? percent / 1000 : null));
        return (percent / 100, null);
    }
}
