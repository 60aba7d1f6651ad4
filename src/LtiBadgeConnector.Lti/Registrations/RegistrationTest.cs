using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.ServiceTokens;

namespace LtiBadgeConnector.Lti.Registrations;

/// <summary>What one question to a platform came to.</summary>
/// <param name="Code">Of the problem catalogue; null when it passed.</param>
public sealed record RegistrationCheck(string Name, string? Code, string? Detail)
{
    public bool Passed => Code is null;

    /// <summary>The scope that a token was asked for; null when it was no token.</summary>
    public string? Scope { get; init; }

    /// <summary>How long the token is valid that was given; null when none was.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether awards can come without it: only who lets us write into the gradebook has to grant it.</summary>
    public bool IsOptional => Scope is LtiScopes.LineItem or LtiScopes.Score;
}

/// <summary>Asks a platform what can be asked without a launch: whether its keys can be read and whether it gives us tokens.</summary>
public sealed class RegistrationTest(PlatformKeys keys, ServiceTokenCache tokens)
{
    // No platform has a key of this name: the question is whether the set can be read at all.
    private const string NoKey = "";

    private static readonly string[] scopes = [LtiScopes.ContextMembership, LtiScopes.LineItemReadOnly, LtiScopes.ResultReadOnly, LtiScopes.LineItem, LtiScopes.Score];

    public async Task<IReadOnlyList<RegistrationCheck>> Run(Registration registration, CancellationToken ct) =>
        [await Keys(registration, ct), .. await Task.WhenAll(scopes.Select(scope => Token(registration, scope, ct)))];

    private async Task<RegistrationCheck> Keys(Registration registration, CancellationToken ct) =>
        await keys.Find(registration.JwksUri, NoKey, ct) is KeyLookup.Unavailable
            ? new("keys", LtiProblem.LaunchKeysUnavailable.Code, registration.JwksUri)
            : new("keys", null, registration.JwksUri);

    private async Task<RegistrationCheck> Token(Registration registration, string scope, CancellationToken ct)
    {
        var name = $"token {scope[(scope.LastIndexOf('/') + 1)..]}";
        try
        {
            var token = await tokens.Get(registration, [scope], ct);
            return new(name, null, Detail: null) { Scope = scope, Until = token.ExpiresAt };
        }
        catch (LtiServiceException refused)
        {
            return new(name, refused.Code, refused.Detail) { Scope = scope };
        }
    }
}
