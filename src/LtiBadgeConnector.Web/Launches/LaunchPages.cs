using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>Puts the verifier into the platform's storage, then goes on to the platform.</summary>
internal sealed record StorageLoginPage(LoginStart Login) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.PagePolicy().AllowFraming(Login.PlatformOrigin);
        return RazorView.Render(httpContext, "/Pages/Launch/StoreAndGo.cshtml", Login);
    }
}

/// <summary>Asks the platform's storage for the verifier and posts it; offers a window of its own when nobody answers.</summary>
internal sealed record BrowserProofPage(LaunchResult.NeedsBrowserProof Needed) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.PagePolicy().AllowFraming([Needed.PlatformOrigin, Needed.Registration.Issuer, .. Needed.Registration.FrameAncestors]);
        return RazorView.Render(httpContext, "/Pages/Launch/Proof.cshtml", Needed);
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
