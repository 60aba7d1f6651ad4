using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Lti.Launch;

/// <summary>
/// Receives what the platform posts to the redirect URI. All checks come first (<see cref="LaunchChecks"/>); then the browser
/// proves that it started this login; then state and nonce are consumed by one statement; then the deployment decides.
/// </summary>
public sealed partial class LaunchFlow(
    ILoginStore logins, IRegistrations registrations, IDeployments deployments, PlatformKeys keys,
    LtiOptions options, TimeProvider time, ILogger<LaunchFlow> logger)
{
    private readonly LaunchChecks checks = new(logins, registrations, keys, options, time);
    private readonly MessageReader reader = new(options);

    /// <param name="form">Fields of the POST; a query string is never read.</param>
    /// <param name="cookie">Value of a cookie by name, or null.</param>
    public async Task<LaunchResult> Receive(IReadOnlyDictionary<string, string> form, Func<string, string?> cookie, CancellationToken ct)
    {
        var attempt = new LaunchAttempt(form);
        if (await LaunchChecks.FirstRefusal(checks.InOrder, attempt, ct) is { } refusal) return Refuse(refusal, attempt.Registration);

        var state = attempt.Field("state")!;
        return cookie(LoginCookie.NameFor(state)!) switch
        {
            null => await HoldForProof(state, attempt, ct),
            var verifier when LoginSecret.Matches(verifier, attempt.Login.VerifierHash) => await Accept(attempt.Login, attempt.Registration, attempt.Claims, ct),
            _ => Refuse(LtiProblem.LaunchBrowserUnbound, attempt.Registration),
        };
    }

    /// <summary>The second step of a launch without cookies: the page read the verifier from platform storage.</summary>
    public async Task<LaunchResult> Confirm(string state, string verifier, CancellationToken ct)
    {
        if (!LoginSecret.LooksLikeOne(state) || await logins.Find(LoginSecret.Hash(state), ct) is not { } login) return Refuse(LtiProblem.LaunchStateUnknown);
        if (login.ConsumedAt is not null) return Refuse(LtiProblem.LaunchStateReused);
        if (time.GetUtcNow() >= login.ExpiresAt) return Refuse(LtiProblem.LaunchStateExpired);
        if (login.HeldClaims is null) return Refuse(LtiProblem.LaunchNotHeld);
        if (await registrations.Find(login.Registration, ct) is not { State: RegistrationState.Active } registration)
            return Refuse(LtiProblem.LaunchRegistrationDisabled);
        if (!LoginSecret.Matches(verifier, login.VerifierHash)) return Refuse(LtiProblem.LaunchBrowserUnbound, registration);

        return await Accept(login, registration, JsonElement.Parse(login.HeldClaims), ct);
    }

    private async Task<LaunchResult> HoldForProof(string state, LaunchAttempt attempt, CancellationToken ct)
    {
        if (!await logins.Hold(attempt.Login.StateHash, attempt.Claims.GetRawText(), time.GetUtcNow(), ct))
            return Refuse(LtiProblem.LaunchStateReused, attempt.Registration);

        return new LaunchResult.NeedsBrowserProof(
            state, LoginCookie.StorageKeyFor(state)!, attempt.Login.Initiation.StorageTarget,
            Urls.OriginOf(attempt.Registration.AuthorizationEndpoint), attempt.Registration, attempt.Login.Initiation);
    }

    private async Task<LaunchResult> Accept(PendingLogin login, Registration registration, JsonElement claims, CancellationToken ct)
    {
        // The one statement that decides between two posts of the same answer.
        if (!await logins.Consume(login.StateHash, time.GetUtcNow(), ct)) return Refuse(LtiProblem.LaunchNonceReused, registration);

        var deployment = await FindOrRemember(registration, claims.Text(LtiClaims.DeploymentId)!, ct);
        switch (deployment?.State)
        {
            case DeploymentState.Active when deployment.TenantId is { } tenantId:
                var message = reader.Read(claims);
                LogAccepted(message.MessageType, registration.Id, deployment.DeploymentId);
                return new LaunchResult.Accepted(message, registration, deployment, tenantId);
            case DeploymentState.Active:
                throw new InvalidOperationException($"Deployment {deployment.DeploymentId} of {registration.Id} is active without a tenant.");
            case DeploymentState.Pending:
                LogPending(registration.Id, deployment.DeploymentId);
                return new LaunchResult.DeploymentPending(registration, deployment);
            default:
                return Refuse(LtiProblem.LaunchDeploymentRefused, registration);
        }
    }

    private async Task<Deployment?> FindOrRemember(Registration registration, string deploymentId, CancellationToken ct)
    {
        if (await deployments.Find(registration.Id, deploymentId, ct) is { } known) return known;
        if (registration.DeploymentPolicy == DeploymentPolicy.Reject) return null;

        var seen = registration.DeploymentPolicy == DeploymentPolicy.AutoAccept
            ? new Deployment(registration.Id, deploymentId, registration.TenantId, DeploymentState.Active)
            : new Deployment(registration.Id, deploymentId, TenantId: null, DeploymentState.Pending);
        return await deployments.Remember(seen, ct);
    }

    private LaunchResult.Refused Refuse(Refusal refusal, Registration? registration = null)
    {
        LogRefused(refusal.Code, registration?.Id);
        return new LaunchResult.Refused(refusal, registration);
    }

    [LoggerMessage(2001, LogLevel.Information, "Accepted {MessageType} from registration {RegistrationId}, deployment {DeploymentId}")]
    private partial void LogAccepted(string messageType, RegistrationId registrationId, string deploymentId);

    [LoggerMessage(2002, LogLevel.Warning, "Deployment {DeploymentId} of registration {RegistrationId} waits for approval")]
    private partial void LogPending(RegistrationId registrationId, string deploymentId);

    [LoggerMessage(2003, LogLevel.Information, "Refused a launch of registration {RegistrationId}: {Code}")]
    private partial void LogRefused(string code, RegistrationId? registrationId);
}
