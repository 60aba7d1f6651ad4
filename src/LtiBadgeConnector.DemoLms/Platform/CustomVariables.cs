using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>Replaces <c>$Variable</c> in custom parameters. What the campus does not know stays as it was written.</summary>
internal sealed class CustomVariables(Course course, Person person, ResourceLink? link, Tool tool, CampusOrigin origin, Personality personality)
{
    private static readonly string[] Names =
    [
        "Context.id", "Context.title", "Context.label", "Context.sourcedId", "Context.id.history", "CourseSection.title",
        "CourseSection.label", "CourseSection.sourcedId", "ResourceLink.id", "ResourceLink.title", "ResourceLink.description",
        "User.id", "User.username", "Person.name.full", "Person.name.given", "Person.name.family", "Person.email.primary",
        "Person.sourcedId", "Person.address.timezone", "Person.address.country", "Membership.role", "LineItems.url",
        "ToolProxyBinding.memberships.url",
    ];

    public static IReadOnlyList<string> Known => Names;

    /// <summary>Who acts as the person; null for the person.</summary>
    public Person? Actor { get; init; }

    public JsonObject Expand(ImmutableDictionary<string, string> parameters)
    {
        var expanded = new JsonObject();
        foreach (var (name, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal)) expanded[name] = Expand(value);
        return expanded;
    }

    private string Expand(string value) => value switch
    {
        ['\\', '$', ..] => value[1..],
        ['$', ..] => ValueOf(value[1..]) ?? value,
        _ => value,
    };

    private string? ValueOf(string name) => name switch
    {
        "Context.id" => course.ContextId(personality),
        "Canvas.course.id" when personality.ContextIsHash => Text(course.Id),
        "Canvas.user.id" when personality.ContextIsHash => Text(person.Id),
        "Canvas.masqueradingUser.id" => Actor is null ? null : Text(Actor.Id),
        "Context.title" or "CourseSection.title" => course.Title,
        "Context.label" or "CourseSection.label" => course.ShortName,
        "Context.sourcedId" or "CourseSection.sourcedId" => course.IdNumber,
        "Context.id.history" => "",
        "ResourceLink.id" => link is null ? null : Text(link.Id),
        "ResourceLink.title" => link?.Title,
        "ResourceLink.description" => link?.Text,
        "User.id" => Text(person.Id),
        "User.username" => person.Username,
        "Person.name.full" => Shared("name", person.FullName),
        "Person.name.given" => Shared("given_name", person.GivenName),
        "Person.name.family" => Shared("family_name", person.FamilyName),
        "Person.email.primary" => Shared("email", person.Email),
        "Person.sourcedId" => person.IdNumber,
        "Person.address.timezone" => "Asia/Tokyo",
        "Person.address.country" => "JP",
        "Membership.role" => person.Teaches ? "Instructor" : "Learner",
        "LineItems.url" => origin.At($"/lti/services/{course.Id}/lineitems?type_id={tool.DeploymentId}"),
        "ToolProxyBinding.memberships.url" => origin.At($"/lti/services/CourseSection/{course.Id}/bindings/{tool.DeploymentId}/memberships"),
        _ => null,
    };

    // A name the tool never asked to know does not leak through a variable either.
    private string Shared(string claim, string value) => tool.Shares(claim) ? value : "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
