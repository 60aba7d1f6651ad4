using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.IntegrationTests.Admin;

/// <summary>One institution of a running connector with a course, and what a test adds to it.</summary>
internal sealed class Campus(IServiceProvider services, TenantId tenant)
{
    public Campus(RunningConnector connector, TenantId tenant) : this(connector.App.Services, tenant) { }

    private static readonly ItemKey Quiz = new("quiz");
    private static readonly Sql SelectState = new("SELECT state FROM inbox WHERE id = @Id");
    private static readonly Sql SelectUnsigned = new("SELECT COUNT(*) FROM awards WHERE learner_id = @Learner AND state = @State");
    private static readonly Sql SetLearner = new("UPDATE inbox SET learner_id = @Learner WHERE id = @Id");

    private Course course = null!;

    private static DateTimeOffset Now => TimeProvider.System.Now();

    public async Task<Campus> Open(string name)
    {
        var platform = PlatformId.New(TimeProvider.System);
        await services.GetRequiredService<PlatformRepository>().Save(new()
        {
            Id = new(platform.Value),
            TenantId = tenant.Value,
            Name = $"{name} Moodle",
            Issuer = $"https://{platform}.example",
            ClientId = "client",
            AuthorizationEndpoint = "https://lms.example/auth",
            TokenEndpoint = "https://lms.example/token",
            JwksUri = "https://lms.example/jwks",
        }, Now, default);
        course = await services.GetRequiredService<CourseRepository>().UpsertFromLaunch(
            new(CourseId.New(TimeProvider.System), tenant, platform, "1", "c1", "c1", $"{name} Statistics", null, null, null, null, null, null), contextHistory: null, Now, default);
        await services.GetRequiredService<CourseRepository>().SaveItems(tenant, course.Id, [new(Quiz, "Quiz 1", CourseItemKind.Grade, 100, null, null, HasCompletion: false, IsGone: false)], Now, default);
        return this;
    }

    public async Task<LearnerId> AddLearner(string name, string sub = "s1") => (await services.GetRequiredService<ILearners>().Apply(
        course, [new(sub, [LearnerKey.Sub(sub)], name, null, null, $"{sub}@example.org", null, [], CanEarn: true)], isWhole: false, Now, default)).Learners[0];

    /// <summary>A rule "Quiz 1 at least 60 %" that is awarding, and the learner's grade under it.</summary>
    public async Task Grade(LearnerId learner, decimal points)
    {
        var issuer = await services.GetRequiredService<IssuerRepository>().Default(tenant, default) ?? throw new InvalidOperationException("No issuer was made.");
        var definition = Definition.Blank("Statistics I", "en") with { Outcomes = Outcomes.Of("Reads a box plot.") };
        var created = new MicroCredential(MicroCredentialId.New(TimeProvider.System), tenant, issuer.Id, definition, 1, null, Now);
        await services.GetRequiredService<MicroCredentialRepository>().Create(created, createdIn: null, default);
        var id = PublicId.New();
        var version = await services.GetRequiredService<MicroCredentialRepository>().Publish(created, id, $"{services.GetRequiredService<PublicAddresses>().Origin}/achievements/{id}", "Pass the quiz.", Now, default);
        var rule = new MinimumScore { Id = "c1", Item = Quiz, Share = 0.6m };
        var mapping = new CourseMapping(MappingId.New(TimeProvider.System), tenant, course.Id, created.Id, null, MappingState.Draft, 0, rule, null, 1, Now, null);
        await services.GetRequiredService<MappingRepository>().Create(mapping, default);
        await services.GetRequiredService<MappingRepository>().Activate(tenant, mapping.Id, version!.Id, mapping.Revision, Now, default);
        var grade = new Result(ResultKind.Grade, Quiz, new Score(points, 0, 100), null, IsFinal: true, IsReleased: true, Now, ResultSource.Event);
        await services.GetRequiredService<IResults>().Apply([new PlacedResult(tenant, course.Id, learner, grade)], [], Now, default);
        await services.GetRequiredService<Road>().Evaluate([new EvaluationKey(tenant, mapping.Id, learner)], default);
        // The sweep of the running host may have come first, and be signing still.
        await Eventually.True(async () => await UnsignedOf(learner) == 0, TimeSpan.FromSeconds(60), "the award is signed");
    }

    /// <summary>A delivery about the learner that no connection stands behind: the road parks it.</summary>
    public async Task<InboxId> Park(LearnerId learner)
    {
        var id = InboxId.New(TimeProvider.System);
        await services.GetRequiredService<IInbox>().Store(new(id, tenant, ConnectionId.New(TimeProvider.System), id.ToString(), [1], "{}"u8.ToArray(), Now), default);
        services.GetRequiredService<IWakeUp>().Wake();
        await IsParked(id);
        await services.GetRequiredService<Database>().Write(session => session.Execute(SetLearner, new { Id = id, Learner = learner }, default), default);
        return id;
    }

    public Task IsParked(InboxId id) => Eventually.True(async () => await StateOf(id) == InboxState.Parked, TimeSpan.FromSeconds(60), "the delivery is parked");

    private async Task<long> UnsignedOf(LearnerId learner)
    {
        await using var session = await services.GetRequiredService<Database>().Read(default);
        return await session.First<long>(SelectUnsigned, new { Learner = learner, State = AwardState.Awarded }, default);
    }

    private async Task<InboxState> StateOf(InboxId id)
    {
        await using var session = await services.GetRequiredService<Database>().Read(default);
        return await session.First<InboxState>(SelectState, new { Id = id }, default);
    }
}
