using System.Text.Json;
using LtiBadgeConnector.Lti.DeepLinking;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.Lti.Messages;

/// <summary>Turns checked claims into a typed message. Reads generously: what had to be strict was checked before.</summary>
internal sealed class MessageReader(LtiOptions options)
{
    public LtiMessage Read(JsonElement claims) => claims.Text(LtiClaims.MessageType) switch
    {
        LtiMessageTypes.ResourceLinkRequest => Fill(claims, common => new ResourceLinkRequest
        {
            Claims = common.Claims, MessageType = common.MessageType, Issuer = common.Issuer, DeploymentId = common.DeploymentId,
            IssuedAt = common.IssuedAt, Person = common.Person, Roles = common.Roles, Custom = common.Custom,
        }),
        LtiMessageTypes.DeepLinkingRequest => Fill(claims, common => new DeepLinkingRequest
        {
            Claims = common.Claims, MessageType = common.MessageType, Issuer = common.Issuer, DeploymentId = common.DeploymentId,
            IssuedAt = common.IssuedAt, Person = common.Person, Roles = common.Roles, Custom = common.Custom,
            Settings = DeepLinkingSettings.Read(claims.Object(LtiClaims.DeepLinkingSettings)!.Value),
        }),
        LtiMessageTypes.SubmissionReviewRequest => Fill(claims, common => new SubmissionReviewRequest
        {
            Claims = common.Claims, MessageType = common.MessageType, Issuer = common.Issuer, DeploymentId = common.DeploymentId,
            IssuedAt = common.IssuedAt, Person = common.Person, Roles = common.Roles, Custom = common.Custom,
            ForUser = ReadForUser(claims.Object(LtiClaims.ForUser)!.Value),
            LineItem = claims.Object(LtiClaims.AgsEndpoint)!.Value.Text("lineitem")!,
        }),
        var other => throw new InvalidOperationException($"Message type {other} passed the checks but has no reader."),
    };

    private sealed record Common(
        JsonElement Claims, string MessageType, string Issuer, string DeploymentId, DateTimeOffset IssuedAt,
        Person Person, RoleSet Roles, CustomParameters Custom);

    private LtiMessage Fill(JsonElement claims, Func<Common, LtiMessage> create)
    {
        var remarks = new List<LtiProblem>();
        var message = create(new Common(
            claims,
            claims.Text(LtiClaims.MessageType)!,
            claims.Text("iss")!,
            claims.Text(LtiClaims.DeploymentId)!,
            claims.NumericDate("iat")!.Value,
            ReadPerson(claims),
            RoleSet.Parse(claims.Texts(LtiClaims.Roles)),
            ReadCustom(claims.Object(LtiClaims.Custom))));

        return message with
        {
            Subject = claims.Text("sub"),
            RoleScopeMentor = claims.Texts(LtiClaims.RoleScopeMentor),
            TargetLinkUri = claims.Text(LtiClaims.TargetLinkUri),
            Context = ReadContext(claims.Object(LtiClaims.Context)),
            ResourceLink = claims.Object(LtiClaims.ResourceLink) is { } link
                ? new ResourceLink(link.Text("id")!, link.Text("title"), link.Text("description"))
                : null,
            ToolPlatform = ReadToolPlatform(claims.Object(LtiClaims.ToolPlatform)),
            LaunchPresentation = ReadPresentation(claims.Object(LtiClaims.LaunchPresentation), remarks),
            Lis = claims.Object(LtiClaims.Lis) is { } lis
                ? new Lis(lis.Text("person_sourcedid"), lis.Text("course_offering_sourcedid"), lis.Text("course_section_sourcedid"))
                : null,
            Ags = claims.Object(LtiClaims.AgsEndpoint) is { } ags
                ? new AgsEndpoint(ags.Texts("scope"), ServiceUrl(ags, "lineitems", remarks), ServiceUrl(ags, "lineitem", remarks))
                : null,
            Nrps = claims.Object(LtiClaims.NamesRoleService) is { } nrps && ServiceUrl(nrps, "context_memberships_url", remarks) is { } members
                ? new NrpsEndpoint(members, nrps.Texts("service_versions"))
                : null,
            Groups = claims.Object(LtiClaims.GroupsService) is { } groups && ServiceUrl(groups, "context_groups_url", remarks) is { } groupsUrl
                ? new GroupsEndpoint(groupsUrl, ServiceUrl(groups, "context_group_sets_url", remarks), groups.Texts("scope"))
                : null,
            Notifications = claims.Object(LtiClaims.PlatformNotificationService) is { } notices
                && ServiceUrl(notices, "platform_notification_service_url", remarks) is { } noticesUrl
                ? new NotificationEndpoint(noticesUrl, notices.Texts("scope"), notices.Texts("notice_types_supported"))
                : null,
            Remarks = remarks,
        };
    }

    internal static Person ReadPerson(JsonElement claims) => new(
        claims.Text("name"), claims.Text("given_name"), claims.Text("family_name"), claims.Text("middle_name"),
        claims.Text("email"), claims.Text("picture"), claims.Text("locale"));

    internal static LtiContext? ReadContext(JsonElement? context) =>
        context is { } element && element.Text("id") is { } id
            ? new LtiContext(id, element.Text("label"), element.Text("title"), element.Texts("type"))
            : null;

    internal static CustomParameters ReadCustom(JsonElement? custom) =>
        custom is { } element
            ? new CustomParameters(element.EnumerateObject().ToDictionary(member => member.Name, TextOf, StringComparer.Ordinal))
            : CustomParameters.None;

    // Values are strings by the standard; numbers, booleans, null and even structures occur and are kept as text.
    private static string? TextOf(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object or JsonValueKind.Array => member.Value.GetRawText(),
        _ => member.Value.AsText(),
    };

    private static ForUser ReadForUser(JsonElement user) =>
        new(user.Text("user_id")!, ReadPerson(user), user.Text("person_sourcedid"), user.Texts("roles"));

    private static ToolPlatform? ReadToolPlatform(JsonElement? platform) =>
        platform is { } element
            ? new ToolPlatform(
                element.Text("guid"), element.Text("name"), element.Text("product_family_code"), element.Text("version"),
                element.Text("url"), element.Text("description"), element.Text("contact_email"))
            : null;

    private LaunchPresentation? ReadPresentation(JsonElement? presentation, List<LtiProblem> remarks)
    {
        if (presentation is not { } element) return null;

        var returnUrl = element.Text("return_url");
        if (string.IsNullOrEmpty(returnUrl)) returnUrl = null;
        if (returnUrl is not null && !Urls.IsAcceptable(returnUrl, options))
        {
            remarks.Add(LtiProblem.MessageReturnUrlIgnored);
            returnUrl = null;
        }

        return new LaunchPresentation(
            element.Text("document_target"), element.Number("width"), element.Number("height"), returnUrl, element.Text("locale"));
    }

    private string? ServiceUrl(JsonElement service, string name, List<LtiProblem> remarks)
    {
        var url = service.Text(name);
        if (string.IsNullOrEmpty(url)) return null;
        if (Urls.IsAcceptable(url, options)) return url;
        remarks.Add(LtiProblem.MessageServiceUrlIgnored);
        return null;
    }
}
