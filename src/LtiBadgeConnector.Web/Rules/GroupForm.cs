using LtiBadgeConnector.Core.Criteria;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Each kind of group: how its fields are read, and what it lacks.</summary>
internal static class GroupForm
{
    public const string CoursePrefix = "course:";

    private const int FirstCount = 2;

    public static Group Read(Group group, RowFields fields) => WithKind(group, fields.Text("kind"), fields.Choices) switch
    {
        AtLeast some => some with { Count = fields.Whole("count", some.Count, 1, "rule-count-impossible") },
        Within within => within with
        {
            From = fields.Day("from", within.From), Until = fields.Day("until", within.Until), DaysOfEnrolment = fields.WholeOrNone("days", within.DaysOfEnrolment, "rule-number-malformed"),
        },
        WorthAtLeast worth => Worth(worth, fields),
        var other => other,
    };

    /// <summary>The group with its parts as they were read. A part that is about another credential now counts what that one states.</summary>
    public static Group WithParts(Group group, IReadOnlyList<Criterion> parts)
    {
        if (group is not WorthAtLeast worth) return group with { Of = parts };
        var same = group.Of.Zip(parts).Where(pair => (pair.First as HoldsAward)?.MicroCredential == (pair.Second as HoldsAward)?.MicroCredential).Select(pair => pair.Second.Id).ToHashSet();
        return worth with { Of = parts, Worth = worth.Worth.Where(one => same.Contains(one.Key)).ToDictionary() };
    }

    /// <summary>The rule with what new parts of sums state.</summary>
    public static Group Stated(Group rule, RuleChoices choices)
    {
        var group = rule with { Of = [.. rule.Of.Select(part => part is Group inner ? Stated(inner, choices) : part)] };
        return group is WorthAtLeast worth ? worth with { Worth = WorthOf(worth.Of, part => worth.Worth.TryGetValue(part.Id, out var known) ? known : StatedBy(part, worth.Unit, choices.Credentials)) } : group;
    }

    /// <summary>What keeps a sum of parts from being put in force.</summary>
    public static string? Incomplete(WorthAtLeast worth) =>
        worth.Amount <= 0 || worth.Of.Sum(part => worth.Worth.GetValueOrDefault(part.Id)) < worth.Amount ? "rule-worth-impossible" : null;

    /// <summary>A new sum: every part counts what it states; all of it is asked for unless an amount is.</summary>
    public static WorthAtLeast WorthOf(IReadOnlyList<Criterion> of, string unit, decimal? amount, IReadOnlyList<CredentialChoice> credentials)
    {
        var worth = WorthOf(of, part => StatedBy(part, unit, credentials));
        return new() { Id = RuleEditor.RootId, Of = of, Unit = unit, Amount = amount ?? worth.Values.Sum(), Worth = worth };
    }

    /// <summary>What each part counts when nobody has said otherwise: what it states.</summary>
    private static decimal StatedBy(Criterion part, string unit, IReadOnlyList<CredentialChoice> credentials) =>
        part is HoldsAward holds && credentials.FirstOrDefault(choice => choice.Id == holds.MicroCredential) is { } choice ? PartWorth.Of(choice.States, unit)?.Amount ?? 0 : 0;

    /// <summary>What keeps the group from being put in force; a code of the problem catalogue.</summary>
    public static string? Incomplete(Within within) => within switch
    {
        { From: null, Until: null, DaysOfEnrolment: null } => "rule-window-empty",
        { From: { } from, Until: { } until } when from > until => "rule-window-reversed",
        _ => null,
    };

    private static WorthAtLeast Worth(WorthAtLeast before, RowFields fields)
    {
        var unit = fields.Text("unit") is { } posted && PartWorth.Units.Contains(posted) ? posted : before.Unit;
        // In another unit every part counts what it states in that.
        var isSame = unit == before.Unit;
        return before with
        {
            Unit = unit,
            Amount = fields.Points("amount", before.Amount),
            Worth = WorthOf(before.Of, part => isSame && before.Worth.TryGetValue(part.Id, out var known) ? fields.Points($"worth.{part.Id}", known) : StatedBy(part, unit, fields.Choices.Credentials)),
        };
    }

    // Sorted, so that equal rules are written as equal texts.
    private static SortedDictionary<string, decimal> WorthOf(IReadOnlyList<Criterion> of, Func<Criterion, decimal> count) => new(of.ToDictionary(part => part.Id, count), StringComparer.Ordinal);

    private static Group WithKind(Group group, string? kind, RuleChoices choices) => kind switch
    {
        "all" => new AllOf { Id = group.Id, Of = group.Of },
        "any" => new AnyOf { Id = group.Id, Of = group.Of },
        "none" => new NoneOf { Id = group.Id, Of = group.Of },
        "some" => group as AtLeast ?? new AtLeast { Id = group.Id, Of = group.Of, Count = Math.Clamp(group.Of.Count - 1, 1, FirstCount) },
        "worth" => group as WorthAtLeast ?? WorthOf(group.Of, WorthAtLeast.Hours, amount: null, choices.Credentials) with { Id = group.Id },
        "within" => group as Within ?? new Within { Id = group.Id, Of = group.Of },
        not null when kind.StartsWith(CoursePrefix, StringComparison.Ordinal) && choices.Courses.FirstOrDefault(choice => choice.Id.ToString() == kind[CoursePrefix.Length..]) is { } course =>
            new InCourse { Id = group.Id, Of = group.Of, Course = course.Id },
        _ => group,
    };
}
