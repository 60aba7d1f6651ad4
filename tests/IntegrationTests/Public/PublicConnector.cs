using System.Text.Json;
using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>A running connector on a database of its own, with one award that one learner has earned.</summary>
public sealed class PublicConnector : IAsyncLifetime
{
    public const string Title = "Data Literacy Foundations";
    public const string NearTitle = "Data Project";
    public const string LearnerName = "Misaki Sato";

    private static readonly ItemKey Project = new("p1");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lbc-test-");
    private WebApplication app = null!;
    private readonly PlatformId platform = PlatformId.New(TimeProvider.System);
    private TenantId tenant;
    private CourseId course;
    private LearnerId learner;

    /// <summary>Further settings of the command line.</summary>
    internal IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Who is in the course besides the learner, from the start.</summary>
    internal IReadOnlyList<RosterMember> Others { get; init; } = [];

    public HttpClient Client { get; private set; } = null!;

    public string Origin { get; } = $"http://localhost:{FreePort.Next()}";

    internal PublicId AwardId { get; private set; }

    public async Task InitializeAsync()
    {
        app = ConnectorApp.Create(
            [$"--Connector:PublicUrl={Origin}", $"--urls={Origin}", $"--Connector:DataDirectory={folder.FullName}", .. Settings],
            builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await ConnectorApp.Start(app, CancellationToken.None);
        await QuietHost.Make(app.Services);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Origin) };
        await Earn(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal async Task<SharedAward> Award() => await Get<SharedAwards>().Find(AwardId, CancellationToken.None) ?? throw new InvalidOperationException("The award is gone.");

    /// <summary>The document that every award has.</summary>
    internal async Task<SharedDocument> Document() => (await Get<SharedAwards>().Documents(tenant, (await Award()).Id, CancellationToken.None)).Single(document => document.Format == "ob3-di");

    /// <summary>The token, made when it is asked for first.</summary>
    internal async Task<SharedDocument> Token() => await Get<Publishing>().Document(await Award(), OpenBadge3JwtFormat.FormatName, CancellationToken.None) ?? throw new InvalidOperationException("No token was made.");

    /// <summary>The hosted assertion of Open Badges 2.0, which is there once the holder has published.</summary>
    internal async Task<SharedDocument> Hosted() => (await Get<SharedAwards>().Documents(tenant, (await Award()).Id, CancellationToken.None)).Single(document => document.Format == "ob2-hosted");

    /// <summary>The address of the staff's page about the learner's road to the award, below the root of a launch.</summary>
    internal async Task<string> StaffPage() => $"/d/{(await Award()).Mapping}/learners/{learner}";

    /// <summary>From now on: what is awarded under the mapping of the award can be suspended, and renews.</summary>
    internal async Task SetPolicy(AwardPolicy policy) => await Get<MappingRepository>().SetPolicy(tenant, (await Award()).Mapping, policy, CancellationToken.None);

    /// <summary>Takes the first award back and gives it anew under the policy of now.</summary>
    internal async Task AwardAgain()
    {
        var actor = new Actor(tenant, "instructor", null);
        await Eventually.True(async () => (await Award()).IsIssued, TimeSpan.FromSeconds(60), "the award is signed");
        await Get<AwardActions>().Run(AwardActions.Withdraw, actor, (await Award()).Id, "To be given anew.", CancellationToken.None);
        var former = await Award();
        Assert.Null(await Get<AwardActions>().Run(AwardActions.AwardAgain, actor, former.Id, null, CancellationToken.None));
        AwardId = (await Get<SharedAwards>().FindOfLearner(tenant, former.MicroCredential, learner, CancellationToken.None))!.PublicId;
    }

    /// <summary>Declares the key of the document void, as the console does.</summary>
    internal async Task RevokeKeyOf(SharedDocument document)
    {
        var issuer = await Get<IssuerRepository>().Default(tenant, CancellationToken.None) ?? throw new InvalidOperationException("No issuer was made.");
        var kid = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(Encoding.ASCII.GetString(document.Bytes).Split('.')[0])).RootElement.GetProperty("kid").GetString();
        var key = (await Get<IssuerRepository>().Keys(tenant, issuer.Id, CancellationToken.None)).Single(one => one.Url == kid);
        await Get<IssuerDesk>().Revoke(issuer, key, CancellationToken.None);
    }

    internal Task Show(AwardVisibility visibility) => Get<SharedAwards>().SetVisibility(tenant, learner, AwardId, visibility, CancellationToken.None);

    /// <summary>A launch of the learner: the root of its pages and the secret that the browser would send.</summary>
    internal async Task<(string Root, string Secret)> Launch(string locale = "en", ProductRole role = ProductRole.Learner, bool isMasquerade = false)
    {
        var now = TimeProvider.System.Now();
        var session = new LaunchSession(PublicId.New().Value, tenant, platform, course, learner, role, new LaunchContent { Subject = "s1", Locale = locale, IsMasquerade = isMasquerade }, now, now.AddHours(1));
        return (session.Root, await Get<LaunchSessions>().Open(session, CancellationToken.None));
    }

    /// <summary>A launch of an instructor from a copy of the course, which has a project under another key.</summary>
    internal async Task<(string Root, string Secret, CourseId Course)> LaunchCopy(string context = "c2", string project = "Final project")
    {
        var now = TimeProvider.System.Now();
        var copy = await Get<CourseRepository>().UpsertFromLaunch(ACourse() with { Id = CourseId.New(TimeProvider.System), ContextId = context, LmsCourseId = context, Title = "Data Science I (2027)" }, "c0,c1", now, CancellationToken.None);
        await Get<CourseRepository>().SaveItems(tenant, copy.Id, [new(new("p2"), project, CourseItemKind.Grade, 90, null, null, HasCompletion: false, IsGone: false)], now, CancellationToken.None);
        var session = new LaunchSession(PublicId.New().Value, tenant, platform, copy.Id, learner, ProductRole.Instructor, new LaunchContent { Subject = "s1", Locale = "en" }, now, now.AddHours(1));
        return (session.Root, await Get<LaunchSessions>().Open(session, CancellationToken.None), copy.Id);
    }

    /// <summary>More learners of the course, each with as many points of 90 in the project.</summary>
    internal async Task<IReadOnlyList<LearnerId>> Join(int people, decimal points)
    {
        var now = TimeProvider.System.Now();
        var where = await Get<CourseRepository>().Find(tenant, course, CancellationToken.None) ?? throw new InvalidOperationException("The course is gone.");
        RosterMember[] members = [.. Enumerable.Range(1, people).Select(number => new RosterMember($"more-{number}", [], $"Learner {number}", null, null, null, "en", [], CanEarn: true))];
        var joined = (await Get<ILearners>().Apply(where, members, isWhole: false, now, CancellationToken.None)).Learners;
        var grades = joined.Select(one => new PlacedResult(tenant, course, one, new Result(ResultKind.Grade, Project, new Score(points, 0, 90), null, IsFinal: true, IsReleased: true, now, ResultSource.Read)));
        await Get<IResults>().Apply([.. grades], [], now, CancellationToken.None);
        return joined;
    }

    /// <summary>A connection that can send events, made now.</summary>
    internal Task Connect(string name) => Get<ConnectionRepository>().Add(
        new(ConnectionId.New(TimeProvider.System), tenant, platform, ConnectionKinds.StandardWebhooks, name, PublicId.New().Value, ["whsec_x"], new Dictionary<string, string>(), IsEnabled: true, TimeProvider.System.Now()),
        CancellationToken.None);

    /// <summary>Somebody opens the tool in the course.</summary>
    internal Task OpenedAt(DateTimeOffset at) => Get<CourseRepository>().UpsertFromLaunch(ACourse() with { Id = course }, contextHistory: null, at, CancellationToken.None);

    internal Task<IReadOnlyList<CourseMapping>> Mappings() => MappingsOf(course);

    internal Task<IReadOnlyList<CourseMapping>> MappingsOf(CourseId of) => Get<MappingRepository>().OfCourse(tenant, of, CancellationToken.None);

    /// <summary>What a page of the launch puts into the address of one download.</summary>
    internal async Task<string> Ticket(string secret)
    {
        var context = new DefaultHttpContext();
        context.Features.Set(new OpenLaunch(await Get<LaunchSessions>().Find(secret, CancellationToken.None) ?? throw new InvalidOperationException("The launch is over."), secret));
        return await Get<LaunchTickets>().ForOneRequest(context, CancellationToken.None);
    }

    internal async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? secret = null, string? accept = null, HttpContent? content = null, bool isPart = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (secret is not null)
        {
            request.Headers.Add(FrameState.SessionHeader, secret);
            request.Headers.Add("RequestVerificationToken", LaunchSecret.RequestTokenOf(secret));
        }
        if (isPart) request.Headers.Add("HX-Request", "true");
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return await Client.SendAsync(request);
    }

    internal T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    private async Task Earn(CancellationToken ct)
    {
        var now = TimeProvider.System.Now();
        tenant = (await Get<TenantRepository>().All(ct))[0].Id;
        var issuer = await Get<IssuerRepository>().Default(tenant, ct) ?? throw new InvalidOperationException("No issuer was made.");
        await Get<PlatformRepository>().Save(APlatform(), now, ct);
        var where = await Get<CourseRepository>().UpsertFromLaunch(ACourse(), contextHistory: null, now, ct);
        course = where.Id;

        var member = new RosterMember("s1", [LearnerKey.Sub("s1")], LearnerName, "Misaki", "Sato", "misaki@example.org", "en", [], CanEarn: true);
        learner = (await Get<ILearners>().Apply(where, [member, .. Others], isWhole: true, now, ct)).Learners[0];

        await Get<CourseRepository>().SaveItems(tenant, course, [new(Project, "Final project", CourseItemKind.Grade, 90, null, null, HasCompletion: false, IsGone: false)], now, ct);
        var grade = new Result(ResultKind.Grade, Project, new Score(61, 0, 90), null, IsFinal: true, IsReleased: true, now, ResultSource.Read);
        await Get<IResults>().Apply([new PlacedResult(tenant, course, learner, grade)], [], now, ct);

        var earned = await Activate(await Publish(issuer, Title, now, ct), new AllOf { Id = "g1", Of = [] }, now, ct);
        var near = await Activate(await Publish(issuer, NearTitle, now, ct), new AllOf { Id = "g1", Of = [new MinimumScore { Id = "c1", Item = Project, Share = 0.7m }] }, now, ct);
        await Get<Road>().Evaluate([new EvaluationKey(tenant, earned.Id, learner), new EvaluationKey(tenant, near.Id, learner)], ct);
        AwardId = (await Get<SharedAwards>().FindOfLearner(tenant, earned.MicroCredential, learner, ct))!.PublicId;
    }

    private async Task<CourseMapping> Activate(DefinitionVersion version, Criterion rule, DateTimeOffset now, CancellationToken ct)
    {
        var mapping = new CourseMapping(MappingId.New(TimeProvider.System), tenant, course, version.MicroCredential, null, MappingState.Draft, 0, rule, null, 1, now, null);
        await Get<MappingRepository>().Create(mapping, ct);
        await Get<MappingRepository>().Activate(tenant, mapping.Id, version.Id, mapping.Revision, now, ct);
        await Get<IEvaluations>().MakeAllDue(tenant, mapping.Id, now, ct);
        return mapping;
    }

    private async Task<DefinitionVersion> Publish(Issuer issuer, string title, DateTimeOffset now, CancellationToken ct)
    {
        var definition = Definition.Blank(title, "en") with { Description = "Reads and cleans data.", Outcomes = Outcomes.Of("Reads tables critically"), Effort = Effort.OfHours(24) };
        var created = new MicroCredential(MicroCredentialId.New(TimeProvider.System), tenant, issuer.Id, definition, 1, null, now);
        await Get<MicroCredentialRepository>().Create(created, createdIn: null, ct);
        var id = PublicId.New();
        return await Get<MicroCredentialRepository>().Publish(created, id, $"{Origin}/achievements/{id}", "Awarded to everyone who takes part.", now, ct)
            ?? throw new InvalidOperationException("The draft had changed.");
    }

    private Registration APlatform() => new()
    {
        Id = new(platform.Value),
        TenantId = tenant.Value,
        Name = "Campus",
        Issuer = "https://lms.example",
        ClientId = "client",
        AuthorizationEndpoint = "https://lms.example/auth",
        TokenEndpoint = "https://lms.example/token",
        JwksUri = "https://lms.example/jwks",
    };

    private Course ACourse() => new(
        CourseId.New(TimeProvider.System), tenant, platform, "1", "c1", "c1", "Data Science I", null, "Asia/Tokyo", null, null, null, null);
}
