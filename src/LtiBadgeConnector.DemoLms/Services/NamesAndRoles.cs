using System.Globalization;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.DemoLms.Platform;

namespace LtiBadgeConnector.DemoLms.Services;

/// <summary>Names and Role Provisioning Services 2.0, with short role names as at Moodle.</summary>
internal sealed class NamesAndRoles(CampusStore store, CampusOrigin origin, ServiceCallers callers, DemoLmsOptions options)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(
        "/lti/services/CourseSection/{course:int}/bindings/{deployment}/memberships",
        (NamesAndRoles s, HttpContext http, int course, string deployment) => s.Members(http, course, deployment));

    private async Task<IResult> Members(HttpContext http, int courseId, string deployment)
    {
        var caller = await callers.Of(http.Request, courseId, deployment, LtiNames.MembershipScope);
        if (caller is not ServiceCaller.Allowed(var tool, var course)) return ((ServiceCaller.Refused)caller).Result;
        if (!MediaTypes.AsksOrIsSilent(http.Request, MediaTypes.Members)) return new ProblemResult(400, "accept-not-offered");
        if (!TryLink(http.Request, course, tool, out var link)) return new ProblemResult(404, "link-unknown");

        var role = http.Request.Query["role"].ToString().Replace(LtiNames.Membership, "", StringComparison.Ordinal);
        var members = course.Enrolments
            .Where(e => e.Active)
            .Select(e => store.Current.Person(e.PersonId)!)
            .Where(p => role.Length == 0 || ShortRolesOf(p).Contains(role))
            .ToList();
        var (page, next) = Paging.Cut(members, http.Request, origin, options.Personality, options.Personality.MembersPerPage ?? options.MembersPerPage);
        if (next is not null) http.Response.Headers.Link = next;
        return TypedResults.Json(
            new JsonObject
            {
                ["id"] = origin.At(http.Request.Path),
                ["context"] = ContextOf(course),
                ["members"] = new JsonArray([.. page.Select(p => Member(p, course, tool, link))]),
            },
            contentType: MediaTypes.Members);
    }

    private bool TryLink(HttpRequest request, Course course, Tool tool, out ResourceLink? link)
    {
        link = null;
        if (!request.Query.TryGetValue("rlid", out var id)) return true;

        link = store.Current.Links.Find(l => Text(l.Id) == id && l.CourseId == course.Id && l.ClientId == tool.ClientId);
        return link is not null;
    }

    private JsonObject Member(Person person, Course course, Tool tool, ResourceLink? link)
    {
        var member = new JsonObject
        {
            ["status"] = "Active",
            ["roles"] = new JsonArray([.. RolesOf(person).Select(r => JsonValue.Create(r))]),
            ["user_id"] = person.Sub,
            ["lis_person_sourcedid"] = person.IdNumber,
        };
        if (tool.Shares("name")) member["name"] = person.FullName;
        if (tool.Shares("given_name")) member["given_name"] = person.GivenName;
        if (tool.Shares("family_name")) member["family_name"] = person.FamilyName;
        if (tool.Shares("email") && person.Email.Length > 0) member["email"] = person.Email;
        if (link is not null) member["message"] = new JsonArray(Message(person, course, tool, link));
        return member;
    }

    private JsonObject Message(Person person, Course course, Tool tool, ResourceLink link) => new()
    {
        [LtiNames.Claim + "message_type"] = LtiNames.ResourceLinkRequest,
        [LtiNames.Claim + "custom"] =
            new CustomVariables(course, person, link, tool, origin, options.Personality).Expand(tool.Custom.SetItems(link.Custom)),
    };

    private JsonObject ContextOf(Course course)
    {
        var context = new JsonObject { ["id"] = course.ContextId(options.Personality) };
        if (options.Personality.RosterTellsContext) (context["label"], context["title"]) = (course.ShortName, course.Title);
        return context;
    }

    private IEnumerable<string> RolesOf(Person person) =>
        ShortRolesOf(person).Select(role => options.Personality.RolesAreUris && !role.Contains(':', StringComparison.Ordinal) ? LtiNames.Membership + role : role);

    private static string[] ShortRolesOf(Person person) => person.Kind switch
    {
        PersonKind.Administrator or PersonKind.Instructor => ["Instructor"],
        PersonKind.TestUser => ["Learner", LtiNames.TestUserRole],
        _ => ["Learner"],
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
