using System.Globalization;
using System.Text.Json;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.DemoLms.Pages;
using Microsoft.Extensions.Primitives;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>
/// OpenID Connect authorization endpoint. A request whose client or redirect URI is not registered ends on a page of ours;
/// every other refusal goes back to the tool.
/// </summary>
internal sealed class AuthorizationEndpoint(CampusStore store, PendingLaunches launches, IdToken idToken, PageMaker pages)
{
    private const string SentAgain = "hokuto_again";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/lti/authorize", (AuthorizationEndpoint e, HttpContext context) => e.Answer(context, Parameters(context.Request.Query)));
        routes.MapPost("/lti/authorize", async (AuthorizationEndpoint e, HttpContext context, CancellationToken ct) =>
            e.Answer(context, Parameters(await Forms.Read(context, ct))));
    }

    private PageResult Answer(HttpContext context, Dictionary<string, string> request)
    {
        var words = pages.Words(context);
        var tool = store.Current.Tool(request.GetValueOrDefault("client_id"));
        if (tool is null) return pages.Refuse(context, 400, "client-unknown", words["The tool that sent you here is not registered."]);

        var redirectUri = request.GetValueOrDefault("redirect_uri", "");
        if (!tool.RedirectUris.Contains(redirectUri))
        {
            return pages.Refuse(context, 400, "redirect-uri-not-registered", words["The tool asked for an answer at an address that is not registered."]);
        }

        // A page of the tool that posts to us makes the browser leave our cookie at home; a post from our own page brings it.
        if (pages.Visitor(context).Person is not { } person)
        {
            return request.ContainsKey(SentAgain)
                ? Back(context, redirectUri, request, new Refusal("login_required", "session-missing"))
                : pages.ShowBare(context, tool.Name, AutoPost.Form("/lti/authorize", request.Append(new(SentAgain, "1")), words));
        }

        return Check(request, tool, person, out var launch) is { } refusal
            ? Back(context, redirectUri, request, refusal)
            : Back(context, redirectUri, request, launch!);
    }

    private Refusal? Check(Dictionary<string, string> request, Tool tool, Person person, out Launch? launch)
    {
        launch = null;
        if (!tool.Active) return new("unauthorized_client", "tool-not-active");
        if (request.GetValueOrDefault("response_type") is not "id_token") return new("unsupported_response_type", "response-type-wrong");
        if (request.GetValueOrDefault("scope") is not "openid") return new("invalid_scope", "scope-wrong");
        if (request.GetValueOrDefault("response_mode") is not "form_post") return new("invalid_request", "response-mode-wrong");
        if (request.GetValueOrDefault("prompt") is not (null or "none")) return new("invalid_request", "prompt-wrong");
        if (string.IsNullOrEmpty(request.GetValueOrDefault("nonce"))) return new("invalid_request", "nonce-missing");

        launch = launches.Find(LaunchIdIn(request.GetValueOrDefault("lti_message_hint")));
        if (launch is null || launch.ClientId != tool.ClientId) return new("invalid_request", "message-hint-unknown");
        if (launch.Person.Id != person.Id || request.GetValueOrDefault("login_hint") != person.Id.ToString(CultureInfo.InvariantCulture))
        {
            return new("access_denied", "login-hint-of-somebody-else");
        }

        return launch.Stage == LaunchStage.Begun && launches.Advance(launch, LaunchStage.Authorized)
            ? null
            : new("invalid_request", "message-hint-used");
    }

    private PageResult Back(HttpContext context, string redirectUri, Dictionary<string, string> request, Refusal refusal) =>
        Post(context, redirectUri, request, [new("error", refusal.Error), new("error_description", refusal.Code)]);

    private PageResult Back(HttpContext context, string redirectUri, Dictionary<string, string> request, Launch launch) =>
        Post(context, redirectUri, request, [new("id_token", idToken.Build(launch, request["nonce"]))]);

    private PageResult Post(HttpContext context, string redirectUri, Dictionary<string, string> request, List<KeyValuePair<string, string>> fields)
    {
        if (request.TryGetValue("state", out var state)) fields.Add(new("state", state));
        if (store.Current.PlatformStorage) fields.Add(new("lti_storage_target", "_parent"));
        return pages.ShowBare(context, "Hokuto Campus", AutoPost.Form(redirectUri, fields, pages.Words(context)));
    }

    private static string LaunchIdIn(string? hint)
    {
        try
        {
            using var json = JsonDocument.Parse(hint ?? "");
            return json.RootElement.GetProperty("launchid").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }

    private static Dictionary<string, string> Parameters(IEnumerable<KeyValuePair<string, StringValues>> values) =>
        values.GroupBy(v => v.Key).ToDictionary(v => v.Key, v => v.First().Value.ToString());

    private sealed record Refusal(string Error, string Code);
}
