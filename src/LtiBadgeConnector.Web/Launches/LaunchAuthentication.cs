using System.Security.Claims;
using System.Text.Encodings.Web;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>
/// Recognises the pages of a launch: by a partitioned cookie whose path is the launch's own, or, where the browser keeps no
/// cookie, by the header that htmx sends, or, for one download, by a ticket.
/// </summary>
internal sealed class LaunchAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, LaunchSessions sessions, LaunchTickets tickets)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Launch";
    public const string CookieName = "__Secure-lbc-launch";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.RouteValues["handle"] is not string handle) return AuthenticateResult.NoResult();
        var header = Request.Headers[FrameState.SessionHeader].ToString();
        var secret = header.Length > 0 ? header : Request.Cookies[CookieName] ?? await tickets.Use(Request, Context.RequestAborted);
        if (string.IsNullOrEmpty(secret)) return AuthenticateResult.NoResult();

        var session = await sessions.Find(secret, Context.RequestAborted);
        if (session is null || session.Handle != handle) return AuthenticateResult.Fail("The launch session is over.");

        Open(new OpenLaunch(session, secret), isCookieless: header.Length > 0);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, session.Content.Subject), .. RolesOf(session)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Context.PagePolicy().AllowFramingByAnyone();
        return ProblemResults.ToPage("launch-session-missing").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemResults.ToPage("not-allowed").ExecuteAsync(Context);

    private void Open(OpenLaunch launch, bool isCookieless)
    {
        Context.Features.Set(launch);
        Context.Features.Set(new FrameState(
            launch.Session.Content.PlatformOrigin, isCookieless ? launch.Secret : null, LaunchSecret.RequestTokenOf(launch.Secret)));
        Context.PagePolicy().AllowFraming(launch.Session.Content.FrameAncestors);
        Response.Headers.CacheControl = "no-store";
    }

    private static IEnumerable<Claim> RolesOf(LaunchSession session)
    {
        if (session.MayEdit) yield return new(ClaimTypes.Role, LaunchRoles.Instructor);
        if (session.MaySee) yield return new(ClaimTypes.Role, LaunchRoles.Staff);
    }
}

internal static class LaunchOpening
{
    /// <summary>Opens the launch that a page belongs to before anything asks for its language; the page's policy decides later who may.</summary>
    public static void UseLaunches(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.RouteValues.ContainsKey("handle")) await context.AuthenticateAsync(LaunchAuthentication.SchemeName);
        await next(context);
    });
}

/// <summary>Roles inside a launch, for policies.</summary>
internal static class LaunchRoles
{
    public const string Instructor = "launch-instructor";
    public const string Staff = "launch-staff";
}
