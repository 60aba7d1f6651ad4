using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Api;

/// <summary>One right of a token.</summary>
/// <param name="Words">As the console says it.</param>
public sealed record ApiScope(string Name, Word Words);

/// <summary>Everything a token can be allowed to do. A token does nothing else.</summary>
public static class ApiScopes
{
    public const string MicroCredentialsRead = "micro-credentials:read";
    public const string AwardsRead = "awards:read";
    public const string AwardsWrite = "awards:write";
    public const string LearnersRead = "learners:read";
    public const string ConnectionsRead = "connections:read";

    public static IReadOnlyList<ApiScope> All { get; } =
    [
        new(MicroCredentialsRead, Word.Of("List micro-credentials")),
        new(AwardsRead, Word.Of("List awards and their documents")),
        new(AwardsWrite, Word.Of("Withdraw awards")),
        new(LearnersRead, Word.Of("Search learners and read their road")),
        new(ConnectionsRead, Word.Of("List connections")),
    ];

    public static bool IsKnown(string name) => All.Any(scope => scope.Name == name);
}
