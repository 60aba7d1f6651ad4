using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>Puts the verifier into the platform's storage, then goes on to the platform.</summary>
/// <param name="Resume">Where to go on when the storage does not answer: the cookie may have been kept.</param>
internal sealed record StorageLoginPage(LoginStart Login, string Resume) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.PagePolicy().AllowFramingByAnyone();
        return RazorView.Render(httpContext, "/Pages/Launch/StoreAndGo.cshtml", this);
    }
}

/// <summary>Asks the platform's storage for the verifier and posts it; offers a window of its own when nobody answers.</summary>
internal sealed record BrowserProofPage(LaunchResult.NeedsBrowserProof Needed) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-store";
        NewWindow.Allow(httpContext, Needed.PlatformOrigin);
        return RazorView.Render(httpContext, "/Pages/Launch/Proof.cshtml", Needed);
    }
}

/// <summary>No cookie and no storage: a button that starts the login again in a window of its own.</summary>
internal sealed record NewWindowPage(LoginResult.NeedsWindow Needed) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        NewWindow.Allow(httpContext, Needed.PlatformOrigin);
        return RazorView.Render(httpContext, "/Pages/Launch/NewWindow.cshtml", new NewWindow(Needed.Registration, Needed.Login));
    }
}

/// <summary>What the button for a window of its own posts: the initiation again, to our own login.</summary>
internal sealed record NewWindow(Registration Registration, LoginInitiation Login)
{
    /// <summary>Storage was tried already; in a window of its own the cookie is a first-party one.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields => (Login with { StorageTarget = null }).Parameters();

    /// <summary>The page stands in the LMS's frame, and browsers hold its form to the policy through the redirect to the platform.</summary>
    public static void Allow(HttpContext context, string platformOrigin)
    {
        context.PagePolicy().AllowFramingByAnyone();
        context.PagePolicy().AllowFormsTo(platformOrigin);
    }
}

/// <summary>The first page of a launch without cookies: carries the session to the browser's memory and loads the real page.</summary>
/// <param name="AnswersTo">Where the visit ends with a form to the platform: the policy of this page stays in force until then.</param>
internal sealed record CookielessFirstPage(LaunchSession Session, string Secret, string Destination, string? AnswersTo) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.PagePolicy().AllowFraming(Session.Content.FrameAncestors);
        if (AnswersTo is not null) httpContext.PagePolicy().AllowFormsTo(AnswersTo);
        return RazorView.Render(httpContext, "/Pages/Launch/First.cshtml", this);
    }
}
