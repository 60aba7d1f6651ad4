using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.Login;

/// <summary>Answers a login initiation: finds the registration, remembers state and nonce, and says where to send the browser.</summary>
public sealed class LoginFlow(IRegistrations registrations, ILoginStore logins, LtiOptions options, TimeProvider time)
{
    /// <param name="parameters">Query or form of the request, one value each.</param>
    /// <param name="registration">From <c>/lti/login/{registration}</c>; null at <c>/lti/login</c>.</param>
    public async Task<LoginResult> Start(IReadOnlyDictionary<string, string> parameters, RegistrationId? registration, CancellationToken ct)
    {
        var (initiation, malformed) = LoginInitiation.Parse(parameters);
        if (initiation is null) return new LoginResult.Refused(malformed!);

        var (found, refusal) = await FindRegistration(initiation, registration, ct);
        if (found is null) return new LoginResult.Refused(refusal!);

        return found.State switch
        {
            RegistrationState.Active => new LoginResult.Started(await Issue(found, initiation, ct)),
            RegistrationState.Pending => new LoginResult.Refused(LtiProblem.LoginRegistrationPending),
            _ => new LoginResult.Refused(LtiProblem.LoginRegistrationDisabled),
        };
    }

    /// <summary>
    /// The step between initiation and platform, for a browser that may refuse cookies in frames: it comes back to us once,
    /// with the cookie or without it.
    /// </summary>
    /// <param name="cookie">Value of a cookie by name, or null.</param>
    public async Task<LoginResult> Resume(string? state, string? nonce, Func<string, string?> cookie, CancellationToken ct)
    {
        if (!LoginSecret.LooksLikeOne(state) || !LoginSecret.LooksLikeOne(nonce)) return new LoginResult.Refused(LtiProblem.LaunchStateUnknown);
        if (await logins.Find(LoginSecret.Hash(state!), ct) is not { } login || !LoginSecret.Matches(nonce, login.NonceHash)) return new LoginResult.Refused(LtiProblem.LaunchStateUnknown);
        if (login.ConsumedAt is not null) return new LoginResult.Refused(LtiProblem.LaunchStateReused);
        if (time.GetUtcNow() >= login.ExpiresAt) return new LoginResult.Refused(LtiProblem.LaunchStateExpired);
        if (await registrations.Find(login.Registration, ct) is not { State: RegistrationState.Active } registration) return new LoginResult.Refused(LtiProblem.LoginRegistrationDisabled);

        return LoginSecret.Matches(cookie(LoginCookie.NameFor(state)!), login.VerifierHash)
            ? new LoginResult.Kept(AuthenticationRequest(registration, login.Initiation, state!, nonce!))
            : new LoginResult.NeedsWindow(registration, login.Initiation);
    }

    private async Task<(Registration?, Refusal?)> FindRegistration(LoginInitiation initiation, RegistrationId? key, CancellationToken ct)
    {
        if (key is { } id) return Fitting(await registrations.Find(id, ct), initiation);
        if (initiation.ClientId is { } clientId) return Fitting(await registrations.Find(initiation.Issuer, clientId, ct), initiation);

        var candidates = await registrations.ActiveOf(initiation.Issuer, atMost: 2, ct);
        return candidates.Count > 1
            ? (null, LtiProblem.LoginRegistrationAmbiguous)
            : Fitting(candidates.Count == 1 ? candidates[0] : null, initiation);
    }

    // The comparison is repeated here because a store may compare more loosely than the standard, which is ordinal.
    private static (Registration?, Refusal?) Fitting(Registration? registration, LoginInitiation initiation) =>
        registration is not null
        && string.Equals(registration.Issuer, initiation.Issuer, StringComparison.Ordinal)
        && (initiation.ClientId is null || string.Equals(registration.ClientId, initiation.ClientId, StringComparison.Ordinal))
            ? (registration, null)
            : (null, LtiProblem.LoginRegistrationUnknown);

    private async Task<LoginStart> Issue(Registration registration, LoginInitiation initiation, CancellationToken ct)
    {
        var (state, nonce, verifier) = (LoginSecret.New(), LoginSecret.New(), LoginSecret.New());
        var now = time.GetUtcNow();
        await logins.Issue(
            new PendingLogin(
                LoginSecret.Hash(state), LoginSecret.Hash(nonce), LoginSecret.Hash(verifier),
                registration.Id, initiation, now, now + options.LoginLifetime),
            ct);

        return new LoginStart(
            AuthenticationRequest(registration, initiation, state, nonce), state, nonce, verifier,
            LoginCookie.NameFor(state)!, options.LoginLifetime, LoginCookie.StorageKeyFor(state)!,
            initiation.StorageTarget, Urls.OriginOf(registration.AuthorizationEndpoint), registration, initiation);
    }

    private string AuthenticationRequest(Registration registration, LoginInitiation initiation, string state, string nonce)
    {
        List<KeyValuePair<string, string>> parameters =
        [
            new("scope", "openid"),
            new("response_type", "id_token"),
            new("response_mode", "form_post"),
            new("prompt", "none"),
            new("client_id", registration.ClientId),
            new("redirect_uri", registration.RedirectUri ?? options.LaunchUrl),
            new("login_hint", initiation.LoginHint),
            new("state", state),
            new("nonce", nonce),
        ];
        if (initiation.MessageHint is { } hint) parameters.Add(new("lti_message_hint", hint));
        return Urls.AppendQuery(registration.AuthorizationEndpoint, parameters);
    }
}
