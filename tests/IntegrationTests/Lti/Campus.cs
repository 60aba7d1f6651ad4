using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Demo;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>The connector beside the demo LMS, as the demo starts them: everything between them goes over HTTP.</summary>
public sealed partial class Campus : IAsyncLifetime
{
    public const int CourseNumber = 2;

    /// <summary>As which product the LMS behaves.</summary>
    public Personality Personality { get; init; } = Personality.Hokuto;

    private DemoSetup demo = null!;

    public string Lms => demo.LmsUrl;

    public string Connector => demo.ConnectorUrl;

    public TenantId Tenant { get; private set; }

    public T Get<T>() where T : notnull => demo.Connector.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        demo = await DemoSetup.Start(new DemoOptions(FreePort.Next(), FreePort.Next(), Data: null) { Personality = Personality }, CancellationToken.None);
        await QuietHost.Make(demo.Connector);
        Tenant = (await Get<TenantRepository>().All(CancellationToken.None))[0].Id;
    }

    public async Task DisposeAsync() => await demo.DisposeAsync();

    internal async Task<Person> SignIn(string person)
    {
        var visitor = new Person();
        await visitor.Open(Lms);
        await visitor.Post("/sign-in", ("person", person));
        return visitor;
    }

    /// <summary>Launches the tool as the course page's frame does.</summary>
    internal async Task<Person> Launch(string person, string? title = null)
    {
        var visitor = await SignIn(person);
        await visitor.Launch($"{Lms}/lti/launch/{await LinkOf(visitor, title)}");
        return visitor;
    }

    /// <summary>The number of the course's last link, or of the last with this title.</summary>
    internal async Task<string> LinkOf(Person visitor, string? title = null)
    {
        await visitor.Open($"{Lms}/courses/{CourseNumber}");
        return Links.Matches(visitor.Page).Last(link => title is null || link.Groups[2].Value.Contains(title, StringComparison.Ordinal)).Groups[1].Value;
    }

    public async Task<Course> Course()
    {
        using var instructor = await Launch("instructor");
        return (await Get<CourseRepository>().Search(Tenant, "Data Science", 1, CancellationToken.None))[0];
    }

    /// <summary>A running micro-credential that everybody in the course with 60 % in one thing, the first quiz, has earned by now.</summary>
    public async Task<CourseMapping> ARunningOne(string title, string assessed = "Quiz 1", Criterion? beside = null, AwardPolicy? policy = null)
    {
        var ct = CancellationToken.None;
        var course = await Course();
        var read = Get<ReadCourseStep>();
        await read.Run(course, whole: true, ct);
        var quiz = (await Get<CourseRepository>().Items(Tenant, course.Id, ct)).First(item => item.Name == assessed);

        var (now, time) = (TimeProvider.System.Now(), TimeProvider.System);
        var issuer = await Get<IssuerRepository>().Default(Tenant, ct) ?? throw new InvalidOperationException("No issuer.");
        var definition = Definition.Blank(title, "en") with { Description = "Reads and cleans data.", Outcomes = Outcomes.Of("Reads tables critically"), Effort = Effort.OfHours(24) };
        var made = new MicroCredential(MicroCredentialId.New(time), Tenant, issuer.Id, definition, 1, null, now);
        await Get<MicroCredentialRepository>().Create(made, course.Id, ct);
        var id = PublicId.New();
        var version = await Get<MicroCredentialRepository>().Publish(made, id, $"{Connector}/achievements/{id}", "Pass the quiz.", now, ct);

        var rule = new AllOf { Id = "g1", Of = [new MinimumScore { Id = "c1", Item = quiz.Key, Share = 0.6m }, .. beside is null ? (Criterion[])[] : [beside]] };
        var mapping = new CourseMapping(MappingId.New(time), Tenant, course.Id, made.Id, null, MappingState.Draft, 0, rule, null, 1, now, null);
        await Get<MappingRepository>().Create(mapping, ct);
        if (policy is not null) await Get<MappingRepository>().SetPolicy(Tenant, mapping.Id, policy, ct);
        mapping = (await Get<MappingRepository>().Activate(Tenant, mapping.Id, version!.Id, mapping.Revision, now, ct))!;
        await Get<IEvaluations>().MakeAllDue(Tenant, mapping.Id, now, ct);
        await Get<Road>().Sweep(ct);
        return mapping;
    }

    [GeneratedRegex("""data-testid="link-(\d+)"[^>]*>([^<]*)<""")]
    private static partial Regex Links { get; }
}
