using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Web.Localisation;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Registering;

/// <summary>What an LMS administrator grants, said without the scopes' addresses.</summary>
internal static class ScopeWords
{
    private static readonly IReadOnlyList<(string Scope, Word Words)> rights =
    [
        (LtiScopes.ContextMembership, Word.Of("Read who is in the courses that use it")),
        (LtiScopes.ResultReadOnly, Word.Of("Read the grades of its own gradebook columns")),
        (LtiScopes.LineItemReadOnly, Word.Of("List its own gradebook columns")),
        (LtiScopes.LineItem, Word.Of("Make and change its own gradebook columns")),
        (LtiScopes.Score, Word.Of("Write grades into its own gradebook columns")),
        (LtiScopes.NoticeHandlers, Word.Of("Receive the notices of the LMS")),
    ];

    /// <summary>Of a scope that the connector asks for.</summary>
    public static Word Of(string scope) => rights.First(right => right.Scope == scope).Words;

    /// <summary>In the order of growing power; a scope we have no words for is shown as it is.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<string> scopes, IStringLocalizer words) =>
    [
        .. rights.Where(right => scopes.Contains(right.Scope)).Select(right => words.Say(right.Words)),
        .. scopes.Where(scope => rights.All(right => right.Scope != scope)),
    ];
}
