using System.Globalization;
using System.Text.Json;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.DemoLms.Pages;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>Where a frame begins: a form that starts the tool's login (third-party-initiated login) and posts itself.</summary>
internal sealed class LaunchEndpoints(
    CampusStore store, CampusOrigin origin, PendingLaunches launches, PageMaker pages, Guard guard, DemoLmsOptions options)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/lti/launch/{link:int}", (LaunchEndpoints e, HttpContext context, int link, [FromQuery(Name = "as")] int? person) => e.OpenLink(context, link, person));
        routes.MapGet("/lti/deep-link/{course:int}/{clientId}", (LaunchEndpoints e, HttpContext context, int course, string clientId) => e.OpenPicker(context, course, clientId));
        routes.MapGet("/lti/review/{course:int}/{item:int}/{person:int}", (LaunchEndpoints e, HttpContext context, int course, int item, int person) => e.OpenReview(context, course, item, person));
    }

    private IResult OpenLink(HttpContext context, int linkId, int? actedAs)
    {
        if (store.Current.Link(linkId) is not { } link) return Unknown(context, "link-unknown");
        if (guard.MembersOf(context, link.CourseId) is { } refusal) return refusal;

        var tool = store.Current.Tool(link.ClientId)!;
        var launch = Fresh(context, LtiNames.ResourceLinkRequest, link.CourseId, tool, link.Url) with { LinkId = link.Id };
        return Begin(context, tool, options.Personality.HasActingAs && launch.Person.IsAdministrator && actedAs is { } id ? launch with { ActsAs = store.Current.Person(id) } : launch);
    }

    private IResult OpenPicker(HttpContext context, int courseId, string clientId)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;
        if (store.Current.Tool(clientId) is not { DeepLinkUri: { } target } tool) return Unknown(context, "tool-without-deep-linking");

        return Begin(context, tool, Fresh(context, LtiNames.DeepLinkingRequest, courseId, tool, target));
    }

    private IResult OpenReview(HttpContext context, int courseId, int itemId, int personId)
    {
        if (guard.MembersOf(context, courseId) is { } refusal) return refusal;

        var state = store.Current;
        var course = state.Course(courseId)!;
        var viewer = pages.Visitor(context).Person!;
        if (course.Item(itemId) is not { ToolClientId: { } clientId } item || state.Tool(clientId) is not { } tool) return Unknown(context, "item-not-of-a-tool");
        if (state.Person(personId) is not { IsGraded: true } owner || !course.Enrols(personId)) return Unknown(context, "learner-unknown");
        if (!viewer.Teaches && viewer.Id != personId) return pages.Refuse(context, 403, "not-allowed", pages.Words(context)["This page is for somebody else. Choose another person on the home page."]);

        var target = item.Review?.Url ?? (item.LinkId is { } id ? state.Link(id)?.Url : null) ?? tool.TargetLinkUri;
        return Begin(context, tool, Fresh(context, LtiNames.SubmissionReviewRequest, courseId, tool, target) with
        {
            ForPerson = owner, ItemId = itemId, LinkId = item.LinkId,
        });
    }

    private Launch Fresh(HttpContext context, string message, int courseId, Tool tool, string target) => new(
        "launch" + CampusSeed.RandomHex(16), message, pages.Visitor(context).Person!, courseId, tool.ClientId, target,
        pages.Visitor(context).Language, options.Time.GetUtcNow());

    private PageResult Begin(HttpContext context, Tool tool, Launch launch)
    {
        if (!tool.Active) return pages.Refuse(context, 409, "tool-not-active", pages.Words(context)["An administrator must activate this tool first."]);

        launches.Begin(launch);
        List<KeyValuePair<string, string>> fields =
        [
            new("iss", origin.Issuer),
            new("target_link_uri", launch.TargetLinkUri),
            new("login_hint", launch.Person.Id.ToString(CultureInfo.InvariantCulture)),
            new("lti_message_hint", JsonSerializer.Serialize(new { cmid = launch.LinkId ?? 0, launchid = launch.Id })),
            new("client_id", tool.ClientId),
            new("lti_deployment_id", tool.DeploymentId.ToString(CultureInfo.InvariantCulture) + options.Personality.DeploymentSuffix),
        ];
        if (store.Current.PlatformStorage) fields.Add(new("lti_storage_target", "_parent"));
        return pages.ShowBare(context, tool.Name, AutoPost.Form(tool.InitiateLoginUri, fields, pages.Words(context)));
    }

    private PageResult Unknown(HttpContext context, string code) =>
        pages.Refuse(context, 404, code, pages.Words(context)["That is not here any more. Go back to the course and try again."]);
}
