using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using Microsoft.IdentityModel.JsonWebTokens;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>
/// Dynamic registration. A token made on the administrator's page is good for one registration within an hour;
/// a token made for a tool that is already known updates that tool and keeps its client id.
/// </summary>
internal sealed class RegistrationEndpoint(
    CampusStore store, CampusOrigin origin, PlatformKey key, ToolTokens tokens, DemoLmsOptions options)
{
    private const string TokenType = "registration+jwt";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/lti/registration", (RegistrationEndpoint endpoint, HttpRequest request, CancellationToken ct) => endpoint.Register(request, ct));

    /// <summary>The address to open for the administrator: the tool's registration URL with our configuration and a fresh token.</summary>
    public RegistrationLink Link(string registrationUrl, bool asNew)
    {
        var url = new Uri(registrationUrl, UriKind.Absolute);
        var known = asNew ? null : store.Current.Tools.Find(t => t.Domain == url.Authority);
        var now = options.Time.GetUtcNow();
        var token = key.Sign(
            new JsonObject
            {
                ["iss"] = origin.Value,
                ["sub"] = known?.ClientId ?? "hc-" + CampusSeed.RandomHex(8),
                ["scope"] = known is null ? "reg" : "reg-update",
                ["jti"] = CampusSeed.RandomHex(16),
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            },
            TokenType);
        var configuration = origin.At("/openid-configuration");
        var separator = url.Query.Length > 0 ? "&" : "?";
        var link = $"{registrationUrl}{separator}openid_configuration={Uri.EscapeDataString(configuration)}{(options.Personality.SendsRegistrationToken ? $"&registration_token={token}" : "")}";
        return new(link, configuration, token);
    }

    private async Task<IResult> Register(HttpRequest request, CancellationToken ct)
    {
        // Where no token is sent, whoever knows the address registers, and an administrator switches the tool on.
        if (Bearer.Of(request) is not { } text)
        {
            if (options.Personality.SendsRegistrationToken) return Refuse(401, "registration-token-missing");
            text = key.Sign(new JsonObject { ["sub"] = "hc-" + CampusSeed.RandomHex(8), ["scope"] = "reg", ["jti"] = CampusSeed.RandomHex(16), ["exp"] = options.Time.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds() }, TokenType);
        }
        if (await key.Read(text, TokenType, options.Time.GetUtcNow()) is not { } token) return Refuse(401, "registration-token-invalid");

        var (tool, problem) = await Read(request, token, ct);
        if (tool is null) return Refuse(400, problem!);
        if (!tokens.Spend(token.Id, token.ValidTo)) return Refuse(401, "registration-token-used");

        var kept = Keep(tool, update: token.GetPayloadValue<string>("scope") == "reg-update");
        return TypedResults.Json(Answer(kept));
    }

    private async Task<(Tool? Tool, string? Problem)> Read(HttpRequest request, JsonWebToken token, CancellationToken ct)
    {
        JsonObject? sent;
        try
        {
            sent = await JsonSerializer.DeserializeAsync<JsonObject>(request.Body, cancellationToken: ct);
        }
        catch (JsonException)
        {
            sent = null;
        }

        if (sent is null) return (null, "registration-malformed");

        var configuration = sent[LtiNames.ToolConfiguration] as JsonObject ?? [];
        if (Problem(sent, configuration) is { } problem) return (null, problem);

        return (new Tool(
            token.Subject,
            DeploymentId: 0,
            Text(sent, "client_name") ?? Text(configuration, "domain")!,
            Text(sent, "initiate_login_uri")!,
            Text(sent, "jwks_uri")!,
            Text(configuration, "domain")!,
            Text(configuration, "target_link_uri")!,
            options.ActivateTools,
            options.Time.GetUtcNow())
        {
            LogoUri = Text(sent, "logo_uri"),
            RedirectUris = Texts(sent["redirect_uris"]),
            Scopes = [.. (Text(sent, "scope") ?? "").Split(' ').Where(LtiNames.Scopes.Contains)],
            Claims = Texts(configuration["claims"]),
            Custom = TextMap(configuration["custom_parameters"]),
            MessagesJson = configuration["messages"]?.ToJsonString(),
            DeepLinkUri = DeepLinkUriOf(configuration),
        }, null);
    }

    // The checks and their order are Moodle's.
    private static string? Problem(JsonObject sent, JsonObject configuration)
    {
        if (Text(sent, "application_type") is not "web") return "invalid-application-type";
        if (!Texts(sent["response_types"]).Contains("id_token")) return "invalid-response-types";
        if (!IsUrl(Text(sent, "initiate_login_uri"))) return "missing-initiate-login-uri";
        if (Texts(sent["redirect_uris"]).IsEmpty) return "missing-redirect-uris";
        if (!IsUrl(Text(sent, "jwks_uri"))) return "missing-jwks-uri";
        if (Text(sent, "token_endpoint_auth_method") is not "private_key_jwt") return "invalid-token-endpoint-auth-method";
        if (Text(configuration, "domain") is not { } domain) return "missing-domain";
        if (!IsUrl(Text(configuration, "target_link_uri"))) return "missing-target-link-uri";
        return new Uri(Text(configuration, "target_link_uri")!).Authority == domain ? null : "domain-differs-from-target-link-uri";
    }

    private Tool Keep(Tool tool, bool update)
    {
        var state = store.Change(s => update && s.Tool(tool.ClientId) is { } before
            ? s.With(tool with { DeploymentId = before.DeploymentId, Active = before.Active || tool.Active })
            : Place(s with { Tools = s.Tools.Add(tool with { DeploymentId = s.NextId }), NextId = s.NextId + 1 }, tool));
        return state.Tool(tool.ClientId)!;
    }

    // A new tool gets one activity in every course, so that a demo need not begin with adding it by hand.
    private static CampusState Place(CampusState state, Tool tool) => state.Courses.Aggregate(state, (s, course) => s with
    {
        Links = s.Links.Add(new ResourceLink(s.NextId, course.Id, tool.ClientId, tool.Name, "", tool.TargetLinkUri)),
        NextId = s.NextId + 1,
    });

    private JsonObject Answer(Tool tool)
    {
        var configuration = new JsonObject
        {
            ["version"] = "1.3.0",
            ["target_link_uri"] = tool.TargetLinkUri,
            ["domain"] = tool.Domain,
            ["claims"] = Array(tool.Claims),
            ["custom_parameters"] = new JsonObject([.. tool.Custom.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))]),
        };
        if (options.Personality.TellsDeployment) configuration["deployment_id"] = tool.DeploymentId.ToString(CultureInfo.InvariantCulture) + options.Personality.DeploymentSuffix;
        if (tool.MessagesJson is { } messages) configuration["messages"] = JsonNode.Parse(messages);

        return new JsonObject
        {
            ["client_id"] = tool.ClientId,
            ["application_type"] = "web",
            ["response_types"] = new JsonArray("id_token"),
            ["grant_types"] = new JsonArray("implicit", "client_credentials"),
            ["client_name"] = tool.Name,
            ["initiate_login_uri"] = tool.InitiateLoginUri,
            ["redirect_uris"] = Array(tool.RedirectUris),
            ["jwks_uri"] = tool.JwksUri,
            ["logo_uri"] = tool.LogoUri,
            ["token_endpoint_auth_method"] = "private_key_jwt",
            ["scope"] = string.Join(' ', tool.Scopes),
            [LtiNames.ToolConfiguration] = configuration,
        };
    }

    private static string? DeepLinkUriOf(JsonObject configuration) =>
        (configuration["messages"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(m => Text(m, "type") == LtiNames.DeepLinkingRequest)
            .Select(m => Text(m, "target_link_uri") ?? Text(configuration, "target_link_uri"))
            .FirstOrDefault();

    private static ProblemResult Refuse(int status, string code) => new(status, code);

    private static bool IsUrl(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static string? Text(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static ImmutableList<string> Texts(JsonNode? node) =>
        [.. (node as JsonArray ?? []).OfType<JsonValue>().Select(v => v.TryGetValue<string>(out var text) ? text : "").Where(t => t.Length > 0)];

    internal static ImmutableDictionary<string, string> TextMap(JsonNode? node) =>
        (node as JsonObject ?? [])
            .Where(x => x.Value is JsonValue)
            .ToImmutableDictionary(x => x.Key, x => x.Value!.ToString());

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
}

/// <summary>Where to send the administrator; the parts are named for scripts that call the tool themselves.</summary>
internal sealed record RegistrationLink(string Url, string OpenIdConfiguration, string RegistrationToken);
