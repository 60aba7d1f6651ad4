namespace LtiBadgeConnector.Web.Ui;

/// <summary>Writes the headers that keep a page to itself, at the last moment, from its <see cref="Ui.PagePolicy"/>.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        context.Response.OnStarting(Write, context);
        return next(context);
    }

    private static Task Write(object state)
    {
        var context = (HttpContext)state;
        var policy = context.PagePolicy();
        var headers = context.Response.Headers;

        headers.ContentSecurityPolicy = policy.ContentSecurityPolicy();
        headers.XContentTypeOptions = "nosniff";
        // Share links are unguessable and stay so only when no other site is told them.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
        // X-Frame-Options cannot name an origin, so a framed page must do without it.
        if (policy.IsFramed) headers.Remove("X-Frame-Options");
        else headers.XFrameOptions = "DENY";
        return Task.CompletedTask;
    }
}
