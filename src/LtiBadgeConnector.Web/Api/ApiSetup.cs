using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace LtiBadgeConnector.Web.Api;

/// <summary>Who may call the REST API, how its documents are written, and its description.</summary>
internal static class ApiSetup
{
    private const string SecurityScheme = "token";

    public static string PolicyOf(string scope) => "api:" + scope;

    public static void AddApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiTokenAuthentication>(ApiTokenAuthentication.SchemeName, null);
        var policies = services.AddAuthorizationBuilder();
        foreach (var scope in ApiScopes.All) policies.AddPolicy(PolicyOf(scope.Name), For(scope.Name));

        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        // What a caller wrote wrongly is a problem document in every environment, never an exception's page.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, context, ct) =>
            {
                document.Info = new() { Title = "LTI Badge Connector", Version = "v1", Description = "Micro-credentials, awards, learners and connections of one institution." };
                // Wherever it is asked for: a description must not name the host it happened to be fetched from.
                document.Servers = [];
                document.Components ??= new();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [SecurityScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token made below /admin or by admin token." },
                };
                document.Security = [new() { [new OpenApiSecuritySchemeReference(SecurityScheme, document)] = [] }];
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>The description is public: it says what there is, not what is in it.</summary>
    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi(ApiEndpoints.Root + "/openapi.json").AllowAnonymous();

    private static AuthorizationPolicy For(string scope) =>
        new AuthorizationPolicyBuilder(ApiTokenAuthentication.SchemeName).RequireAuthenticatedUser().RequireClaim(ApiTokenAuthentication.ScopeClaim, scope).Build();
}
