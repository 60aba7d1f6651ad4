namespace LtiBadgeConnector.Lti.Roles;

/// <summary>Roles as sent, unknown ones included, and what they mean here. Valid for one user, one context, one launch.</summary>
public sealed record RoleSet
{
    private RoleSet(IReadOnlyList<string> raw) => Raw = raw;

    /// <summary>Every value as sent; a platform's order carries no meaning.</summary>
    public IReadOnlyList<string> Raw { get; }

    public ProductRole ProductRoles { get; private init; }

    /// <summary>A preview student; never receives a credential.</summary>
    public bool IsTestUser { get; private init; }

    /// <summary>Learner only as guest or without credit; a definition may exclude these.</summary>
    public bool IsNonCreditLearner { get; private init; }

    public bool Has(ProductRole role) => (ProductRoles & role) == role && role != ProductRole.None;

    public static RoleSet Parse(IEnumerable<string> roles)
    {
        IReadOnlyList<string> raw = [.. roles];
        var understood = raw.Select(LtiRole.Parse).OfType<LtiRole>().ToList();
        var learners = understood.Where(role => RoleMeaning.Of(role).HasFlag(ProductRole.Learner)).ToList();
        return new RoleSet(raw)
        {
            ProductRoles = Settle(understood),
            IsTestUser = understood.Any(role => role.Vocabulary == RoleVocabulary.TestUser),
            IsNonCreditLearner = learners.Count > 0 && learners.All(role => RoleMeaning.IsNonCredit(role)),
        };
    }

    // A platform that lists "Instructor" beside "Instructor#TeachingAssistant" names the principal role of the sub-role:
    // it grants nothing beyond the sub-role itself. "Learner" beside it stays a role of its own.
    private static ProductRole Settle(List<LtiRole> roles)
    {
        var limitedPrincipals = roles
            .Where(role => role.SubRole is not null)
            .GroupBy(role => role.Name)
            .Where(group => group.All(RoleMeaning.IsLimited))
            .Select(group => group.Key)
            .ToHashSet();

        return roles
            .Where(role => !(role.SubRole is null && role.Vocabulary == RoleVocabulary.Context && limitedPrincipals.Contains(role.Name)))
            .Aggregate(ProductRole.None, (sum, role) => sum | RoleMeaning.Of(role));
    }
}
