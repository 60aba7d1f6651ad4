using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>
/// Inside a launch the token comes from the launch session, because the framework's own needs a second cookie that a frame may
/// not have. Everywhere else the framework's own implementation answers.
/// </summary>
internal sealed class LaunchAntiforgery(IAntiforgery framework) : IAntiforgery
{
    private const string Field = "__RequestVerificationToken";
    private const string Header = "RequestVerificationToken";

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) => OfLaunch(httpContext) ?? framework.GetAndStoreTokens(httpContext);

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => OfLaunch(httpContext) ?? framework.GetTokens(httpContext);

    public async Task<bool> IsRequestValidAsync(HttpContext httpContext)
    {
        if (OfLaunch(httpContext) is not { } expected) return await framework.IsRequestValidAsync(httpContext);
        return IsSafe(httpContext.Request.Method) || Matches(await Given(httpContext.Request), expected.RequestToken!);
    }

    public async Task ValidateRequestAsync(HttpContext httpContext)
    {
        if (OfLaunch(httpContext) is null) await framework.ValidateRequestAsync(httpContext);
        else if (!await IsRequestValidAsync(httpContext)) throw new AntiforgeryValidationException("The form does not belong to this launch.");
    }

    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
        if (OfLaunch(httpContext) is null) framework.SetCookieTokenAndHeader(httpContext);
    }

    private static AntiforgeryTokenSet? OfLaunch(HttpContext context) =>
        context.Features.Get<OpenLaunch>() is { } launch
            ? new(LaunchSecret.RequestTokenOf(launch.Secret), cookieToken: null, Field, Header)
            : null;

    private static async Task<string?> Given(HttpRequest request)
    {
        if (request.Headers[Header].ToString() is { Length: > 0 } header) return header;
        return request.HasFormContentType ? (await request.ReadFormAsync()).TryGetValue(Field, out var value) ? value.ToString() : null : null;
    }

    private static bool Matches(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
