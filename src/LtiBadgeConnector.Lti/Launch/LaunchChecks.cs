using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.Launch;

/// <summary>Every check an LTI message must pass, in order. Nothing is stored or consumed here: that follows only when all passed.</summary>
internal sealed class LaunchChecks(
    ILoginStore logins, IRegistrations registrations, PlatformKeys keys, LtiOptions options, TimeProvider time)
{
    private const int LongestId = 255;

    /// <summary>The list. Cheap checks first, nothing fetched for a state we never issued, no claim believed before the signature.</summary>
    public IReadOnlyList<LaunchCheck> InOrder =>
    [
        Pure(AnswerIsNoError),
        Pure(TokenIsThere),
        Pure(TokenIsNotTooLarge),
        Pure(TokenHasThreeParts),
        Pure(AlgorithmIsAllowed),
        Pure(KeyIsNamed),
        StateIsOurs,
        Pure(StateIsUnused),
        Pure(StateIsAlive),
        RegistrationIsActive,
        SignatureIsValid,
        Pure(PayloadIsCleanJson),
        Pure(IssuerIsTheRegistrations),
        Pure(AudienceIsUs),
        Pure(AuthorizedPartyIsUs),
        Pure(HasNotExpired),
        Pure(WasIssuedRecently),
        Pure(IsValidAlready),
        Pure(NonceIsTheOneIssuedWithThisState),
        Pure(SubjectIsUsable),
        Pure(MessageTypeIsServed),
        Pure(VersionIsExact),
        Pure(DeploymentIsNamed),
        Pure(DeploymentIsTheAnnouncedOne),
        Pure(RolesAreAList),
        Pure(TargetLinkIsOurs),
        Pure(ResourceLinkIsUsable),
        Pure(ContextIsUsable),
        Pure(CustomIsAnObject),
        Pure(DeepLinkingSettingsAreComplete),
        Pure(ReviewSaysWhoseWork),
    ];

    /// <summary>The part that holds for any signed message of a platform; notices (PNS) have neither state nor issued nonce.</summary>
    public IReadOnlyList<LaunchCheck> OfAnySignedMessage =>
    [
        Pure(TokenIsThere),
        Pure(TokenIsNotTooLarge),
        Pure(TokenHasThreeParts),
        Pure(AlgorithmIsAllowed),
        Pure(KeyIsNamed),
        SignatureIsValid,
        Pure(PayloadIsCleanJson),
        Pure(IssuerIsTheRegistrations),
        Pure(AudienceIsUs),
        Pure(AuthorizedPartyIsUs),
        Pure(HasNotExpired),
        Pure(WasIssuedRecently),
        Pure(IsValidAlready),
        Pure(SubjectIsUsable),
        Pure(VersionIsExact),
        Pure(DeploymentIsNamed),
    ];

    public static async Task<Refusal?> FirstRefusal(IReadOnlyList<LaunchCheck> checks, LaunchAttempt attempt, CancellationToken ct)
    {
        foreach (var check in checks)
        {
            if (await check(attempt, ct) is { } refusal) return refusal;
        }

        return null;
    }

    private static LaunchCheck Pure(Func<LaunchAttempt, Refusal?> check) => (attempt, _) => ValueTask.FromResult(check(attempt));

    // The error's text is the platform's: pages must encode it.
    private static Refusal? AnswerIsNoError(LaunchAttempt attempt) =>
        attempt.Field("error") is { } error
            ? new Refusal(LtiProblem.LaunchPlatformError, Shortened(attempt.Field("error_description") is { } text ? $"{error}: {text}" : error))
            : null;

    private static Refusal? TokenIsThere(LaunchAttempt attempt) => attempt.Field("id_token") is null ? LtiProblem.LaunchTokenMissing : null;

    private Refusal? TokenIsNotTooLarge(LaunchAttempt attempt) =>
        attempt.Field("id_token")!.Length > options.MaximumTokenLength ? LtiProblem.LaunchTokenTooLarge : null;

    private static Refusal? TokenHasThreeParts(LaunchAttempt attempt)
    {
        var (token, refusal) = IdToken.Split(attempt.Field("id_token")!);
        if (token is not null) attempt.Token = token;
        return refusal;
    }

    // Fixed here and never taken from the token: none, HS256 with our knowledge of the public key, RS512 all end here.
    private static Refusal? AlgorithmIsAllowed(LaunchAttempt attempt) =>
        attempt.Token.Header.Member("alg") is { ValueKind: JsonValueKind.String } alg && alg.ValueEquals("RS256"u8)
            && attempt.Token.Header.Member("crit") is null
            ? null
            : LtiProblem.LaunchAlgRefused;

    // Security Framework 1.1, 5.1.2: the kid is required; the library alone would try every key.
    private static Refusal? KeyIsNamed(LaunchAttempt attempt) =>
        attempt.Token.Header.Member("kid") is { ValueKind: JsonValueKind.String } kid && kid.GetString() is { Length: > 0 and <= LongestId }
            ? null
            : LtiProblem.LaunchKidMissing;

    private async ValueTask<Refusal?> StateIsOurs(LaunchAttempt attempt, CancellationToken ct)
    {
        if (attempt.Field("state") is not { } state) return LtiProblem.LaunchStateMissing;
        if (!LoginSecret.LooksLikeOne(state)) return LtiProblem.LaunchStateUnknown;
        if (await logins.Find(LoginSecret.Hash(state), ct) is not { } login) return LtiProblem.LaunchStateUnknown;
        attempt.Login = login;
        return null;
    }

    // A second post of the same answer, also while the first waits for its browser proof.
    private static Refusal? StateIsUnused(LaunchAttempt attempt) =>
        attempt.Login.ConsumedAt is not null || attempt.Login.HeldClaims is not null ? LtiProblem.LaunchStateReused : null;

    private Refusal? StateIsAlive(LaunchAttempt attempt) =>
        time.GetUtcNow() >= attempt.Login.ExpiresAt ? LtiProblem.LaunchStateExpired : null;

    private async ValueTask<Refusal?> RegistrationIsActive(LaunchAttempt attempt, CancellationToken ct)
    {
        if (await registrations.Find(attempt.Login.Registration, ct) is not { } registration) return LtiProblem.LaunchRegistrationDisabled;
        attempt.Registration = registration;
        return registration.State == RegistrationState.Active ? null : LtiProblem.LaunchRegistrationDisabled;
    }

    private async ValueTask<Refusal?> SignatureIsValid(LaunchAttempt attempt, CancellationToken ct)
    {
        var kid = attempt.Token.Header.Text("kid")!;
        return await keys.Find(attempt.Registration.JwksUri, kid, ct) switch
        {
            KeyLookup.Found(var key) => attempt.Token.IsSignedBy(key) ? null : LtiProblem.LaunchSignatureInvalid,
            KeyLookup.Refused(var why) => new Refusal(LtiProblem.LaunchKeyRefused, $"The key is {why}."),
            KeyLookup.Unavailable => LtiProblem.LaunchKeysUnavailable,
            _ => LtiProblem.LaunchKeyUnknown,
        };
    }

    private static Refusal? PayloadIsCleanJson(LaunchAttempt attempt)
    {
        switch (StrictJson.ParseObject(attempt.Token.Payload))
        {
            case StrictJsonResult.Parsed(var claims):
                attempt.Claims = claims;
                return null;
            case StrictJsonResult.DuplicateMembers:
                return LtiProblem.LaunchDuplicateMembers;
            default:
                return LtiProblem.LaunchTokenMalformed;
        }
    }

    private static Refusal? IssuerIsTheRegistrations(LaunchAttempt attempt) =>
        StringClaim(attempt, "iss") == attempt.Registration.Issuer ? null : LtiProblem.LaunchIssuerMismatch;

    private static Refusal? AudienceIsUs(LaunchAttempt attempt)
    {
        var audiences = AudiencesOf(attempt);
        if (!audiences.Contains(attempt.Registration.ClientId, StringComparer.Ordinal)) return LtiProblem.LaunchAudienceMismatch;
        return audiences.All(audience => audience == attempt.Registration.ClientId || attempt.Registration.TrustedAudiences.Contains(audience, StringComparer.Ordinal))
            ? null
            : LtiProblem.LaunchAudienceUntrusted;
    }

    private static Refusal? AuthorizedPartyIsUs(LaunchAttempt attempt)
    {
        if (attempt.Claims.Member("azp") is null) return AudiencesOf(attempt).Count > 1 ? LtiProblem.LaunchAzpMissing : null;
        return StringClaim(attempt, "azp") == attempt.Registration.ClientId ? null : LtiProblem.LaunchAzpMismatch;
    }

    private Refusal? HasNotExpired(LaunchAttempt attempt)
    {
        if (attempt.Claims.NumericDate("exp") is not { } expires) return LtiProblem.LaunchExpMissing;
        return time.GetUtcNow() < expires + options.ClockSkew
            ? null
            : new Refusal(LtiProblem.LaunchExpired, $"Expired at {expires:O}; our clock says {time.GetUtcNow():O}.");
    }

    private Refusal? WasIssuedRecently(LaunchAttempt attempt)
    {
        if (attempt.Claims.NumericDate("iat") is not { } issued) return LtiProblem.LaunchIatMissing;
        var now = time.GetUtcNow();
        if (issued > now + options.ClockSkew)
            return new Refusal(LtiProblem.LaunchIssuedInFuture, $"Issued at {issued:O}; our clock says {now:O}.");
        return now - issued > options.MaximumTokenAge + options.ClockSkew ? LtiProblem.LaunchTooOld : null;
    }

    private Refusal? IsValidAlready(LaunchAttempt attempt)
    {
        if (attempt.Claims.Member("nbf") is null) return null;
        return attempt.Claims.NumericDate("nbf") is { } from && from <= time.GetUtcNow() + options.ClockSkew ? null : LtiProblem.LaunchNotYetValid;
    }

    private static Refusal? NonceIsTheOneIssuedWithThisState(LaunchAttempt attempt)
    {
        if (StringClaim(attempt, "nonce") is not { Length: > 0 } nonce) return LtiProblem.LaunchNonceMissing;
        return LoginSecret.Matches(nonce, attempt.Login.NonceHash) ? null : LtiProblem.LaunchNonceUnknown;
    }

    // Absent is an anonymous launch and legal; the certification suite's "user missing" sends the empty string.
    private static Refusal? SubjectIsUsable(LaunchAttempt attempt) => attempt.Claims.Member("sub") switch
    {
        null => null,
        { } sub when sub.AsText() is { Length: > 0 } text => text.Length <= LongestId ? null : LtiProblem.LaunchSubTooLong,
        _ => LtiProblem.LaunchSubEmpty,
    };

    private static Refusal? MessageTypeIsServed(LaunchAttempt attempt) => StringClaim(attempt, LtiClaims.MessageType) switch
    {
        LtiMessageTypes.ResourceLinkRequest or LtiMessageTypes.DeepLinkingRequest or LtiMessageTypes.SubmissionReviewRequest => null,
        null => LtiProblem.LaunchMessageType,
        var other => new Refusal(LtiProblem.LaunchMessageType, $"The message type is {Shortened(other)}."),
    };

    // Exact: the certification suite sends "11.3".
    private static Refusal? VersionIsExact(LaunchAttempt attempt) =>
        StringClaim(attempt, LtiClaims.Version) == "1.3.0" ? null : LtiProblem.LaunchVersion;

    private static Refusal? DeploymentIsNamed(LaunchAttempt attempt) =>
        IsUsableId(attempt.Claims, LtiClaims.DeploymentId) ? null : LtiProblem.LaunchDeploymentMissing;

    private static Refusal? DeploymentIsTheAnnouncedOne(LaunchAttempt attempt) =>
        attempt.Login.Initiation.DeploymentId is { } announced && announced != attempt.Claims.Text(LtiClaims.DeploymentId)
            ? LtiProblem.LaunchDeploymentMismatch
            : null;

    // An empty list is legal, and so is [""]; an absent claim or a bare string is not.
    private static Refusal? RolesAreAList(LaunchAttempt attempt) =>
        attempt.Claims.Member(LtiClaims.Roles) is { ValueKind: JsonValueKind.Array } ? null : LtiProblem.LaunchRoles;

    private Refusal? TargetLinkIsOurs(LaunchAttempt attempt)
    {
        if (attempt.Claims.Member(LtiClaims.TargetLinkUri) is null)
            return MessageTypeOf(attempt) == LtiMessageTypes.DeepLinkingRequest ? null : LtiProblem.LaunchTargetLink;

        var target = StringClaim(attempt, LtiClaims.TargetLinkUri);
        if (!Uri.TryCreate(target, UriKind.Absolute, out var uri)) return LtiProblem.LaunchTargetLink;
        if (attempt.Login.Initiation.TargetLinkUri is { } announced && announced != target)
            return new Refusal(LtiProblem.LaunchTargetLink, "The target link is not the one the login named.");

        var origin = uri.GetLeftPart(UriPartial.Authority);
        return options.FormerPublicUrls.Append(options.PublicUrl).Any(ours => IsOrigin(ours, origin))
            ? null
            : new Refusal(LtiProblem.LaunchTargetLink, $"The target link leads to {Shortened(origin)}.");
    }

    private static bool IsOrigin(string ours, string origin) =>
        string.Equals(new Uri(ours).GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);

    private static Refusal? ResourceLinkIsUsable(LaunchAttempt attempt)
    {
        if (attempt.Claims.Member(LtiClaims.ResourceLink) is not { } link)
            return MessageTypeOf(attempt) == LtiMessageTypes.ResourceLinkRequest ? LtiProblem.LaunchResourceLink : null;
        return IsUsableId(link, "id") ? null : LtiProblem.LaunchResourceLink;
    }

    private static Refusal? ContextIsUsable(LaunchAttempt attempt) =>
        attempt.Claims.Member(LtiClaims.Context) is { } context && !IsUsableId(context, "id") ? LtiProblem.LaunchContext : null;

    private static Refusal? CustomIsAnObject(LaunchAttempt attempt) => attempt.Claims.Member(LtiClaims.Custom) switch
    {
        null or { ValueKind: JsonValueKind.Object } => null,
        // PHP writes an empty object as an empty array.
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => null,
        _ => LtiProblem.LaunchCustom,
    };

    private Refusal? DeepLinkingSettingsAreComplete(LaunchAttempt attempt)
    {
        if (MessageTypeOf(attempt) != LtiMessageTypes.DeepLinkingRequest) return null;
        if (attempt.Claims.Object(LtiClaims.DeepLinkingSettings) is not { } settings) return LtiProblem.DeepLinkingSettings;
        if (!Urls.IsAcceptable(settings.Text("deep_link_return_url"), options)) return LtiProblem.DeepLinkingReturnUrl;
        return settings.Member("accept_types") is null ? LtiProblem.DeepLinkingSettings : null;
    }

    private Refusal? ReviewSaysWhoseWork(LaunchAttempt attempt)
    {
        if (MessageTypeOf(attempt) != LtiMessageTypes.SubmissionReviewRequest) return null;
        if (attempt.Claims.Object(LtiClaims.ForUser) is not { } user || !IsUsableId(user, "user_id")) return LtiProblem.LaunchForUser;
        return Urls.IsAcceptable(attempt.Claims.Object(LtiClaims.AgsEndpoint)?.Text("lineitem"), options) ? null : LtiProblem.LaunchLineItem;
    }

    private static string? MessageTypeOf(LaunchAttempt attempt) => StringClaim(attempt, LtiClaims.MessageType);

    private static IReadOnlyList<string> AudiencesOf(LaunchAttempt attempt) => attempt.Claims.Texts("aud");

    private static string? StringClaim(LaunchAttempt attempt, string name) =>
        attempt.Claims.Member(name) is { ValueKind: JsonValueKind.String } claim ? claim.GetString() : null;

    private static bool IsUsableId(JsonElement holder, string name) => holder.Text(name) is { Length: > 0 and <= LongestId };

    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
