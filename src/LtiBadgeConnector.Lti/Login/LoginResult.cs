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

    /// <summary>The browser has kept the login's cookie: send it to the platform.</summary>
    public sealed record Kept(string AuthorizationUrl) : LoginResult;

    /// <summary>
    /// The browser has not kept the cookie. Offer a new window that starts again with <see cref="Login"/>: the platform has
    /// not been asked yet, so its message hint, which most platforms take only once, is still good.
    /// </summary>
    public sealed record NeedsWindow(Registration Registration, LoginInitiation Login) : LoginResult
    {
        /// <summary>The platform's page frames ours, and the new window is sent there.</summary>
        public string PlatformOrigin => Http.Urls.OriginOf(Registration.AuthorizationEndpoint);
    }
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
