using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.JsonWebTokens;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>OAuth 2 client credentials with a signed assertion (RFC 7523): gives tools access tokens for the services.</summary>
internal sealed class TokenEndpoint(CampusStore store, CampusOrigin origin, PlatformKey key, ToolTokens tokens, DemoLmsOptions options)
{
    public const string TokenType = "at+jwt";

    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const int Life = 3600;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/lti/token", (TokenEndpoint endpoint, HttpRequest request, CancellationToken ct) => endpoint.Give(request, ct));

    private async Task<IResult> Give(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return Refuse("invalid_request", "token-request-not-a-form");

        var form = await request.ReadFormAsync(ct);
        if (form["grant_type"] != "client_credentials") return Refuse("unsupported_grant_type", "token-grant-unsupported");
        if (form["client_assertion_type"] != AssertionType) return Refuse("invalid_request", "token-assertion-type-wrong");

        var (tool, problem) = await Authenticate(form["client_assertion"].ToString(), ct);
        if (tool is null) return Refuse("invalid_client", problem!);

        var granted = form["scope"].ToString().Split(' ').Where(tool.Scopes.Contains).Distinct().ToList();
        return granted.Count == 0 ? Refuse("invalid_scope", "token-scope-not-granted") : Answer(tool, string.Join(' ', granted));
    }

    private async Task<(Tool? Tool, string? Problem)> Authenticate(string assertion, CancellationToken ct)
    {
        var handler = new JsonWebTokenHandler();
        if (!handler.CanReadToken(assertion)) return (null, "token-malformed");
        if (store.Current.Tool(handler.ReadJsonWebToken(assertion).Subject) is not { Active: true } tool) return (null, "token-client-unknown");

        var read = await tokens.Read(assertion, tool, options.Personality.TokenAudience ?? origin.At("/lti/token"), ct);
        if (read is not ToolToken.Genuine(var token)) return (null, ((ToolToken.Refused)read).Code);
        if (string.IsNullOrEmpty(token.Id)) return (null, "token-jti-missing");

        // Kept past its expiry by more than the leeway, so that the last minute is no door.
        var isFirstUse = tokens.Spend($"jti:{tool.ClientId}:{token.Id}", token.ValidTo.AddMinutes(5));
        return isFirstUse ? (tool, null) : (null, "token-jti-reused");
    }

    private JsonHttpResult<JsonObject> Answer(Tool tool, string scope)
    {
        var now = options.Time.GetUtcNow().ToUnixTimeSeconds();
        var token = key.Sign(
            new JsonObject { ["iss"] = origin.Value, ["sub"] = tool.ClientId, ["scope"] = scope, ["iat"] = now, ["exp"] = now + Life, ["jti"] = CampusSeed.RandomHex(8) },
            TokenType);
        return TypedResults.Json(new JsonObject
        {
            ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = Life, ["scope"] = scope,
        });
    }

    private static ProblemResult Refuse(string error, string code) => new(400, code, error);
}
