using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Replay;

namespace LtiBadgeConnector.Lti.Notices;

/// <summary>
/// Platform Notification Service 1.0: each token is checked like an id_token, but has neither state nor a nonce of ours.
/// One bad token does not spoil the others.
/// </summary>
public sealed class NoticeFlow(
    ILoginStore logins, IRegistrations registrations, IDeployments deployments, PlatformKeys keys, IUsedOnce used,
    LtiOptions options, TimeProvider time)
{
    public const int BodyLimit = 1024 * 1024;
    private const int MostNotices = 1000;

    private static readonly TimeSpan rememberedFor = TimeSpan.FromDays(30);

    private readonly LaunchChecks checks = new(logins, registrations, keys, options, time);

    /// <param name="registration">From the notice address that the platform posts to.</param>
    public async Task<NoticeDelivery> Receive(RegistrationId registration, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (body.Length > BodyLimit) return new NoticeDelivery.Refused(LtiProblem.NoticeBodyTooLarge);
        if (await registrations.Find(registration, ct) is not { State: RegistrationState.Active } found)
            return new NoticeDelivery.Refused(LtiProblem.NoticeRegistrationUnknown);

        var (tokens, refusal) = TokensOf(body.Span);
        if (tokens is null) return new NoticeDelivery.Refused(refusal!);

        var outcomes = new List<NoticeOutcome>();
        foreach (var token in tokens) outcomes.Add(await Take(found, token, ct));
        return outcomes.Count > 0 && outcomes.All(outcome => outcome is NoticeOutcome.Refused)
            ? new NoticeDelivery.Refused(((NoticeOutcome.Refused)outcomes[0]).Refusal)
            : new NoticeDelivery.Taken(outcomes);
    }

    private static (IReadOnlyList<string>? Tokens, Refusal? Refusal) TokensOf(ReadOnlySpan<byte> body)
    {
        if (StrictJson.ParseObject(body) is not StrictJsonResult.Parsed(var root)) return (null, LtiProblem.NoticeBodyMalformed);
        if (root.Member("notices") is not { ValueKind: JsonValueKind.Array } notices) return (null, LtiProblem.NoticeBodyMalformed);
        return notices.GetArrayLength() > MostNotices
            ? (null, LtiProblem.NoticeTooMany)
            : ([.. notices.EnumerateArray().Select(notice => notice.Text("jwt") ?? "")], null);
    }

    private async Task<NoticeOutcome> Take(Registration registration, string token, CancellationToken ct)
    {
        var attempt = new LaunchAttempt(new Dictionary<string, string> { ["id_token"] = token }) { Registration = registration };
        if (await LaunchChecks.FirstRefusal(checks.OfAnySignedMessage, attempt, ct) is { } refusal) return new NoticeOutcome.Refused(refusal);

        var claims = attempt.Claims;
        if (claims.Member(LtiClaims.MessageType) is not null) return new NoticeOutcome.Refused(LtiProblem.NoticeIsMessage);
        if (claims.Object(LtiClaims.Notice) is not { } notice || notice.Text("id") is not { Length: > 0 and <= 255 } id || notice.Text("type") is not { Length: > 0 } type)
            return new NoticeOutcome.Refused(LtiProblem.NoticeClaimMissing);

        var deployment = await deployments.Find(registration.Id, claims.Text(LtiClaims.DeploymentId)!, ct);
        if (deployment is not { State: DeploymentState.Active, TenantId: { } tenantId }) return new NoticeOutcome.Refused(LtiProblem.NoticeDeploymentUnknown);
        if (type is not (NoticeTypes.ContextCopy or NoticeTypes.HelloWorld)) return new NoticeOutcome.Ignored(type);
        if (!await used.TryUse("lti-notice", KeyOf(registration, id), time.GetUtcNow() + rememberedFor, ct)) return new NoticeOutcome.Duplicate(id);

        return new NoticeOutcome.Received(new Notice(
            id, type, notice.Instant("timestamp"), registration, deployment, tenantId,
            MessageReader.ReadContext(claims.Object(LtiClaims.Context)), claims.Texts(LtiClaims.OriginContexts), claims));
    }

    private static string KeyOf(Registration registration, string id) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{registration.Id} {id}")));
}
