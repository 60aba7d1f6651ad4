using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;
using Microsoft.Extensions.Time.Testing;

namespace LtiBadgeConnector.StorageTests;

/// <summary>One institution with one platform, and what a test adds to it by naming only what matters.</summary>
internal sealed class World
{
    private World(Database database, FakeTimeProvider time, Tenant tenant, Registration registration)
    {
        Database = database;
        Time = time;
        Tenant = tenant.Id;
        Registration = registration;
    }

    public Database Database { get; }

    public FakeTimeProvider Time { get; }

    public DateTimeOffset Now => Time.Now();

    public TenantId Tenant { get; }

    public Registration Registration { get; }

    public PlatformId Platform => new(Registration.Id.Value);

    public string Issuer => Registration.Issuer;

    public CourseRepository Courses => new(Database);

    public LearnerRepository Learners => new(Database);

    public MicroCredentialRepository MicroCredentials => new(Database);

    public MappingRepository Mappings => new(Database);

    /// <param name="beside">Another world in the same database and time.</param>
    public static async Task<World> In(Database database, World? beside = null, string issuer = "https://lms.example")
    {
        var time = beside?.Time ?? new FakeTimeProvider(new(2026, 4, 1, 9, 0, 0, 123, TimeSpan.Zero));
        var tenant = new Tenant(new(Guid.CreateVersion7(time.Now())), "Shirakaba University", UnlistedLinksFromStart: false, time.Now());
        await new TenantRepository(database).Add(tenant, default);
        var registration = ARegistration(tenant.Id, issuer, clientId: tenant.Id.ToString());
        await new PlatformRepository(database, time).Save(registration, time.Now(), default);
        return new(database, time, tenant, registration);
    }

    public static Registration ARegistration(TenantId tenant, string issuer = "https://lms.example", string clientId = "client-1") => new()
    {
        Id = new(Guid.CreateVersion7()),
        TenantId = tenant.Value,
        Name = "Moodle",
        Issuer = issuer,
        ClientId = clientId,
        AuthorizationEndpoint = $"{issuer}/auth",
        TokenEndpoint = $"{issuer}/token",
        JwksUri = $"{issuer}/jwks",
    };

    public Task<Course> ACourse(string context = "context-1", string? lmsCourseId = null, string title = "Data Science I") => Courses.UpsertFromLaunch(
        new(CourseId.New(Time), Tenant, Platform, "deployment-1", context, lmsCourseId ?? context, title, null, null, null, null, null, null), null, Now, default);

    public async Task<LearnerId> ALearner(Course course, string sub = "learner-1", string? name = "Aoi Yamamoto") =>
        (await Learners.Apply(course, [AMember(sub, name)], isWhole: false, Now, default)).Learners[0];

    public static RosterMember AMember(string sub, string? name = null, bool canEarn = true, string? email = null, params LearnerKey[] keys) =>
        new(sub, [LearnerKey.Sub(sub), .. keys], name, null, null, email, null, [canEarn ? "Learner" : "Instructor"], canEarn);

    public async Task<MicroCredential> AMicroCredential(string title = "Data Literacy", CourseId? createdIn = null)
    {
        var made = new MicroCredential(MicroCredentialId.New(Time), Tenant, IssuerId.New(Time), Definition.Blank(title, "en"), 1, null, Now);
        await MicroCredentials.Create(made, createdIn, default);
        return made;
    }

    public async Task<CourseMapping> AMapping(Course course, Criterion? rule = null, MicroCredential? of = null)
    {
        of ??= await AMicroCredential();
        var mapping = new CourseMapping(MappingId.New(Time), Tenant, course.Id, of.Id, null, MappingState.Draft, 0, rule ?? AtLeast("quiz", 0.6m), null, 1, Now, null);
        Assert.True(await Mappings.Create(mapping, default));
        return mapping;
    }

    public async Task<CourseMapping> AnActiveMapping(Course course, Criterion? rule = null, MicroCredential? of = null)
    {
        of ??= await AMicroCredential();
        var mapping = await AMapping(course, rule, of);
        return (await Mappings.Activate(Tenant, mapping.Id, await Published(of), mapping.Revision, Now, default))!;
    }

    public async Task<DefinitionVersionId> Published(MicroCredential of)
    {
        var id = PublicId.New();
        return (await MicroCredentials.Publish(of, id, $"https://badges.example/achievements/{id}", "Do it.", Now, default))!.Id;
    }

    public static Criterion AtLeast(string item, decimal share, string id = "c1") => new MinimumScore { Id = id, Item = new ItemKey(item), Share = share };
}
