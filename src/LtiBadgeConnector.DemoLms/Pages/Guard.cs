using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>Who may come in. Each returns the refusal to show, or null.</summary>
internal sealed class Guard(PageMaker pages, CampusStore store)
{
    public IResult? AdministratorsOnly(HttpContext context) =>
        pages.Visitor(context).Person is { IsAdministrator: true } ? null : NotYou(context);

    public IResult? TeachersOf(HttpContext context, int courseId) => MembersOf(context, courseId)
        ?? (pages.Visitor(context).Person is { Teaches: true } ? null : NotYou(context));

    public IResult? MembersOf(HttpContext context, int courseId)
    {
        if (store.Current.Course(courseId) is not { } course)
        {
            return pages.Refuse(context, 404, "course-unknown", pages.Words(context)["There is no such course."]);
        }

        var person = pages.Visitor(context).Person;
        return person is { IsAdministrator: true } || (person is not null && course.Enrols(person.Id)) ? null : NotYou(context);
    }

    private PageResult NotYou(HttpContext context) => pages.Visitor(context).Person is null
        ? pages.Refuse(context, 401, "not-signed-in", pages.Words(context)["You are not signed in. Go to the home page and choose a person."])
        : pages.Refuse(context, 403, "not-allowed", pages.Words(context)["This page is for somebody else. Choose another person on the home page."]);
}
