using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.Login;

/// <summary>What became of a login initiation.</summary>
public abstract record LoginResult
{
    private LoginResult()
    {
    }

    public sealed record Started(LoginStart Login) : LoginResult;

    public sealed record Refused(Refusal Refusal) : LoginResult;
}

/// <summary>Everything the host needs to send the browser to the platform. The verifier goes to cookie and platform storage, nowhere else.</summary>
/// <param name="AuthorizationUrl">Complete authentication request; a plain redirect keeps Moodle's own cookie.</param>
/// <param name="StorageTarget">Frame for <c>lti.put_data</c>, if the platform offers storage.</param>
/// <param name="PlatformOrigin">The only allowed target origin of storage messages.</param>
public sealed record LoginStart(
    string AuthorizationUrl,
    string State,
    string Nonce,
    string Verifier,
    string CookieName,
    TimeSpan Lifetime,
    string StorageKey,
    string? StorageTarget,
    string PlatformOrigin,
    Registration Registration,
    LoginInitiation Initiation);
