namespace LtiBadgeConnector.Core.Criteria;

/// <summary>A pathway is a rule that asks for other credentials: its parts.</summary>
public static class Pathways
{
    /// <summary>The criteria that ask for credentials, ours and of others, in the order of the rule.</summary>
    public static IEnumerable<Criterion> PartsOf(Criterion? rule) => rule switch
    {
        Group group => group.Of.SelectMany(PartsOf),
        HoldsAward or ForeignBadge => [rule],
        _ => [],
    };

    public static bool IsPathway(Criterion rule) => PartsOf(rule).Any();

    /// <summary>Every criterion of the rule in place of which something else can be recognised.</summary>
    public static IEnumerable<Criterion> Recognisable(Criterion rule) => rule switch
    {
        NoneOf => [],
        Group group => group.Of.SelectMany(Recognisable),
        FromDate => [],
        _ => [rule],
    };
}
