using LtiBadgeConnector.Lti.Messages;

namespace LtiBadgeConnector.Lti.DynamicRegistration;

/// <summary>What we tell a platform about ourselves. Names carry their language as <c>#ja</c> variants.</summary>
public sealed record ToolDescription
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>The name in other languages, by language tag.</summary>
    public IReadOnlyDictionary<string, string> NameIn { get; init; } = new Dictionary<string, string>();

    /// <summary>What the Deep Linking button is called.</summary>
    public string PlacementLabel { get; init; } = "Badge";

    public IReadOnlyDictionary<string, string> PlacementLabelIn { get; init; } = new Dictionary<string, string>();

    public string? LogoUri { get; init; }

    public string? PolicyUri { get; init; }

    public string? TermsUri { get; init; }

    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Asked for as far as the platform supports them.</summary>
    public IReadOnlyList<string> Scopes { get; init; } =
        [LtiScopes.LineItem, LtiScopes.LineItemReadOnly, LtiScopes.ResultReadOnly, LtiScopes.Score, LtiScopes.ContextMembership, LtiScopes.NoticeHandlers];

    /// <summary>Values must not contain <c>=</c>: Moodle cuts there.</summary>
    public IReadOnlyDictionary<string, string> CustomParameters { get; init; } = new Dictionary<string, string>
    {
        ["context_history"] = "$Context.id.history",
        ["rl_history"] = "$ResourceLink.id.history",
        ["user_username"] = "$User.username",
        ["tz"] = "$Person.address.timezone",
    };

    /// <summary>Name and e-mail must be asked for by name, or Moodle leaves them out of NRPS too.</summary>
    public IReadOnlyList<string> Claims { get; init; } = ["iss", "sub", "name", "given_name", "family_name", "email"];
}
