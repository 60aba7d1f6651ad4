using System.Globalization;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>Who has done what, and who has completed the course; the instructor marks both by hand. Also the list of participants.</summary>
internal sealed class CompletionPage(PageMaker pages, Guard guard, CampusStore store, CourseDesk desk)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/courses/{course:int}/completion", (CompletionPage p, HttpContext context, int course) => p.Show(context, course));
        routes.MapPost("/courses/{course:int}/completion", (CompletionPage p, HttpContext context, int course, CancellationToken ct) => p.Mark(context, course, ct));
        routes.MapGet("/courses/{course:int}/people", (CompletionPage p, HttpContext context, int course) => p.ShowPeople(context, course));
        routes.MapPost("/courses/{course:int}/enrolments", (CompletionPage p, HttpContext context, int course, CancellationToken ct) => p.Enrol(context, course, ct));
    }

    private IResult Show(HttpContext context, int courseId)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;

        var words = pages.Words(context);
        var state = store.Current;
        var course = state.Course(courseId)!;
        return pages.Show(context, words["Completion"], Html.Of($"""
            <h1>{course.Title}: {words["Completion"]}</h1>
            {CoursePage.Tabs(course, pages.Visitor(context).Person!, words, "completion")}
            <p>{words["Graded activities complete by their grade. The rest is marked here."]}</p>
            <div class="wide">
            <table class="book">
              <thead><tr>
                <th scope="col">{words["Learner"]}</th>
                {course.Activities.Select(a => Html.Of($"<th scope=\"col\">{a.Name}</th>"))}
                <th scope="col">{words["Course"]}</th>
                <th scope="col">{Course.Competency}</th>
              </tr></thead>
              <tbody>{state.LearnersOf(course).Select(p => Row(course, p, words))}</tbody>
            </table>
            </div>
            """));
    }

    private static Html Row(Course course, Person person, Words words) => Html.Of($"""
        <tr data-testid="row-{person.Username}">
          <th scope="row">{person.FullName}</th>
          {course.Activities.Select(a => Toggle(course, person, a.CourseModule.ToString(CultureInfo.InvariantCulture), a.Name, course.MarkOf(a.CourseModule, person.Id) is not null, words))}
          {Toggle(course, person, "course", words["Course"], course.CompletionOf(person.Id) is not null, words)}
          {Toggle(course, person, "competency", Course.Competency, course.MasteryOf(person.Id) is not null, words)}
        </tr>
        """);

    private static Html Toggle(Course course, Person person, string what, string name, bool done, Words words) => Html.Of($"""
        <td data-label="{name}"><form method="post" action="/courses/{course.Id}/completion">
          <input type="hidden" name="person" value="{person.Username}">
          <input type="hidden" name="activity" value="{what}">
          <button class="toggle" name="complete" value="{(done ? "false" : "true")}" aria-pressed="{(done ? "true" : "false")}"
            aria-label="{(done ? words["✓ done"] : words["to do"])}: {name}, {person.FullName}" data-testid="complete-{person.Username}-{what}">{(done ? words["✓ done"] : words["to do"])}</button>
        </form></td>
        """);

    private async Task<IResult> Mark(HttpContext context, int courseId, CancellationToken ct)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;

        var form = await Forms.Read(context, ct);
        var course = store.Current.Course(courseId)!;
        if (store.Current.LearnersOf(course).FirstOrDefault(p => p.Username == form["person"]) is not { } person)
        {
            return pages.Refuse(context, 404, "learner-unknown", pages.Words(context)["That person is not a learner of this course."]);
        }

        var complete = form["complete"] == "true";
        if (form["activity"] == "course") desk.CompleteCourse(courseId, person.Id, complete);
        else if (form["activity"] == "competency") desk.Rate(courseId, person.Id, complete);
        else if (int.TryParse(form["activity"], NumberStyles.None, CultureInfo.InvariantCulture, out var activity)) desk.MarkActivity(courseId, person.Id, activity, complete);
        return TypedResults.Redirect($"/courses/{courseId}/completion");
    }

    private IResult ShowPeople(HttpContext context, int courseId)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;

        var words = pages.Words(context);
        var state = store.Current;
        var course = state.Course(courseId)!;
        return pages.Show(context, words["Participants"], Html.Of($"""
            <h1>{course.Title}: {words["Participants"]}</h1>
            {CoursePage.Tabs(course, pages.Visitor(context).Person!, words, "people")}
            <div class="wide">
            <table class="book">
              <thead><tr><th scope="col">{words["Name"]}</th><th scope="col">{words["ID number"]}</th><th scope="col">{words["E-mail"]}</th><th scope="col">{words["Enrolment"]}</th></tr></thead>
              <tbody>{state.People.Where(p => !p.IsAdministrator).Select(p => PersonRow(course, p, words))}</tbody>
            </table>
            </div>
            """));
    }

    private static Html PersonRow(Course course, Person person, Words words)
    {
        var enrolled = course.Enrols(person.Id);
        return Html.Of($"""
            <tr data-testid="row-{person.Username}">
              <th scope="row">{person.FullName}</th>
              <td data-label="{words["ID number"]}">{person.IdNumber}</td>
              <td data-label="{words["E-mail"]}">{person.Email}</td>
              <td data-label="{words["Enrolment"]}"><form method="post" action="/courses/{course.Id}/enrolments">
                <input type="hidden" name="person" value="{person.Username}">
                <button name="enrolled" value="{(enrolled ? "false" : "true")}" data-testid="enrol-{person.Username}"
                  aria-label="{(enrolled ? words["Remove {0}", person.FullName] : words["Enrol {0}", person.FullName])}">{(enrolled ? words["Remove"] : words["Enrol"])}</button>
              </form></td>
            </tr>
            """);
    }

    private async Task<IResult> Enrol(HttpContext context, int courseId, CancellationToken ct)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;

        var form = await Forms.Read(context, ct);
        if (store.Current.PersonNamed(form["person"].ToString()) is not { } person)
        {
            return pages.Refuse(context, 404, "person-unknown", pages.Words(context)["There is nobody of that name."]);
        }

        desk.Enrol(courseId, person.Id, form["enrolled"] == "true");
        return TypedResults.Redirect($"/courses/{courseId}/people");
    }
}
