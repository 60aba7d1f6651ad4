using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>What the platform says about itself (Dynamic Registration 1.0, platform configuration).</summary>
internal static class OpenIdConfiguration
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/openid-configuration", Describe);
        routes.MapGet("/.well-known/openid-configuration", Describe);
        routes.MapGet("/lti/jwks.json", (PlatformKey key) => TypedResults.Json(key.KeySet()));
    }

    // Brightspace tells there what its token endpoint wants to hear.
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Audience(Personality personality) =>
        personality.TokenAudience is { } audience ? [new("authorization_server", audience)] : [];

    private static JsonHttpResult<JsonObject> Describe(CampusOrigin origin, DemoLmsOptions options) => TypedResults.Json(new JsonObject(Audience(options.Personality))
    {
        ["issuer"] = origin.Issuer,
        ["authorization_endpoint"] = origin.At("/lti/authorize"),
        ["token_endpoint"] = origin.At("/lti/token"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
        ["token_endpoint_auth_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["jwks_uri"] = origin.At("/lti/jwks.json"),
        ["registration_endpoint"] = origin.At("/lti/registration"),
        ["scopes_supported"] = new JsonArray(["openid", .. LtiNames.Scopes.Select(s => JsonValue.Create(s))]),
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["claims_supported"] = new JsonArray("sub", "iss", "name", "given_name", "family_name", "email", "locale"),
        [LtiNames.PlatformConfiguration] = new JsonObject
        {
            ["product_family_code"] = options.Personality.Family,
            ["version"] = "1.0",
            ["messages_supported"] = new JsonArray(
                new JsonObject { ["type"] = LtiNames.ResourceLinkRequest },
                new JsonObject { ["type"] = LtiNames.DeepLinkingRequest, ["placements"] = new JsonArray("ContentArea") },
                new JsonObject { ["type"] = LtiNames.SubmissionReviewRequest }),
            ["variables"] = new JsonArray([.. CustomVariables.Known.Select(v => JsonValue.Create(v))]),
        },
    });
}
