namespace LtiBadgeConnector.Lti.Problems;

/// <summary>
/// One reason to refuse, with its stable code and the HTTP status that suits it. This file is the only list:
/// the constructor is private, so a code that is not here cannot be used.
/// </summary>
public sealed record LtiProblem
{
    // First, because the fields below fill it in the order they are written.
    private static readonly List<LtiProblem> all = [];

    private LtiProblem(string code, int status, string summary) => (Code, Status, Summary) = (code, status, summary);

    public string Code { get; }

    public int Status { get; }

    /// <summary>One English sentence for logs and administrators; pages have their own words for each code.</summary>
    public string Summary { get; }

    public static IReadOnlyList<LtiProblem> All => all;

    // Login (OpenID Connect third-party-initiated login)
    public static readonly LtiProblem LoginParameterMissing = Define("login-parameter-missing", 400, "The LMS started a login without iss or login_hint.");
    public static readonly LtiProblem LoginParameterTooLong = Define("login-parameter-too-long", 400, "A login parameter is longer than any LMS sends.");
    public static readonly LtiProblem LoginRegistrationUnknown = Define("login-registration-unknown", 404, "No registration fits this issuer and client id.");
    public static readonly LtiProblem LoginRegistrationAmbiguous = Define("login-registration-ambiguous", 400, "Several registrations share this issuer and the LMS sent no client_id.");
    public static readonly LtiProblem LoginRegistrationPending = Define("login-registration-pending", 403, "The registration waits for confirmation by an administrator.");
    public static readonly LtiProblem LoginRegistrationDisabled = Define("login-registration-disabled", 403, "The registration is switched off.");

    // Launch: the answer and the token's shape
    public static readonly LtiProblem LaunchPlatformError = Define("launch-platform-error", 400, "The LMS answered the login with an error.");
    public static readonly LtiProblem LaunchTokenMissing = Define("launch-token-missing", 400, "The answer carries no id_token.");
    public static readonly LtiProblem LaunchTokenTooLarge = Define("launch-token-too-large", 413, "The id_token is larger than allowed.");
    public static readonly LtiProblem LaunchTokenMalformed = Define("launch-token-malformed", 400, "The id_token is not a signed JSON web token.");
    public static readonly LtiProblem LaunchDuplicateMembers = Define("launch-duplicate-members", 400, "The id_token names a JSON member twice.");
    public static readonly LtiProblem LaunchAlgRefused = Define("launch-alg-refused", 400, "The id_token is not signed with RS256.");
    public static readonly LtiProblem LaunchKidMissing = Define("launch-kid-missing", 400, "The id_token does not name its key.");

    // Launch: the login it answers
    public static readonly LtiProblem LaunchStateMissing = Define("launch-state-missing", 400, "The answer carries no state.");
    public static readonly LtiProblem LaunchStateUnknown = Define("launch-state-unknown", 400, "No login with this state was started here.");
    public static readonly LtiProblem LaunchStateReused = Define("launch-state-reused", 400, "This login was already answered.");
    public static readonly LtiProblem LaunchStateExpired = Define("launch-state-expired", 400, "The login took too long.");
    public static readonly LtiProblem LaunchRegistrationDisabled = Define("launch-registration-disabled", 403, "The registration is not active.");

    // Launch: key and signature
    public static readonly LtiProblem LaunchKeysUnavailable = Define("launch-keys-unavailable", 503, "The key set of the LMS could not be read.");
    public static readonly LtiProblem LaunchKeyUnknown = Define("launch-key-unknown", 400, "The key set of the LMS has no such key.");
    public static readonly LtiProblem LaunchKeyRefused = Define("launch-key-refused", 400, "The key of the LMS is too weak or not meant for signatures.");
    public static readonly LtiProblem LaunchSignatureInvalid = Define("launch-signature-invalid", 400, "The signature does not fit.");

    // Launch: who, for whom, when
    public static readonly LtiProblem LaunchIssuerMismatch = Define("launch-issuer-mismatch", 400, "The token's issuer is not the registration's.");
    public static readonly LtiProblem LaunchAudienceMismatch = Define("launch-audience-mismatch", 400, "The token is not for our client id.");
    public static readonly LtiProblem LaunchAudienceUntrusted = Define("launch-audience-untrusted", 400, "The token is also for somebody we do not know.");
    public static readonly LtiProblem LaunchAzpMissing = Define("launch-azp-missing", 400, "Several audiences, but no authorized party.");
    public static readonly LtiProblem LaunchAzpMismatch = Define("launch-azp-mismatch", 400, "The authorized party is somebody else.");
    public static readonly LtiProblem LaunchExpMissing = Define("launch-exp-missing", 400, "The token has no numeric expiry.");
    public static readonly LtiProblem LaunchExpired = Define("launch-expired", 400, "The token has expired.");
    public static readonly LtiProblem LaunchIatMissing = Define("launch-iat-missing", 400, "The token has no numeric time of issue.");
    public static readonly LtiProblem LaunchIssuedInFuture = Define("launch-issued-in-future", 400, "The token was issued in the future.");
    public static readonly LtiProblem LaunchTooOld = Define("launch-too-old", 400, "The token was issued too long ago.");
    public static readonly LtiProblem LaunchNotYetValid = Define("launch-not-yet-valid", 400, "The token is not valid yet.");
    public static readonly LtiProblem LaunchNonceMissing = Define("launch-nonce-missing", 400, "The token has no nonce.");
    public static readonly LtiProblem LaunchNonceUnknown = Define("launch-nonce-unknown", 400, "The nonce is not the one issued with this login.");
    public static readonly LtiProblem LaunchNonceReused = Define("launch-nonce-reused", 400, "The nonce was used by another launch.");
    public static readonly LtiProblem LaunchSubEmpty = Define("launch-sub-empty", 400, "The user id is present but empty.");
    public static readonly LtiProblem LaunchSubTooLong = Define("launch-sub-too-long", 400, "The user id is longer than 255 characters.");

    // Launch: LTI claims
    public static readonly LtiProblem LaunchMessageType = Define("launch-message-type", 400, "The message type is absent or not one this tool serves.");
    public static readonly LtiProblem LaunchVersion = Define("launch-version", 400, "The LTI version is not 1.3.0.");
    public static readonly LtiProblem LaunchDeploymentMissing = Define("launch-deployment-missing", 400, "The deployment id is absent or unusable.");
    public static readonly LtiProblem LaunchDeploymentMismatch = Define("launch-deployment-mismatch", 400, "The deployment is not the one the login named.");
    public static readonly LtiProblem LaunchDeploymentPending = Define("launch-deployment-pending", 403, "The deployment waits for approval by the tool's administrator.");
    public static readonly LtiProblem LaunchDeploymentRefused = Define("launch-deployment-refused", 403, "The deployment is not accepted here.");
    public static readonly LtiProblem LaunchTargetLink = Define("launch-target-link", 400, "The target link is absent, not ours, or not the one the login named.");
    public static readonly LtiProblem LaunchRoles = Define("launch-roles", 400, "The roles are absent or not a list.");
    public static readonly LtiProblem LaunchContext = Define("launch-context", 400, "The context has no usable id.");
    public static readonly LtiProblem LaunchResourceLink = Define("launch-resource-link", 400, "The resource link has no usable id.");
    public static readonly LtiProblem LaunchCustom = Define("launch-custom", 400, "The custom parameters are not an object.");
    public static readonly LtiProblem LaunchForUser = Define("launch-for-user", 400, "The submission review does not say whose work it is about.");
    public static readonly LtiProblem LaunchLineItem = Define("launch-line-item", 400, "The submission review names no line item.");

    // Launch: the browser
    public static readonly LtiProblem LaunchBrowserUnbound = Define("launch-browser-unbound", 400, "The answer came from another browser than the login.");
    public static readonly LtiProblem LaunchNotHeld = Define("launch-not-held", 400, "There is no launch waiting for this confirmation.");

    // Deep Linking
    public static readonly LtiProblem DeepLinkingSettings = Define("deep-linking-settings", 400, "The Deep Linking settings are absent or incomplete.");
    public static readonly LtiProblem DeepLinkingReturnUrl = Define("deep-linking-return-url", 400, "The Deep Linking return URL is absent or not https.");
    public static readonly LtiProblem DeepLinkingTypeRefused = Define("deep-linking-type-refused", 400, "This place in the LMS does not take LTI links.");
    public static readonly LtiProblem DeepLinkingMultipleRefused = Define("deep-linking-multiple-refused", 400, "This place in the LMS takes one item only.");
    public static readonly LtiProblem DeepLinkingNotAllowed = Define("deep-linking-not-allowed", 403, "Only instructors may place links.");
    public static readonly LtiProblem DeepLinkingAnswered = Define("deep-linking-answered", 409, "This selection was already answered.");

    // Submission review
    public static readonly LtiProblem ReviewNotAllowed = Define("review-not-allowed", 403, "Only instructors and the learner may open this work.");
    public static readonly LtiProblem ReviewForeignLineItem = Define("review-foreign-line-item", 403, "The line item belongs to another context.");

    // Platform notices
    public static readonly LtiProblem NoticeBodyMalformed = Define("notice-body-malformed", 400, "The body is not a list of notices.");
    public static readonly LtiProblem NoticeBodyTooLarge = Define("notice-body-too-large", 413, "The body is larger than allowed.");
    public static readonly LtiProblem NoticeTooMany = Define("notice-too-many", 413, "More notices in one body than allowed.");
    public static readonly LtiProblem NoticeClaimMissing = Define("notice-claim-missing", 400, "The token is not a notice.");
    public static readonly LtiProblem NoticeIsMessage = Define("notice-is-message", 400, "The token is a launch, not a notice.");
    public static readonly LtiProblem NoticeDeploymentUnknown = Define("notice-deployment-unknown", 403, "The notice is for a deployment that is not active here.");
    public static readonly LtiProblem NoticeRegistrationUnknown = Define("notice-registration-unknown", 404, "No active registration has this notice address.");

    // Dynamic registration
    public static readonly LtiProblem RegistrationConfigurationMissing = Define("registration-configuration-missing", 400, "The LMS sent no openid_configuration.");
    public static readonly LtiProblem RegistrationConfigurationUrlRefused = Define("registration-configuration-url-refused", 400, "The openid_configuration is not an acceptable URL.");
    public static readonly LtiProblem RegistrationConfigurationUnavailable = Define("registration-configuration-unavailable", 502, "The configuration of the LMS could not be read.");
    public static readonly LtiProblem RegistrationConfigurationMalformed = Define("registration-configuration-malformed", 502, "The configuration of the LMS is not JSON.");
    public static readonly LtiProblem RegistrationConfigurationIncomplete = Define("registration-configuration-incomplete", 422, "The configuration of the LMS lacks a required address.");
    public static readonly LtiProblem RegistrationIssuerMalformed = Define("registration-issuer-malformed", 422, "The issuer is not an https URL without query and fragment.");
    public static readonly LtiProblem RegistrationIssuerMismatch = Define("registration-issuer-mismatch", 422, "The issuer does not own the address of the configuration.");
    public static readonly LtiProblem RegistrationEndpointRefused = Define("registration-endpoint-refused", 422, "An address in the configuration is not https.");
    public static readonly LtiProblem RegistrationAuthMethodUnsupported = Define("registration-auth-method-unsupported", 422, "The LMS does not take private_key_jwt.");
    public static readonly LtiProblem RegistrationAlgUnsupported = Define("registration-alg-unsupported", 422, "The LMS does not take RS256.");
    public static readonly LtiProblem RegistrationTokenReused = Define("registration-token-reused", 409, "This registration was already carried out.");
    public static readonly LtiProblem RegistrationRefusedByPlatform = Define("registration-refused-by-platform", 502, "The LMS refused the registration.");
    public static readonly LtiProblem RegistrationAnswerMalformed = Define("registration-answer-malformed", 502, "The answer of the LMS is not a registration.");
    public static readonly LtiProblem RegistrationClientIdMissing = Define("registration-client-id-missing", 502, "The LMS answered without a client id.");
    public static readonly LtiProblem RegistrationBelongsToAnother = Define("registration-belongs-to-another", 409, "This issuer and client id belong to another tenant.");

    // Services of the platform
    public static readonly LtiProblem ServiceUrlRefused = Define("service-url-refused", 502, "The LMS announced a service address that is not https.");
    public static readonly LtiProblem ServiceUnreachable = Define("service-unreachable", 503, "The LMS could not be reached.");
    public static readonly LtiProblem ServiceRedirectRefused = Define("service-redirect-refused", 502, "The LMS redirected a service call.");
    public static readonly LtiProblem ServiceAnswerTooLarge = Define("service-answer-too-large", 502, "The answer of the LMS is larger than allowed.");
    public static readonly LtiProblem ServiceAnswerMalformed = Define("service-answer-malformed", 502, "The answer of the LMS is not what the standard says.");
    public static readonly LtiProblem ServiceNotOffered = Define("service-not-offered", 409, "The LMS offers no such service in this course.");
    public static readonly LtiProblem ServiceScopeMissing = Define("service-scope-missing", 403, "The LMS has not granted this permission.");
    public static readonly LtiProblem ServiceTokenRefused = Define("service-token-refused", 502, "The LMS refused to issue an access token.");
    public static readonly LtiProblem ServiceTokenMalformed = Define("service-token-malformed", 502, "The token endpoint did not answer with a token.");
    public static readonly LtiProblem ServiceUnauthorized = Define("service-unauthorized", 502, "The LMS refused a fresh access token.");
    public static readonly LtiProblem ServiceForbidden = Define("service-forbidden", 502, "The LMS forbids this call.");
    public static readonly LtiProblem ServiceGone = Define("service-gone", 502, "The line item, link or course no longer exists.");
    public static readonly LtiProblem ServiceConflict = Define("service-conflict", 409, "The LMS already holds a newer score.");
    public static readonly LtiProblem ServiceRefused = Define("service-refused", 502, "The LMS refused the call.");
    public static readonly LtiProblem ServiceBusy = Define("service-busy", 503, "The LMS is busy or failing; the call may be repeated.");
    public static readonly LtiProblem ServicePagingRefused = Define("service-paging-refused", 502, "The pages of the LMS's answer lead elsewhere or in a circle.");

    // Remarks on a message that is accepted all the same
    public static readonly LtiProblem MessageServiceUrlIgnored = Define("message-service-url-ignored", 200, "A service address that is not https was ignored.");
    public static readonly LtiProblem MessageReturnUrlIgnored = Define("message-return-url-ignored", 200, "A return address that is not https was ignored.");

    public override string ToString() => Code;

    private static LtiProblem Define(string code, int status, string summary)
    {
        var problem = new LtiProblem(code, status, summary);
        all.Add(problem);
        return problem;
    }
}
