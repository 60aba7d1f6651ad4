namespace LtiBadgeConnector.Lti.Messages;

/// <summary>Claim names, exactly as 1EdTech spells them.</summary>
public static class LtiClaims
{
    private const string Lti = "https://purl.imsglobal.org/spec/lti/claim/";

    public const string MessageType = Lti + "message_type";
    public const string Version = Lti + "version";
    public const string DeploymentId = Lti + "deployment_id";
    public const string TargetLinkUri = Lti + "target_link_uri";
    public const string Roles = Lti + "roles";
    public const string RoleScopeMentor = Lti + "role_scope_mentor";
    public const string Context = Lti + "context";
    public const string ResourceLink = Lti + "resource_link";
    public const string ToolPlatform = Lti + "tool_platform";
    public const string LaunchPresentation = Lti + "launch_presentation";
    public const string Custom = Lti + "custom";
    public const string Lis = Lti + "lis";
    public const string Ext = Lti + "ext";
    public const string ForUser = Lti + "for_user";
    public const string Notice = Lti + "notice";
    public const string OriginContexts = Lti + "origin_contexts";
    public const string PlatformNotificationService = Lti + "platformnotificationservice";
    public const string AgsEndpoint = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
    public const string NamesRoleService = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice";
    public const string GroupsService = "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice";

    private const string DeepLinking = "https://purl.imsglobal.org/spec/lti-dl/claim/";

    public const string DeepLinkingSettings = DeepLinking + "deep_linking_settings";
    public const string ContentItems = DeepLinking + "content_items";
    public const string DeepLinkingData = DeepLinking + "data";
    public const string DeepLinkingMessage = DeepLinking + "msg";
    public const string DeepLinkingErrorMessage = DeepLinking + "errormsg";
    public const string DeepLinkingLog = DeepLinking + "log";
    public const string DeepLinkingErrorLog = DeepLinking + "errorlog";
}

/// <summary>Message types this tool serves or sends.</summary>
public static class LtiMessageTypes
{
    public const string ResourceLinkRequest = "LtiResourceLinkRequest";
    public const string DeepLinkingRequest = "LtiDeepLinkingRequest";
    public const string DeepLinkingResponse = "LtiDeepLinkingResponse";
    public const string SubmissionReviewRequest = "LtiSubmissionReviewRequest";
}

/// <summary>Scopes of the services this tool uses.</summary>
public static class LtiScopes
{
    private const string Ags = "https://purl.imsglobal.org/spec/lti-ags/scope/";

    public const string LineItem = Ags + "lineitem";
    public const string LineItemReadOnly = Ags + "lineitem.readonly";
    public const string ResultReadOnly = Ags + "result.readonly";
    public const string Score = Ags + "score";
    public const string ContextMembership = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";
    public const string NoticeHandlers = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers";
}
