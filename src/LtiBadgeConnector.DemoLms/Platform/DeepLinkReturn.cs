using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.DemoLms.Pages;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>Takes what a tool's picker answered and makes activities and gradebook columns of it.</summary>
internal sealed class DeepLinkReturn(CampusStore store, CampusOrigin origin, PendingLaunches launches, ToolTokens tokens, PageMaker pages, DemoLmsOptions options)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/lti/deep-link-return", (DeepLinkReturn e, HttpContext context, string? launch, CancellationToken ct) => e.Take(context, launch ?? "", ct));

    // No cookie is asked for: the post comes from the tool's page. The launch id in the address and the signature prove it instead.
    private async Task<IResult> Take(HttpContext context, string launchId, CancellationToken ct)
    {
        if (launches.Find(launchId) is not { Message: LtiNames.DeepLinkingRequest, Stage: LaunchStage.Authorized } launch) return Refuse(context, "launch-unknown");
        if (!context.Request.HasFormContentType) return Refuse(context, "answer-without-jwt");

        var jwt = (await context.Request.ReadFormAsync(ct))["JWT"].ToString();
        if (jwt.Length == 0) return Refuse(context, "answer-without-jwt");

        var tool = store.Current.Tool(launch.ClientId)!;
        var read = await tokens.Read(jwt, tool, origin.Issuer, ct);
        if (read is not ToolToken.Genuine(var token)) return Refuse(context, ((ToolToken.Refused)read).Code);

        var claims = JsonNode.Parse(Base64UrlEncoder.Decode(token.EncodedPayload))!.AsObject();
        if (Problem(claims, tool, launch) is { } problem) return Refuse(context, problem);
        if (!tokens.Spend($"nonce:{tool.ClientId}:{claims["nonce"]}", token.ValidTo.AddMinutes(5))) return Refuse(context, "answer-nonce-reused");
        if (!launches.Advance(launch, LaunchStage.Answered)) return Refuse(context, "launch-already-answered");

        var items = (claims[LtiNames.DeepLinkingClaim + "content_items"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        store.Change(s => items.Aggregate(s, (state, item) => Add(state, item, tool, launch.CourseId)));
        return Done(context, launch.CourseId, items.Count, Text(claims, LtiNames.DeepLinkingClaim + "msg") ?? Text(claims, LtiNames.DeepLinkingClaim + "errormsg"));
    }

    private string? Problem(JsonObject claims, Tool tool, Launch launch)
    {
        if (Text(claims, LtiNames.Claim + "message_type") is not "LtiDeepLinkingResponse") return "answer-message-type-wrong";
        if (Text(claims, LtiNames.Claim + "version") is not "1.3.0") return "answer-version-wrong";
        if (Text(claims, LtiNames.Claim + "deployment_id") != tool.DeploymentId.ToString(System.Globalization.CultureInfo.InvariantCulture) + options.Personality.DeploymentSuffix) return "answer-deployment-wrong";
        if (Text(claims, "nonce") is null) return "answer-nonce-missing";
        if (Text(claims, LtiNames.DeepLinkingClaim + "data") != launch.DeepLinkingData) return "answer-data-not-returned";

        var items = claims[LtiNames.DeepLinkingClaim + "content_items"];
        if (items is null) return null;
        return items is JsonArray array && array.All(i => i is JsonObject o && Text(o, "type") == "ltiResourceLink") ? null : "answer-items-not-accepted";
    }

    private static CampusState Add(CampusState state, JsonObject item, Tool tool, int courseId)
    {
        var link = new ResourceLink(
            state.NextId, courseId, tool.ClientId, Text(item, "title") ?? tool.Name, Text(item, "text") ?? "", Text(item, "url") ?? tool.TargetLinkUri)
        {
            Custom = RegistrationEndpoint.TextMap(item["custom"]),
        };
        state = state with { Links = state.Links.Add(link), NextId = state.NextId + 1 };
        if (item["lineItem"] is not JsonObject column || MaximumOf(column) is not { } maximum) return state;

        var course = state.Course(courseId)!;
        var gradeItem = new GradeItem(state.NextId, link.Title, "lti", link.Id, link.Id, maximum, 0)
        {
            ToolClientId = tool.ClientId,
            LinkId = link.Id,
            ResourceId = Text(column, "resourceId") ?? "",
            Tag = Text(column, "tag") ?? "",
            Review = column["submissionReview"] is JsonObject review ? new(Text(review, "url"), RegistrationEndpoint.TextMap(review["custom"])) : null,
        };
        return state.With(course with { Items = course.Items.Add(gradeItem) }) with { NextId = state.NextId + 1 };
    }

    private static decimal? MaximumOf(JsonObject column) =>
        column["scoreMaximum"] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<decimal>(out var maximum) && maximum > 0
            ? maximum
            : null;

    private PageResult Done(HttpContext context, int courseId, int count, string? message)
    {
        var words = pages.Words(context);
        return pages.ShowBare(context, words["Added to the course"], Html.Of($"""
            <div class="note" role="status" data-testid="deep-link-done" data-go-top="/courses/{courseId}">
              <h1>{(count > 0 ? words["Added to the course"] : words["Nothing was added"])}</h1>
              <p>{message}</p>
              <p><a class="button" href="/courses/{courseId}" target="_top">{words["Back to the course"]}</a></p>
            </div>
            """));
    }

    private PageResult Refuse(HttpContext context, string code) =>
        pages.Refuse(context, 400, code, pages.Words(context)["The tool's answer could not be accepted. Nothing was added."]);

    private static string? Text(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
