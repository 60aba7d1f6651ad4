namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>The names of LTI 1.3 as the standards write them.</summary>
internal static class LtiNames
{
    public const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";
    public const string DeepLinkingClaim = "https://purl.imsglobal.org/spec/lti-dl/claim/";
    public const string AgsClaim = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
    public const string NrpsClaim = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice";
    public const string ToolConfiguration = "https://purl.imsglobal.org/spec/lti-tool-configuration";
    public const string PlatformConfiguration = "https://purl.imsglobal.org/spec/lti-platform-configuration";

    public const string ResourceLinkRequest = "LtiResourceLinkRequest";
    public const string DeepLinkingRequest = "LtiDeepLinkingRequest";
    public const string SubmissionReviewRequest = "LtiSubmissionReviewRequest";

    public const string LineItemScope = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
    public const string LineItemReadScope = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly";
    public const string ResultScope = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly";
    public const string ScoreScope = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
    public const string MembershipScope = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";

    public const string Membership = "http://purl.imsglobal.org/vocab/lis/v2/membership#";
    public const string TestUserRole = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser";

    public static IReadOnlyList<string> AgsScopes { get; } = [LineItemScope, LineItemReadScope, ResultScope, ScoreScope];

    public static IReadOnlyList<string> Scopes { get; } = [.. AgsScopes, MembershipScope];
}
