using System.Diagnostics;
using System.Globalization;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.IntegrationTests.Sending;

/// <summary>
/// One course full of learners, a micro-credential for 60 % of its quiz, switched on, and a webhook connection: made through
/// the product's own repositories, so that a delivery for a learner is all that is missing to an award.
/// </summary>
public sealed record Campus(TenantId Tenant, PlatformId Platform, Course Course, MappingId Mapping, Connection Connection)
{
    public const string LmsCourse = "57";

    private const string Issuer = "https://lms.example";
    private const string QuizId = "611";

    /// <summary>What the rule looks at, as Moodle's senders name it.</summary>
    public static ItemKey MoodleQuiz { get; } = ItemKey.Of(ItemSchemes.MoodleGradeItem, QuizId);

    public string WebhookPath => $"/webhooks/{Connection.Key}";

    public string Secret => Connection.Secrets[0];

    /// <param name="services">Of a host that was prepared: schema, tenant and issuer exist.</param>
    /// <param name="learners">How many; their users are called <c>u0</c>, <c>u1</c> and so on.</param>
    /// <param name="quiz">The item of the rule, where another LMS names it.</param>
    public static async Task<Campus> Build(IServiceProvider services, int learners, CancellationToken ct, ItemKey? quiz = null)
    {
        var item = quiz ?? MoodleQuiz;
        var now = TimeProvider.System.Now();
        var tenant = (await Get<TenantRepository>().All(ct))[0].Id;
        var platform = PlatformId.New(TimeProvider.System);
        await Get<PlatformRepository>().Save(APlatform(tenant, platform), now, ct);
        var course = await Get<CourseRepository>().UpsertFromLaunch(ACourse(tenant, platform), contextHistory: null, now, ct);
        await Get<ILearners>().Apply(course, [.. Enumerable.Range(0, learners).Select(AMember)], isWhole: true, now, ct);
        await Get<CourseRepository>().SaveItems(tenant, course.Id, [new(item, "Quiz 1", CourseItemKind.Grade, 20, null, null, HasCompletion: false, IsGone: false)], now, ct);

        var mapping = await Activate(tenant, course, await Publish(tenant, now), now);
        var (connection, problem) = NewConnection.Of(ConnectionKinds.StandardWebhooks, tenant, platform, "LMS", new Dictionary<string, string?>(), TimeProvider.System);
        Debug.Assert(problem is null);
        await Get<ConnectionRepository>().Add(connection!, ct);
        return new(tenant, platform, course, mapping, connection!);

        T Get<T>() where T : notnull => services.GetRequiredService<T>();

        async Task<DefinitionVersion> Publish(TenantId tenant, DateTimeOffset now)
        {
            var issuer = await Get<IssuerRepository>().Default(tenant, ct) ?? throw new InvalidOperationException("No issuer was made.");
            var definition = Definition.Blank("Data Literacy Foundations", "en") with { Description = "Reads and cleans data.", Outcomes = Outcomes.Of("Reads tables critically"), Effort = Effort.OfHours(24) };
            var created = new MicroCredential(MicroCredentialId.New(TimeProvider.System), tenant, issuer.Id, definition, 1, null, now);
            await Get<MicroCredentialRepository>().Create(created, createdIn: null, ct);
            var id = PublicId.New();
            return await Get<MicroCredentialRepository>().Publish(created, id, $"https://badges.example/achievements/{id}", "Reach 60 % of Quiz 1.", now, ct)
                ?? throw new InvalidOperationException("The draft had changed.");
        }

        async Task<MappingId> Activate(TenantId tenant, Course course, DefinitionVersion version, DateTimeOffset now)
        {
            var rule = new AllOf { Id = "g1", Of = [new MinimumScore { Id = "c1", Item = item, Share = 0.6m }] };
            var mapping = new CourseMapping(MappingId.New(TimeProvider.System), tenant, course.Id, version.MicroCredential, null, MappingState.Draft, 0, rule, null, 1, now, null);
            await Get<MappingRepository>().Create(mapping, ct);
            await Get<MappingRepository>().Activate(tenant, mapping.Id, version.Id, mapping.Revision, now, ct);
            return mapping.Id;
        }
    }

    private static RosterMember AMember(int at)
    {
        var user = UserOf(at);
        return new(user, [LearnerKey.Sub(user), LearnerKey.LmsUser(user)], $"Learner {at}", null, null, $"{user}@example.org", "en", ["Learner"], CanEarn: true);
    }

    public static string UserOf(int at) => string.Create(CultureInfo.InvariantCulture, $"u{at}");

    private static Registration APlatform(TenantId tenant, PlatformId platform) => new()
    {
        Id = new(platform.Value),
        TenantId = tenant.Value,
        Name = "Campus",
        Issuer = Issuer,
        ClientId = "client",
        AuthorizationEndpoint = $"{Issuer}/auth",
        TokenEndpoint = $"{Issuer}/token",
        JwksUri = $"{Issuer}/jwks",
    };

    private static Course ACourse(TenantId tenant, PlatformId platform) => new(
        CourseId.New(TimeProvider.System), tenant, platform, "1", LmsCourse, LmsCourse, "Data Science I", null, "Asia/Tokyo", null, null, null, null);
}
