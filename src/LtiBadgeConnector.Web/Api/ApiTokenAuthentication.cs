using System.Security.Claims;
using System.Text.Encodings.Web;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LtiBadgeConnector.Web.Api;

/// <summary>Recognises programs by the bearer token an administrator made for them. A token belongs to one institution.</summary>
internal sealed class ApiTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokenRepository tokens, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiToken";
    public const string ScopeClaim = "scope";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();

        var now = time.Now();
        if (await tokens.FindValid(header[Bearer.Length..].Trim(), now, Context.RequestAborted) is not { } token) return AuthenticateResult.Fail("Unknown, revoked or expired.");
        await tokens.NoteUse(token, now, Context.RequestAborted);

        Context.Features.Set(new ApiCaller(token.Tenant, token.Hash));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, token.Hash), .. token.Scopes.Select(scope => new Claim(ScopeClaim, scope))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var isMissing = Request.Headers.Authorization.Count == 0;
        Response.Headers.WWWAuthenticate = isMissing ? "Bearer" : "Bearer error=\"invalid_token\"";
        return ProblemResults.ToHttpResult(isMissing ? "api-token-missing" : "api-token-invalid").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return ProblemResults.ToHttpResult("api-scope-missing").ExecuteAsync(Context);
    }
}

/// <summary>Who calls.</summary>
/// <param name="Token">The token's hash, which names it in the console and in the audit trail.</param>
internal sealed record ApiCaller(TenantId Tenant, string Token)
{
    /// <summary>For the parameters of an endpoint behind a scope.</summary>
    public static ValueTask<ApiCaller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<ApiCaller>());
}
