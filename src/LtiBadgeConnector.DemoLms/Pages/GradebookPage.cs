using System.Globalization;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>The gradebook. One form for each learner; scripts may set one cell at a time.</summary>
internal sealed class GradebookPage(PageMaker pages, Guard guard, CampusStore store, CourseDesk desk)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/courses/{course:int}/gradebook", (GradebookPage p, HttpContext context, int course, int? saved) => p.Show(context, course, saved));
        routes.MapPost("/courses/{course:int}/gradebook/{person:int}", (GradebookPage p, HttpContext context, int course, int person, CancellationToken ct) => p.SaveRow(context, course, person, ct));
        routes.MapPost("/courses/{course:int}/grades", (GradebookPage p, HttpContext context, int course, CancellationToken ct) => p.SaveCell(context, course, ct));
    }

    private IResult Show(HttpContext context, int courseId, int? saved)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;

        var words = pages.Words(context);
        var state = store.Current;
        var course = state.Course(courseId)!;
        var learner = saved is { } id ? state.Person(id) : null;
        return pages.Show(context, words["Gradebook"], Html.Of($"""
            <h1>{course.Title}: {words["Gradebook"]}</h1>
            {CoursePage.Tabs(course, pages.Visitor(context).Person!, words, "gradebook")}
            <p role="status" data-testid="saved">{(learner is null ? "" : words["Saved: {0}", learner.FullName])}</p>
            <div class="wide">
            <table class="book">
              <thead><tr>
                <th scope="col">{words["Learner"]}</th>
                {course.Items.Select(i => Html.Of($"<th scope=\"col\">{i.Name} <small>/ {i.Maximum}</small></th>"))}
                <th scope="col">{words["Total"]}</th>
                <th scope="col"><span class="hidden">{words["Save"]}</span></th>
              </tr></thead>
              <tbody>{state.LearnersOf(course).Select(p => Row(course, p, words))}</tbody>
            </table>
            </div>
            """));
    }

    private static Html Row(Course course, Person person, Words words)
    {
        var form = $"form-{person.Id}";
        var total = course.TotalOf(person.Id);
        return Html.Of($"""
            <tr id="row-{person.Id}" data-testid="row-{person.Username}">
              <th scope="row">{person.FullName}</th>
              {course.Items.Select(i => Cell(course, i, person, form, words))}
              <td data-label="{words["Total"]}">{(total.Value is null ? Html.Of($"–") : Html.Of($"{total.Value} / {total.Maximum}"))}</td>
              <td><form id="{form}" method="post" action="/courses/{course.Id}/gradebook/{person.Id}"><button data-testid="save-{person.Username}" aria-label="{words["Save the grades of {0}", person.FullName]}">{words["Save"]}</button></form></td>
            </tr>
            """);
    }

    private static Html Cell(Course course, GradeItem item, Person person, string form, Words words)
    {
        var grade = course.GradeOf(item.Id, person.Id);
        return Html.Of($"""
            <td data-label="{item.Name}">
              <input form="{form}" name="grade-{item.Id}" value="{grade?.Value}" inputmode="decimal" size="5" autocomplete="off"
                aria-label="{item.Name}, {person.FullName}" data-testid="grade-{person.Username}-{item.Id}">
              <span class="flags">
                <label><input form="{form}" type="checkbox" name="hidden-{item.Id}" value="true"{Html.If(grade is { Hidden: true }, () => Html.Of($" checked"))} data-testid="hidden-{person.Username}-{item.Id}"> {words["hidden"]}</label>
                <label><input form="{form}" type="checkbox" name="provisional-{item.Id}" value="true"{Html.If(grade is { Final: false }, () => Html.Of($" checked"))} data-testid="provisional-{person.Username}-{item.Id}"> {words["not final"]}</label>
              </span>
              {Html.If(item.ToolClientId is not null, () => Html.Of($"<a class=\"small\" href=\"/courses/{course.Id}/review/{item.Id}/{person.Id}\" data-testid=\"review-{person.Username}-{item.Id}\">{words["Open the work"]}</a>"))}
            </td>
            """);
    }

    private async Task<IResult> SaveRow(HttpContext context, int courseId, int personId, CancellationToken ct)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;
        if (NoLearner(context, courseId, personId) is { } nobody) return nobody;

        var form = await Forms.Read(context, ct);
        var entries = new List<GradeEntry>();
        foreach (var item in store.Current.Course(courseId)!.Items.Where(i => form.ContainsKey($"grade-{i.Id}")))
        {
            if (!TryGrade(form[$"grade-{item.Id}"].ToString(), item, out var value)) return BadGrade(context, item);

            entries.Add(new(personId, item.Id, value, form[$"hidden-{item.Id}"] == "true", form[$"provisional-{item.Id}"] != "true"));
        }

        desk.Grade(courseId, entries);
        return TypedResults.Redirect($"/courses/{courseId}/gradebook?saved={personId}#row-{personId}");
    }

    private async Task<IResult> SaveCell(HttpContext context, int courseId, CancellationToken ct)
    {
        if (guard.TeachersOf(context, courseId) is { } refusal) return refusal;

        var form = await Forms.Read(context, ct);
        var person = store.Current.PersonNamed(form["person"].ToString());
        if (NoLearner(context, courseId, person?.Id ?? 0) is { } nobody) return nobody;

        var named = form["item"].ToString();
        var item = store.Current.Course(courseId)!.Items.Find(i => i.Name == named || i.Id.ToString(CultureInfo.InvariantCulture) == named);
        if (item is null) return pages.Refuse(context, 404, "item-unknown", pages.Words(context)["There is no such column."]);
        if (!TryGrade(form["grade"].ToString(), item, out var value)) return BadGrade(context, item);

        desk.Grade(courseId, [new(person!.Id, item.Id, value, form["hidden"] == "true", form["final"] != "false")]);
        return context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal)
            ? TypedResults.Json(new JsonObject { ["person"] = person.Username, ["item"] = item.Id, ["grade"] = value })
            : TypedResults.Redirect($"/courses/{courseId}/gradebook?saved={person.Id}#row-{person.Id}");
    }

    private PageResult? NoLearner(HttpContext context, int courseId, int personId)
    {
        var course = store.Current.Course(courseId)!;
        return store.Current.LearnersOf(course).Any(p => p.Id == personId)
            ? null
            : pages.Refuse(context, 404, "learner-unknown", pages.Words(context)["That person is not a learner of this course."]);
    }

    private PageResult BadGrade(HttpContext context, GradeItem item) =>
        pages.Refuse(context, 400, "grade-out-of-range", pages.Words(context)["{0}: enter a number from 0 to {1}, or leave it empty.", item.Name, item.Maximum.ToString(CultureInfo.InvariantCulture)]);

    private static bool TryGrade(string text, GradeItem item, out decimal? value)
    {
        value = null;
        if (text.Trim().Length == 0) return true;
        if (!decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;

        value = number;
        return number >= 0 && number <= item.Maximum;
    }
}
