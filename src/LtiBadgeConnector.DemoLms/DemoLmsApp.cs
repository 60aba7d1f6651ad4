using System.Text;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.DemoLms.Pages;
using LtiBadgeConnector.DemoLms.Platform;
using LtiBadgeConnector.DemoLms.Services;
using LtiBadgeConnector.DemoLms.WebServices;
using LtiBadgeConnector.DemoLms.Webhooks;

namespace LtiBadgeConnector.DemoLms;

/// <summary>
/// A small LMS that behaves as a foreign one: it shares no code with the connector and meets it over HTTP only.
/// Its address is in <see cref="WebApplication.Urls"/> once the app has started.
/// </summary>
public static class DemoLmsApp
{
    public static WebApplication Create(DemoLmsOptions options)
    {
        // Empty on purpose: neither settings nor environment of the program that hosts the campus may change what it does.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(DemoLmsApp).Assembly.GetName().Name });
        // Typographic quotes of a Link header go out as UTF-8.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8).UseUrls(options.Listen);
        options.Logging?.Invoke(builder.Logging);
        AddCampus(builder.Services, options);

        var app = builder.Build();
        app.Use(Headers);
        app.Use(OwnFormsOnly);
        app.Use((context, next) =>
        {
            context.Request.Path = options.Personality.Undress(context.Request.Path.Value ?? "");
            return next(context);
        });
        app.UseRouting();
        MapCampus(app);
        return app;
    }

    private static void AddCampus(IServiceCollection services, DemoLmsOptions options)
    {
        services.AddRouting();
        services.AddSingleton(options).AddSingleton<CampusStore>().AddSingleton<CampusOrigin>().AddSingleton<CourseDesk>();
        services.AddSingleton<PlatformKey>().AddSingleton<ToolTokens>().AddSingleton<PendingLaunches>().AddSingleton<IdToken>();
        services.AddSingleton<RegistrationEndpoint>().AddSingleton<LaunchEndpoints>().AddSingleton<AuthorizationEndpoint>();
        services.AddSingleton<TokenEndpoint>().AddSingleton<DeepLinkReturn>();
        services.AddSingleton<ServiceCallers>().AddSingleton<AssignmentAndGrades>().AddSingleton<NamesAndRoles>().AddSingleton<MoodleWebServices>();
        services.AddSingleton<OutboxSignal>().AddHostedService<WebhookSender>();
        services.AddSingleton<Visitors>().AddSingleton<PageMaker>().AddSingleton<Guard>();
        services.AddSingleton<HomePage>().AddSingleton<CoursePage>().AddSingleton<GradebookPage>().AddSingleton<CompletionPage>().AddSingleton<AdminPage>();
        services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(20),
            MaxResponseContentBufferSize = 256 * 1024,
            DefaultRequestHeaders = { { "User-Agent", "HokutoCampus/1.0" } },
        });
    }

    private static void MapCampus(WebApplication app)
    {
        HomePage.Map(app);
        CoursePage.Map(app);
        GradebookPage.Map(app);
        CompletionPage.Map(app);
        AdminPage.Map(app);
        Assets.Map(app);
        OpenIdConfiguration.Map(app);
        RegistrationEndpoint.Map(app);
        LaunchEndpoints.Map(app);
        AuthorizationEndpoint.Map(app);
        TokenEndpoint.Map(app);
        DeepLinkReturn.Map(app);
        AssignmentAndGrades.Map(app);
        NamesAndRoles.Map(app);
        MoodleWebServices.Map(app);
    }

    // No form-action: a launch posts to the tool. Frames may be any tool's.
    private static Task Headers(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src http: https:; base-uri 'none'; frame-ancestors 'self'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }

    // Pages of other sites may post only where LTI says so. Programs send no Origin and are told apart by what they sign in with.
    private static Task OwnFormsOnly(HttpContext context, RequestDelegate next)
    {
        var from = context.Request.Headers.Origin.ToString();
        var isForeign = HttpMethods.IsPost(context.Request.Method)
            && from.Length > 0
            && from != $"{context.Request.Scheme}://{context.Request.Host}"
            && !context.Request.Path.StartsWithSegments("/lti");
        return isForeign ? new ProblemResult(403, "form-from-another-site").ExecuteAsync(context) : next(context);
    }
}
