using System.Collections.Immutable;
using LtiBadgeConnector.DemoLms.Webhooks;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>Everything the campus remembers. Immutable: a change makes a new one, and the store keeps it.</summary>
internal sealed record CampusState
{
    public ImmutableList<Person> People { get; init; } = [];

    public ImmutableList<Course> Courses { get; init; } = [];

    public ImmutableList<Tool> Tools { get; init; } = [];

    public ImmutableList<ResourceLink> Links { get; init; } = [];

    public WebhookSettings Webhook { get; init; } = new("", "");

    public ImmutableList<Delivery> Deliveries { get; init; } = [];

    /// <summary>One-time tokens (registration tokens, client assertions) already used, until they expire by themselves.</summary>
    public ImmutableDictionary<string, DateTimeOffset> SpentTokens { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    public required string Guid { get; init; }

    public required string SigningKeyPem { get; init; }

    public required string SessionSecret { get; init; }

    public required string WebServiceToken { get; init; }

    public bool PlatformStorage { get; init; }

    /// <summary>What the administrator pasted last, invitation included, so that registering again is one click.</summary>
    public string LastRegistrationUrl { get; init; } = "";

    /// <summary>Next number for anything made after the start: grade items, course modules, links, tools.</summary>
    public int NextId { get; init; } = 100;

    public Person? Person(int id) => People.Find(p => p.Id == id);

    public Person? PersonNamed(string username) => People.Find(p => p.Username == username);

    public Course? Course(int id) => Courses.Find(c => c.Id == id);

    public Tool? Tool(string? clientId) => Tools.Find(t => t.ClientId == clientId);

    public ResourceLink? Link(int id) => Links.Find(l => l.Id == id);

    public IEnumerable<Person> LearnersOf(Course course) =>
        course.Enrolments.Where(e => e.Active).Select(e => Person(e.PersonId)!).Where(p => p.IsGraded);

    public CampusState With(Course course) => this with { Courses = Courses.Replace(Course(course.Id)!, course) };

    public CampusState With(Tool tool) => this with { Tools = Tools.Replace(Tool(tool.ClientId)!, tool) };
}
