using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>A course: its activities, the tool in its frame, and for learners their own marks.</summary>
internal sealed class CoursePage(PageMaker pages, Guard guard, CampusStore store)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/courses/{course:int}", (CoursePage p, HttpContext context, int course, int? link) => p.Show(context, course, link));
        routes.MapGet("/courses/{course:int}/add", (CoursePage p, HttpContext context, int course, string? tool) => p.Add(context, course, tool));
        routes.MapGet("/courses/{course:int}/review/{item:int}/{person:int}", (CoursePage p, HttpContext context, int course, int item, int person) => p.Review(context, course, item, person));
        routes.MapPost("/courses/{course:int}/links/{link:int}/remove", (CoursePage p, HttpContext context, int course, int link) => p.Remove(context, course, link));
    }

    private IResult Show(HttpContext context, int courseId, int? linkId)
    {
        if (guard.MembersOf(context, courseId) is { } refusal) return refusal;

        var words = pages.Words(context);
        var state = store.Current;
        var course = state.Course(courseId)!;
        var person = pages.Visitor(context).Person!;
        var links = state.Links.FindAll(l => l.CourseId == courseId);
        var shown = links.Find(l => l.Id == linkId) ?? (links.IsEmpty ? null : links[0]);
        return pages.Show(context, course.Title, Html.Of($"""
            <h1>{course.Title}</h1>
            {Tabs(course, person, words, "course")}
            <div class="course">
              <section aria-labelledby="activities" class="side">
                <h2 id="activities">{words["Activities"]}</h2>
                <ul class="activities">
                  {course.Items.Where(i => i.IsActivity && i.ToolClientId is null).Select(i => Html.Of($"<li>{i.Name} <small>{Own(course, i, person, words)}</small>{HandedIn(course, i, person, words)}</li>"))}
                  {course.Activities.Select(a => Html.Of($"<li>{a.Name} <small>{OwnMark(course, a, person, words)}</small></li>"))}
                  {links.Select(l => LinkEntry(l, l == shown, person, words))}
                </ul>
                {Html.If(!person.Teaches, () => Html.Of($"<p class=\"state\" data-testid=\"my-completion\">{(course.CompletionOf(person.Id) is null ? words["Course not completed yet"] : words["✓ Course completed"])}</p>"))}
                {Html.If(person.Teaches, () => AddButtons(state, course, words))}
              </section>
              {(shown is null ? NoTool(person, words) : Frame(state, shown, words))}
            </div>
            """));
    }

    /// <summary>The pages of a course, for those who teach it.</summary>
    public static Html Tabs(Course course, Person person, Words words, string current) => !person.Teaches ? Html.Empty : Html.Of($"""
        <nav class="tabs" aria-label="{words["Course"]}"><ul>
          {Tab($"/courses/{course.Id}", words["Course"], "course", current)}
          {Tab($"/courses/{course.Id}/gradebook", words["Gradebook"], "gradebook", current)}
          {Tab($"/courses/{course.Id}/completion", words["Completion"], "completion", current)}
          {Tab($"/courses/{course.Id}/people", words["Participants"], "people", current)}
        </ul></nav>
        """);

    private static Html Tab(string url, string text, string name, string current) => Html.Of($"""
        <li><a href="{url}" data-testid="tab-{name}"{Html.If(name == current, () => Html.Of($" aria-current=\"page\""))}>{text}</a></li>
        """);

    private static Html LinkEntry(ResourceLink link, bool current, Person person, Words words) => Html.Of($"""
        <li>
          <a href="/courses/{link.CourseId}?link={link.Id}" data-testid="link-{link.Id}"{Html.If(current, () => Html.Of($" aria-current=\"true\""))}>{link.Title}</a>
          {Html.If(person.Teaches, () => Html.Of($"""
            <form method="post" action="/courses/{link.CourseId}/links/{link.Id}/remove"><button class="plain small" aria-label="{words["Remove {0}", link.Title]}">{words["Remove"]}</button></form>
            """))}
        </li>
        """);

    private static string Own(Course course, GradeItem item, Person person, Words words) => person.Teaches
        ? words["out of {0}", Text(item.Maximum)]
        : course.GradeOf(item.Id, person.Id) switch
        {
            { Value: { } value, Hidden: false } => words["{0} of {1}", Text(value), Text(item.Maximum)],
            _ => words["no grade yet"],
        };

    private static Html HandedIn(Course course, GradeItem item, Person person, Words words) =>
        string.Join(", ", course.WorkOf(item.Id, person.Id).Select(file => file.Name)) is { Length: > 0 } names ? Html.Of($"<br><small data-testid=\"handed-in\">{words["Handed in: {0}", names]}</small>") : Html.Empty;

    private static string OwnMark(Course course, Activity activity, Person person, Words words) =>
        person.Teaches ? "" : course.MarkOf(activity.CourseModule, person.Id) is null ? words["to do"] : words["✓ done"];

    private static Html AddButtons(CampusState state, Course course, Words words) => Html.Of($"""
        {state.Tools.Where(t => t is { Active: true, DeepLinkUri: not null }).Select(t => Html.Of($"""
          <p><a class="button" href="/courses/{course.Id}/add?tool={t.ClientId}" data-testid="add-from-tool">{words["Add from {0}", t.Name]}</a></p>
          """))}
        """);

    private static Html NoTool(Person person, Words words) => Html.Of($"""
        <section class="note" data-testid="no-tool">
          <p>{words["No tool has been added to this course."]}</p>
          {Html.If(person.Teaches, () => Html.Of($"<p>{words["The administrator registers one on the administration page."]}</p>"))}
        </section>
        """);

    private static Html Frame(CampusState state, ResourceLink link, Words words) => Html.Of($"""
        <section class="tool" aria-labelledby="tool-title">
          <h2 id="tool-title">{link.Title}</h2>
          {FrameOf(state, state.Tool(link.ClientId)!, $"/lti/launch/{link.Id}", link.Title)}
          <p class="small"><a href="/lti/launch/{link.Id}" target="_blank" data-testid="open-in-window">{words["Open in a new window"]}</a></p>
        </section>
        """);

    private static Html FrameOf(CampusState state, Tool tool, string source, string title) => Html.Of($"""
        <iframe src="{source}" title="{title}" data-testid="tool-frame" data-tool-origin="{tool.Origin}"
          {Html.If(state.PlatformStorage, () => Html.Of($"data-platform-storage"))}
          allow="clipboard-write; fullscreen"></iframe>
        """);

    private IResult Add(HttpContext context, int courseId, string? clientId)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;

        var words = pages.Words(context);
        var state = store.Current;
        if ((clientId is null ? state.Tools.Find(t => t.DeepLinkUri is not null) : state.Tool(clientId)) is not { } tool)
        {
            return pages.Refuse(context, 404, "tool-unknown", words["No tool has been added to this course."]);
        }

        var course = state.Course(courseId)!;
        return pages.Show(context, words["Add from {0}", tool.Name], Html.Of($"""
            <h1>{words["Add from {0}", tool.Name]}</h1>
            <p><a href="/courses/{courseId}">{words["Back to the course"]}</a></p>
            {FrameOf(state, tool, $"/lti/deep-link/{course.Id}/{tool.ClientId}", tool.Name)}
            """));
    }

    private IResult Review(HttpContext context, int courseId, int itemId, int personId)
    {
        if (guard.MembersOf(context, courseId) is { } refusal) return refusal;

        var words = pages.Words(context);
        var state = store.Current;
        if (state.Course(courseId)!.Item(itemId) is not { ToolClientId: { } clientId } item || state.Tool(clientId) is not { } tool || state.Person(personId) is not { } owner)
        {
            return pages.Refuse(context, 404, "item-not-of-a-tool", words["That is not here any more. Go back to the course and try again."]);
        }

        return pages.Show(context, item.Name, Html.Of($"""
            <h1>{item.Name}: {owner.FullName}</h1>
            <p><a href="/courses/{courseId}/gradebook">{words["Back to the gradebook"]}</a></p>
            {FrameOf(state, tool, $"/lti/review/{courseId}/{itemId}/{personId}", item.Name)}
            """));
    }

    private IResult Remove(HttpContext context, int courseId, int linkId)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;

        store.Change(s => s.Link(linkId) is not { } link || link.CourseId != courseId ? s : s.With(s.Course(courseId)! with
        {
            Items = s.Course(courseId)!.Items.RemoveAll(i => i.LinkId == linkId),
        }) with { Links = s.Links.Remove(link) });
        return TypedResults.Redirect($"/courses/{courseId}");
    }

    private static string Text(decimal number) => number.ToString("0.##########", System.Globalization.CultureInfo.InvariantCulture);
}
