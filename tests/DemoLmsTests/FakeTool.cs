using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.DemoLmsTests;

/// <summary>The tool's side of the conversation: publishes a key, takes webhooks, signs what a tool signs.</summary>
public sealed class FakeTool : IAsyncDisposable
{
    // One for all tests: making a key takes longer than most of them.
    private static readonly RSA Key = RSA.Create(2048);

    private readonly WebApplication app;

    private FakeTool()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        app = builder.Build();
        app.UseRouting();
        app.MapGet("/jwks", () => TypedResults.Json(KeySet()));
        app.MapPost("/webhook", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            Deliveries.Enqueue(new(
                request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString(),
                request.Headers["webhook-signature"].ToString(), await reader.ReadToEndAsync()));
            return Results.StatusCode(Answer);
        });
    }

    public string KeyId { get; set; } = "tool-key-1";

    /// <summary>Status the webhook receiver answers with.</summary>
    public int Answer { get; set; } = 202;

    public ConcurrentQueue<Received> Deliveries { get; } = new();

    public string Origin => app.Urls.First();

    public static async Task<FakeTool> Start()
    {
        var tool = new FakeTool();
        await tool.app.StartAsync();
        return tool;
    }

    public JsonObject Registration() => new()
    {
        ["application_type"] = "web",
        ["response_types"] = new JsonArray("id_token"),
        ["grant_types"] = new JsonArray("implicit", "client_credentials"),
        ["initiate_login_uri"] = Origin + "/login",
        ["redirect_uris"] = new JsonArray(Origin + "/launch"),
        ["client_name"] = "Stub tool",
        ["jwks_uri"] = Origin + "/jwks",
        ["token_endpoint_auth_method"] = "private_key_jwt",
        ["scope"] = string.Join(' ', Scopes.All) + " https://example.org/unknown-scope",
        ["https://purl.imsglobal.org/spec/lti-tool-configuration"] = new JsonObject
        {
            ["domain"] = new Uri(Origin).Authority,
            ["target_link_uri"] = Origin + "/launch",
            ["custom_parameters"] = new JsonObject
            {
                ["user_id"] = "$User.id", ["sourced_id"] = "$Person.sourcedId", ["time_zone"] = "$Person.address.timezone", ["unknown"] = "$Canvas.course.id",
                ["context"] = "$Context.id", ["history"] = "$Context.id.history", ["link"] = "$ResourceLink.id", ["mail"] = "$Person.email.primary", ["literal"] = "\\$Context.id",
            },
            ["claims"] = new JsonArray("iss", "sub", "name", "given_name", "family_name", "email"),
            ["messages"] = new JsonArray(
                new JsonObject { ["type"] = "LtiResourceLinkRequest" },
                new JsonObject { ["type"] = "LtiDeepLinkingRequest", ["placements"] = new JsonArray("ContentArea") }),
        },
    };

    public string Sign(JsonObject claims, RSA? with = null, string? keyId = null)
    {
        // The caller's key id is what goes into the header, also when it is none at all.
        var key = new RsaSecurityKey(with ?? Key) { KeyId = keyId ?? KeyId };
        return new JsonWebTokenHandler().CreateToken(claims.ToJsonString(), new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private JsonObject KeySet()
    {
        var parameters = Key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = KeyId,
                ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
            }),
        };
    }
}

public sealed record Received(string Id, string Timestamp, string Signature, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => (string)Json["type"]!;
}

public static class Scopes
{
    public const string LineItem = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
    public const string Results = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly";
    public const string Score = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
    public const string Members = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";

    public static string[] All { get; } = [LineItem, Results, Score, Members];
}
