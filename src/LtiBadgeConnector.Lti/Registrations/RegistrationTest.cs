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
}

/// <summary>Asks a platform what can be asked without a launch: whether its keys can be read and whether it gives us tokens.</summary>
public sealed class RegistrationTest(PlatformKeys keys, ServiceTokenCache tokens)
{
    // No platform has a key of this name: the question is whether the set can be read at all.
    private const string NoKey = "";

    public async Task<IReadOnlyList<RegistrationCheck>> Run(Registration registration, CancellationToken ct) =>
        [await Keys(registration, ct), .. await Task.WhenAll(new[] { LtiScopes.ContextMembership, LtiScopes.LineItemReadOnly }.Select(scope => Token(registration, scope, ct)))];

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
            return new(name, null, token.ToString());
        }
        catch (LtiServiceException refused)
        {
            return new(name, refused.Code, refused.Detail);
        }
    }
}
