using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>The start: the four steps of the demo, each opening as the person who does it, and everybody else below.</summary>
internal sealed class HomePage(PageMaker pages, Visitors visitors, CampusStore store, CampusOrigin origin)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HomePage p, HttpContext context) => p.Show(context));
        routes.MapPost("/sign-in", (HomePage p, HttpContext context, CancellationToken ct) => p.SignIn(context, ct));
        routes.MapPost("/sign-out", (HttpContext context) =>
        {
            Visitors.SignOut(context);
            return TypedResults.Redirect("/");
        });
        routes.MapPost("/language", async (HttpContext context, CancellationToken ct) =>
        {
            var form = await Forms.Read(context, ct);
            Visitors.Choose(context, form["language"].ToString());
            return TypedResults.Redirect(Local(form["returnUrl"]));
        });
    }

    private async Task<IResult> SignIn(HttpContext context, CancellationToken ct)
    {
        var form = await Forms.Read(context, ct);
        if (store.Current.PersonNamed(form["person"].ToString()) is not { } person)
        {
            return pages.Refuse(context, 404, "person-unknown", pages.Words(context)["There is nobody of that name."]);
        }

        visitors.SignIn(context, person);
        return TypedResults.Redirect(Local(form["returnUrl"]));
    }

    private PageResult Show(HttpContext context)
    {
        var words = pages.Words(context);
        var state = store.Current;
        var tool = state.Tools.Find(t => t.Active);
        return pages.Show(context, words["Home"], Html.Of($"""
            <h1>{words["From a grade to a badge in four steps"]}</h1>
            <p class="lead">{words["Hokuto Campus plays the LMS. The badge connector is a separate program that it talks to over HTTP, as any LMS would."]}</p>
            <ol class="steps">
              {Step(words, "1", words["The administrator registers the tool"],
                  tool is null
                    ? words["No tool is registered yet."]
                    : words["Done already: {0} is registered. You may look at it, or register it again.", tool.Name],
                  "admin", "/admin", words["Open as administrator"])}
              {Step(words, "2", words["The instructor sets up a micro-credential"],
                  words["Open the tool inside Data Science I and ask for: Quiz 1 at least 60%, Final project at least 70%, course completed. Four learners have that already."],
                  "instructor", $"/courses/{CampusSeed.DataScience}", words["Open as instructor"])}
              {Step(words, "3", words["The instructor grades a learner"],
                  words["高橋 恵美 only waits for the grade of the Final project. Give her 85 and save. The campus sends its webhook by itself."],
                  "instructor", $"/courses/{CampusSeed.DataScience}/gradebook#row-23", words["Open the gradebook"])}
              {Step(words, "4", words["The learner sees the badge, and anybody can verify it"],
                  words["Her course page shows the badge without a reload. From there open the public page, download the credential and check it."],
                  "emi", $"/courses/{CampusSeed.DataScience}", words["Open as 高橋 恵美"])}
            </ol>
            {Html.If(tool is not null, () => Html.Of($"<p><a href=\"{tool!.Origin}\" data-testid=\"tool-home\" target=\"_blank\" rel=\"noopener\">{words["Open the tool's own site"]}</a> · {words["This campus is"]} <code>{origin.Value}</code></p>"))}
            <h2>{words["Everybody"]}</h2>
            <ul class="people">{state.People.Select(p => PersonButton(p, words))}</ul>
            """));
    }

    private static Html Step(Words words, string number, string title, string text, string person, string returnUrl, string button) => Html.Of($"""
        <li>
          <h2>{title}</h2>
          <p>{text}</p>
          <form method="post" action="/sign-in">
            <input type="hidden" name="person" value="{person}">
            <input type="hidden" name="returnUrl" value="{returnUrl}">
            <button class="button" data-testid="step-{number}" aria-label="{words["Step {0}: {1}", number, button]}">{button}</button>
          </form>
        </li>
        """);

    private static Html PersonButton(Person person, Words words) => Html.Of($"""
        <li><form method="post" action="/sign-in">
          <input type="hidden" name="returnUrl" value="{(person.IsAdministrator ? "/admin" : $"/courses/{CampusSeed.DataScience}")}">
          <button name="person" value="{person.Username}" data-testid="person-{person.Username}">
            <span>{person.FullName}</span> <small>{words[RoleOf(person)]}</small>
          </button>
        </form></li>
        """);

    private static string RoleOf(Person person) => person.Kind switch
    {
        PersonKind.Administrator => "Administrator",
        PersonKind.Instructor => "Instructor",
        PersonKind.TestUser => "Test user",
        _ => "Learner",
    };

    /// <summary>Only a path of our own: anything else would make the sign-in an open redirect.</summary>
    private static string Local(string? url) => url is ['/', not ('/' or '\\'), ..] ? url : "/";
}
