using LtiBadgeConnector.Core.Criteria;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>The kinds of row that can be added.</summary>
public static class RowKinds
{
    public const string Score = "score";
    public const string Points = "points";
    public const string Between = "between";
    public const string Letter = "letter";
    public const string Passed = "passed";
    public const string Best = "best";
    public const string Mean = "mean";
    public const string Sum = "sum";
    public const string Activity = "activity";
    public const string Course = "course";
    public const string Outcome = "outcome";
    public const string Attended = "attended";
    public const string Member = "member";
    public const string Holds = "holds";
    public const string Foreign = "foreign";
    public const string Confirmed = "confirmed";
    public const string Date = "date";
    public const string Group = "group";
}

/// <summary>A rule after an edit, with the row at which the person goes on working.</summary>
public sealed record RuleEdit(Group Rule, string? Focus);

/// <summary>What is wrong with one row.</summary>
/// <param name="Code">A code of the problem catalogue.</param>
/// <param name="Typed">What stands in the field, so that it is never lost.</param>
/// <param name="Suggestion">The share that was probably meant.</param>
public sealed record RowProblem(string Row, string Code, string? Typed = null, decimal? Suggestion = null)
{
    /// <summary>The field in which <see cref="Typed"/> stands, such as <c>value</c>.</summary>
    public string? Field { get; init; }
}

/// <summary>A rule read from a form: what could be understood, and what could not.</summary>
public sealed record ParsedRule(Group Rule, IReadOnlyList<RowProblem> Problems);

/// <summary>Changes a rule as the editor's buttons ask. Pure: every operation gives a new tree and keeps the ids of what it does not touch.</summary>
public static class RuleEditor
{
    /// <summary>Groups inside groups; deeper ones nobody reads aloud.</summary>
    public const int MostLevels = 3;

    public const string RootId = "g0";

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
        return new((Group)Read(rule, choices), problems);

        Criterion Read(Criterion criterion, RuleChoices here) => criterion is Group group
            ? GroupForm.Read(GroupForm.WithParts(group, [.. group.Of.Select(part => Read(part, ChoicesIn(group, here)))]), new(group.Id, field, here, problems))
            : RowForm.Read(criterion, new(criterion.Id, field, here, problems));
    }

    /// <summary>Everything that keeps the rule from being put in force.</summary>
    public static IReadOnlyList<RowProblem> Problems(Criterion rule, RuleChoices choices)
    {
        List<RowProblem> problems = [];
        Look(rule, level: 1, choices);
        return problems;

        void Look(Criterion criterion, int level, RuleChoices here)
        {
            if (!here.Has(criterion)) problems.Add(new(criterion.Id, "rule-item-unknown"));
            if (criterion is not Group group)
            {
                if (RowForm.Incomplete(criterion) is { } code) problems.Add(new(criterion.Id, code));
                return;
            }
            if (group.Of.Count == 0) problems.Add(new(group.Id, "rule-empty"));
            else if (group is AtLeast some && some.Count > group.Of.Count) problems.Add(new(group.Id, "rule-count-impossible"));
            else if (group is WorthAtLeast worth && GroupForm.Incomplete(worth) is { } worthless) problems.Add(new(group.Id, worthless) { Field = "amount" });
            if (group is Within within && GroupForm.Incomplete(within) is { } fault) problems.Add(new(group.Id, fault));
            if (level > MostLevels) problems.Add(new(group.Id, "rule-too-deep"));
            foreach (var part in group.Of) Look(part, level + 1, ChoicesIn(group, here));
        }
    }

    /// <summary>What the rows of the group are made of.</summary>
    public static RuleChoices ChoicesIn(Group group, RuleChoices around) => group is InCourse other ? around.In(other.Course) : around;

    /// <summary>How many groups stand around the members of this group, itself included; zero when it is not in the rule.</summary>
    public static int LevelOf(Group rule, string id) =>
        rule.Id == id ? 1 : rule.Of.OfType<Group>().Select(group => LevelOf(group, id)).FirstOrDefault(level => level > 0) is var below and > 0 ? below + 1 : 0;

    /// <summary>The group that holds the row; null for the rule itself and for unknown ids.</summary>
    public static Group? ParentOf(Group rule, string id) =>
        rule.Of.Any(part => part.Id == id) ? rule : rule.Of.OfType<Group>().Select(group => ParentOf(group, id)).FirstOrDefault(found => found is not null);

    private static RuleEdit Add(Group rule, string groupId, string kind, RuleChoices choices)
    {
        var level = LevelOf(rule, groupId);
        if (level == 0 || (kind == RowKinds.Group && level >= MostLevels)) return new(rule, Focus: null);
        if (RowForm.New(rule, kind, HereIn(rule, groupId, choices) ?? choices) is not { } row) return new(rule, Focus: null);
        return new(GroupForm.Stated(Change(rule, groupId, group => [.. group.Of, row]), choices), row.Id);
    }

    private static RuleChoices? HereIn(Group group, string id, RuleChoices around)
    {
        var here = ChoicesIn(group, around);
        return group.Id == id ? here : group.Of.OfType<Group>().Select(inner => HereIn(inner, id, here)).FirstOrDefault(found => found is not null);
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

    private static int IndexOf(Group group, string id) => group.Of.Select((part, at) => (part.Id, at)).First(part => part.Id == id).at;

    private static Group Change(Group group, string id, Func<Group, IReadOnlyList<Criterion>> change) =>
        group with { Of = group.Id == id ? change(group) : [.. group.Of.Select(part => part is Group inner ? Change(inner, id, change) : part)] };
}
