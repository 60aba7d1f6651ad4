using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Web.Problems;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>The doors by which an LMS sends people: login initiation, launch, and the second step of a launch without cookies.</summary>
internal static class LoginEndpoints
{
    private const string Resuming = "/lti/login/resume";
    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];

    public static void MapLaunches(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/lti/login", GetAndPost, Login).AllowAnonymous().DisableAntiforgery();
        routes.MapMethods("/lti/login/{registration}", GetAndPost, Login).AllowAnonymous().DisableAntiforgery();
        routes.MapGet(Resuming, Resume).AllowAnonymous();
        routes.MapPost("/lti/launch", Launch).AllowAnonymous().DisableAntiforgery();
        routes.MapGet("/lti/launch", () => ProblemResults.ToPage("launch-by-address")).AllowAnonymous();
        routes.MapPost("/lti/launch/confirm", Confirm).AllowAnonymous().DisableAntiforgery();
        routes.MapGet("/lti/jwks.json", Keys).AllowAnonymous();
    }

    private static async Task<IResult> Login(HttpContext context, LoginFlow flow, string? registration, CancellationToken ct)
    {
        if (registration is not null && RegistrationId.Parse(registration) is null) return ProblemResults.ToPage("login-registration-unknown");
        var id = registration is null ? null : RegistrationId.Parse(registration);

        return await flow.Start(await Parameters(context.Request, ct), id, ct) switch
        {
            LoginResult.Started { Login: var login } => Begin(context, login),
            LoginResult.Refused { Refusal: var refusal } => ProblemResults.ToPage(refusal.Code, refusal.Detail),
            var other => throw new InvalidOperationException($"Unknown login result {other}."),
        };
    }

    private static IResult Begin(HttpContext context, LoginStart login)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Cookies.Append(login.CookieName, login.Verifier, LaunchCookies.Framed(path: "/", login.Lifetime));
        var resume = $"{Resuming}?state={login.State}&nonce={login.Nonce}";
        if (login.StorageTarget is not null) return new StorageLoginPage(login, resume);
        // Redirects only: they keep Moodle's own session cookie.
        return TypedResults.Redirect(MayRefuseCookies(context.Request) ? resume : login.AuthorizationUrl);
    }

    // Once the platform has been asked it does not take the same message hint again, so a frame that gets no cookie has to
    // be noticed before. A browser that brings the cookie of an earlier login keeps cookies here.
    private static bool MayRefuseCookies(HttpRequest request) =>
        request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame" && !request.Cookies.Keys.Any(name => name.StartsWith(LoginCookie.Prefix, StringComparison.Ordinal));

    private static async Task<IResult> Resume(HttpContext context, LoginFlow flow, string? state, string? nonce, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await flow.Resume(state, nonce, name => context.Request.Cookies[name], ct) switch
        {
            LoginResult.Kept { AuthorizationUrl: var url } => TypedResults.Redirect(url),
            LoginResult.NeedsWindow needed => new NewWindowPage(needed),
            LoginResult.Refused { Refusal: var refusal } => ProblemResults.ToPage(refusal.Code, refusal.Detail),
            var other => throw new InvalidOperationException($"Unknown login result {other}."),
        };
    }

    private static async Task<IResult> Launch(HttpContext context, LaunchFlow flow, LaunchArrival arrival, CancellationToken ct) =>
        await Answer(context, await flow.Receive(await Form(context.Request, ct), name => context.Request.Cookies[name], ct), arrival, isCookieless: false, ct);

    private static async Task<IResult> Confirm(HttpContext context, LaunchFlow flow, LaunchArrival arrival, CancellationToken ct)
    {
        var form = await Form(context.Request, ct);
        var result = await flow.Confirm(form.GetValueOrDefault("state", ""), form.GetValueOrDefault("verifier", ""), ct);
        return await Answer(context, result, arrival, isCookieless: true, ct);
    }

    private static async Task<IResult> Answer(HttpContext context, LaunchResult result, LaunchArrival arrival, bool isCookieless, CancellationToken ct) => result switch
    {
        LaunchResult.Accepted accepted => await arrival.Arrive(context, accepted, isCookieless, ct),
        LaunchResult.NeedsBrowserProof needed => new BrowserProofPage(needed),
        LaunchResult.DeploymentPending => ProblemResults.ToPage("launch-deployment-pending"),
        LaunchResult.Refused { Refusal: var refusal } => ProblemResults.ToPage(refusal.Code, refusal.Detail),
        _ => throw new InvalidOperationException($"Unknown launch result {result}."),
    };

    private static async Task<IResult> Keys(IToolKeys keys, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Bytes(ToolJwks.Document(await keys.Published(ct)), "application/json");
    }

    private static async Task<IReadOnlyDictionary<string, string>> Parameters(HttpRequest request, CancellationToken ct) =>
        HttpMethods.IsPost(request.Method) ? await Form(request, ct) : request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    private static async Task<IReadOnlyDictionary<string, string>> Form(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return new Dictionary<string, string>();
        var form = await request.ReadFormAsync(ct);
        return form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
    }
}

/// <summary>Cookies that live in an LMS's frame.</summary>
internal static class LaunchCookies
{
    /// <summary>Partitioned, so that a browser which blocks third-party cookies keeps it (CHIPS).</summary>
    public static CookieOptions Framed(string path, TimeSpan lifetime)
    {
        var cookie = new CookieOptions { Path = path, Secure = true, HttpOnly = true, SameSite = SameSiteMode.None, IsEssential = true, MaxAge = lifetime };
        cookie.Extensions.Add("Partitioned");
        return cookie;
    }
}
