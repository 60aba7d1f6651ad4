using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>A whole page: head, bar with the person and the language, and the content.</summary>
internal sealed class PageResult(Page page, Html content, int status = 200) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.CacheControl = "no-store";
        await httpContext.Response.WriteAsync(Render().ToString(), httpContext.RequestAborted);
    }

    private Html Render() => Html.Of($"""
        <!doctype html>
        <html lang="{page.Visitor.Language}">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{page.Title} · Hokuto Campus</title>
          <link rel="icon" href="/assets/campus.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/assets/campus.css">
          <script src="/assets/campus.js" defer></script>
        </head>
        {(page.Bare ? Html.Of($"<body class=\"bare\"><main>{content}</main></body>") : Body())}
        </html>
        """);

    private Html Body() => Html.Of($"""
        <body>
        <a class="skip" href="#main">{page.Words["Skip to content"]}</a>
        <header>
        <p class="demo-note">{page.Words["This is a demonstration LMS. The people are invented and there are no passwords."]}</p>
        <div class="bar">
          <a class="brand" href="/" data-testid="home"><img src="/assets/campus.svg" alt="" width="28" height="28"> Hokuto Campus</a>
          {Links()}
          <div class="who">{Who()}{LanguageSwitch()}</div>
        </div>
        </header>
        <main id="main" tabindex="-1">{content}</main>
        </body>
        """);

    private Html Links() => page.Visitor.Person is not { } person ? Html.Empty : Html.Of($"""
        <nav aria-label="{page.Words["Campus"]}">
        {page.Courses.Select(c => Html.Of($"<a href=\"/courses/{c.Id}\"{Current($"/courses/{c.Id}")}>{c.Title}</a>"))}
        {Html.If(person.IsAdministrator, () => Html.Of($"<a href=\"/admin\"{Current("/admin")} data-testid=\"admin\">{page.Words["Administration"]}</a>"))}
        </nav>
        """);

    private Html Current(string path) => Html.If(page.Path.StartsWith(path, StringComparison.Ordinal), () => Html.Of($" aria-current=\"page\""));

    private Html Who() => page.Visitor.Person is not { } person ? Html.Empty : Html.Of($"""
        <span data-testid="signed-in">{person.FullName}</span>
        <form method="post" action="/sign-out"><button class="plain" data-testid="sign-out">{page.Words["Sign out"]}</button></form>
        """);

    private Html LanguageSwitch() => Html.Of($"""
        <form method="post" action="/language">
          <input type="hidden" name="returnUrl" value="{page.PathAndQuery}">
          {(page.Visitor.IsJapanese
              ? Html.Of($"<button class=\"plain\" name=\"language\" value=\"en\" lang=\"en\" data-testid=\"language\">English</button>")
              : Html.Of($"<button class=\"plain\" name=\"language\" value=\"ja\" lang=\"ja\" data-testid=\"language\">日本語</button>"))}
        </form>
        """);
}

/// <summary>What every page needs besides its content.</summary>
internal sealed record Page(string Title, Visitor Visitor, Words Words, string Path, string PathAndQuery, IReadOnlyList<Course> Courses)
{
    /// <summary>Without the campus's bar: pages shown inside the frame while a launch is on its way.</summary>
    public bool Bare { get; init; }
}

/// <summary>Makes pages for the visitor of a request.</summary>
internal sealed class PageMaker(Visitors visitors, CampusStore store)
{
    public Visitor Visitor(HttpContext context) => visitors.Of(context);

    public Words Words(HttpContext context) => new(Visitor(context).Language);

    public PageResult Show(HttpContext context, string title, Html content, int status = 200) =>
        new(PageFor(context, title), content, status);

    public PageResult ShowBare(HttpContext context, string title, Html content, int status = 200) =>
        new(PageFor(context, title) with { Bare = true }, content, status);

    /// <summary>A refusal for people: what happened, and the code for whoever they ask.</summary>
    public PageResult Refuse(HttpContext context, int status, string code, string message) =>
        ShowBare(context, Words(context)["That did not work"], Html.Of($"""
            <div class="note stop" role="alert">
              <h1>{Words(context)["That did not work"]}</h1>
              <p>{message}</p>
              <p><code data-testid="problem-code">{code}</code></p>
            </div>
            """), status);

    private Page PageFor(HttpContext context, string title)
    {
        var visitor = Visitor(context);
        var courses = visitor.Person is { } person
            ? store.Current.Courses.FindAll(c => person.IsAdministrator || c.Enrols(person.Id))
            : [];
        return new(title, visitor, new Words(visitor.Language), context.Request.Path, context.Request.Path + context.Request.QueryString, courses);
    }
}
