using System.Globalization;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>Builds the id_token of a launch.</summary>
internal sealed class IdToken(CampusStore store, CampusOrigin origin, PlatformKey key, DemoLmsOptions options)
{
    public string Build(Launch launch, string nonce)
    {
        var state = store.Current;
        var tool = state.Tool(launch.ClientId)!;
        var course = state.Course(launch.CourseId)!;
        var link = launch.LinkId is { } id ? state.Link(id) : null;
        var claims = Envelope(launch, tool, nonce);

        AddPerson(claims, launch.Told, tool);
        AddPlace(claims, launch, state, course, link);
        AddServices(claims, course, link, tool, launch);
        if (launch.Message == LtiNames.DeepLinkingRequest) AddDeepLinking(claims, launch);
        if (launch.ForPerson is { } owner) claims[LtiNames.Claim + "for_user"] = ForUser(owner, tool);
        claims[LtiNames.Claim + "custom"] = Custom(launch, tool, course, link);
        return key.Sign(claims);
    }

    public static JsonArray RolesOf(Person person) => person.Kind switch
    {
        PersonKind.Administrator =>
        [
            "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
            LtiNames.Membership + "Instructor",
            "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
        ],
        PersonKind.Instructor => [LtiNames.Membership + "Instructor"],
        PersonKind.TestUser => [LtiNames.Membership + "Learner", LtiNames.TestUserRole],
        _ => [LtiNames.Membership + "Learner"],
    };

    private JsonObject Envelope(Launch launch, Tool tool, string nonce)
    {
        var now = options.Time.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["nonce"] = nonce,
            ["iat"] = now,
            ["exp"] = now + (long)options.Personality.TokenLife.TotalSeconds,
            ["iss"] = origin.Issuer,
            ["aud"] = tool.ClientId,
            ["sub"] = launch.Told.Sub,
            [LtiNames.Claim + "deployment_id"] = Text(tool.DeploymentId) + options.Personality.DeploymentSuffix,
            [LtiNames.Claim + "target_link_uri"] = launch.TargetLinkUri,
            [LtiNames.Claim + "message_type"] = launch.Message,
            [LtiNames.Claim + "version"] = "1.3.0",
            [LtiNames.Claim + "roles"] = RolesOf(launch.Told),
            ["locale"] = launch.Locale,
        };
    }

    private static void AddPerson(JsonObject claims, Person person, Tool tool)
    {
        if (tool.Shares("name")) claims["name"] = person.FullName;
        if (tool.Shares("given_name")) claims["given_name"] = person.GivenName;
        if (tool.Shares("family_name")) claims["family_name"] = person.FamilyName;
        if (tool.Shares("email") && person.Email.Length > 0) claims["email"] = person.Email;
    }

    private void AddPlace(JsonObject claims, Launch launch, CampusState state, Course course, ResourceLink? link)
    {
        claims[LtiNames.Claim + "context"] = new JsonObject
        {
            ["id"] = course.ContextId(options.Personality), ["label"] = course.ShortName, ["title"] = course.Title, ["type"] = new JsonArray("CourseSection"),
        };
        claims[LtiNames.Claim + "lis"] = new JsonObject
        {
            ["person_sourcedid"] = launch.Told.IdNumber, ["course_section_sourcedid"] = course.IdNumber,
        };
        claims[LtiNames.Claim + "tool_platform"] = new JsonObject
        {
            ["guid"] = state.Guid,
            ["name"] = "Hokuto Campus",
            ["description"] = "Demonstration LMS",
            ["url"] = origin.Value,
            ["product_family_code"] = options.Personality.Family,
            ["version"] = "1.0",
        };
        claims[LtiNames.Claim + "launch_presentation"] = new JsonObject
        {
            ["locale"] = launch.Locale, ["document_target"] = "iframe", ["return_url"] = origin.At($"/courses/{course.Id}"),
        };
        if (link is not null)
        {
            claims[LtiNames.Claim + "resource_link"] = new JsonObject
            {
                ["id"] = Text(link.Id), ["title"] = link.Title, ["description"] = link.Text,
            };
        }
    }

    private void AddServices(JsonObject claims, Course course, ResourceLink? link, Tool tool, Launch launch)
    {
        var scopes = LtiNames.AgsScopes.Where(tool.Scopes.Contains).ToList();
        if (scopes.Count > 0)
        {
            var endpoint = new JsonObject
            {
                ["scope"] = new JsonArray([.. scopes.Select(s => JsonValue.Create(s))]),
                ["lineitems"] = origin.At($"/lti/services/{course.Id}/lineitems?type_id={tool.DeploymentId}"),
            };
            if (LineItemFor(course, link, launch) is { } item) endpoint["lineitem"] = LineItemUrl(course, item, tool);
            claims[LtiNames.AgsClaim] = endpoint;
        }

        if (tool.Scopes.Contains(LtiNames.MembershipScope))
        {
            claims[LtiNames.NrpsClaim] = new JsonObject
            {
                ["context_memberships_url"] = origin.At($"/lti/services/CourseSection/{course.Id}/bindings/{tool.DeploymentId}/memberships"),
                ["service_versions"] = new JsonArray("1.0", "2.0"),
            };
        }
    }

    // AGS: "lineitem" is there only when exactly one column belongs to the link.
    private static GradeItem? LineItemFor(Course course, ResourceLink? link, Launch launch)
    {
        if (launch.ItemId is { } reviewed) return course.Item(reviewed);

        var items = link is null ? [] : course.Items.FindAll(i => i.LinkId == link.Id);
        return items.Count == 1 ? items[0] : null;
    }

    private string LineItemUrl(Course course, GradeItem item, Tool tool) =>
        origin.At($"/lti/services/{course.Id}/lineitems/{item.Id}/lineitem?type_id={tool.DeploymentId}");

    private void AddDeepLinking(JsonObject claims, Launch launch) =>
        claims[LtiNames.DeepLinkingClaim + "deep_linking_settings"] = new JsonObject
        {
            ["deep_link_return_url"] = origin.At($"/lti/deep-link-return?launch={launch.Id}"),
            ["accept_types"] = new JsonArray("ltiResourceLink"),
            ["accept_presentation_document_targets"] = new JsonArray("iframe", "window"),
            ["accept_multiple"] = Flag(true),
            ["accept_lineitem"] = Flag(true),
            ["auto_create"] = Flag(true),
            ["data"] = launch.DeepLinkingData,
        };

    private static JsonObject ForUser(Person owner, Tool tool)
    {
        var claim = new JsonObject { ["user_id"] = owner.Sub, ["person_sourcedid"] = owner.IdNumber, ["roles"] = RolesOf(owner) };
        AddPerson(claim, owner, tool);
        return claim;
    }

    private JsonObject Custom(Launch launch, Tool tool, Course course, ResourceLink? link)
    {
        var parameters = tool.Custom;
        if (link is not null) parameters = parameters.SetItems(link.Custom);
        if (launch.ForPerson is not null && course.Item(launch.ItemId!.Value)?.Review is { } review) parameters = parameters.SetItems(review.Custom);
        return new CustomVariables(course, launch.Told, link, tool, origin, options.Personality) { Actor = launch.ActsAs is null ? null : launch.Person }.Expand(parameters);
    }

    private JsonValue Flag(bool value) => options.Personality.BooleansAreText ? JsonValue.Create(value ? "true" : "false")! : JsonValue.Create(value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
