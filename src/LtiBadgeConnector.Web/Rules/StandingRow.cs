using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>One requirement in words and how many of a class show it; of a group, also what stands in it.</summary>
/// <param name="Totals">Null of a group of which its parts do not tell who shows it.</param>
public sealed record StandingRow(string Name, CriterionTotals? Totals, IReadOnlyList<StandingRow> Parts)
{
    // Who lacks most comes first; of a group that is not counted its hardest part says how hard it is.
    private int Met => Totals?.Met ?? Parts.Select(part => part.Met).DefaultIfEmpty().Min();

    /// <summary>The parts of a rule that asks for all of them, otherwise the rule itself.</summary>
    public static IReadOnlyList<StandingRow> Of(Criterion rule, ItemNames names, RuleSentences sentences, IReadOnlyDictionary<string, CriterionTotals> totals)
    {
        return Rows(rule is AllOf all ? all.Of : [rule], names);

        IReadOnlyList<StandingRow> Rows(IReadOnlyList<Criterion> criteria, ItemNames names) =>
        [
            .. criteria.Select(criterion => criterion is Group group
                ? new StandingRow(sentences.Heading(group, names), totals.GetValueOrDefault(group.Id), Rows(group.Of, group is InCourse other ? names.In(other.Course) : names))
                : new StandingRow(sentences.Requirement(criterion, names), totals.GetValueOrDefault(criterion.Id) ?? new(0, 0, 0), [])),
        ];
    }

    public static IReadOnlyList<StandingRow> HardestFirst(IReadOnlyList<StandingRow> rows) => [.. rows.Select(row => row with { Parts = HardestFirst(row.Parts) }).OrderBy(row => row.Met)];

    /// <summary>All rows, each with how deep it stands.</summary>
    public static IEnumerable<(StandingRow Row, int Depth)> Flat(IReadOnlyList<StandingRow> rows, int depth = 0) => rows.SelectMany(row => Flat(row.Parts, depth + 1).Prepend((row, depth)));
}

/// <param name="Members">How many there are in the class.</param>
public sealed record StandingOfClass(IReadOnlyList<StandingRow> Rows, int Members);
