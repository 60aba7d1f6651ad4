using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.StorageTests.Road;

/// <summary>One tenant with one course, one mapping on one quiz and one connection, and the repositories of the road over it.</summary>
internal sealed class RoadWorld : IAsyncDisposable
{
    public static readonly ItemKey Quiz = ItemKey.Of(ItemSchemes.MoodleGradeItem, "611");

    private static readonly Sql InsertTenant = new("INSERT INTO tenants (id, name, unlisted_links_from_start, created_at) VALUES (@Tenant, 'T', @IsUnlisted, @Now)");

    private static readonly Sql InsertPlatform = new("""
        INSERT INTO platforms (id, tenant_id, name, issuer, client_id, auth_url, token_url, jwks_url, trusted_audiences, state, deployment_policy, scopes, frame_ancestors, created_at, updated_at)
        VALUES (@Platform, @Tenant, 'P', @Issuer, 'client', 'https://lms.test/auth', 'https://lms.test/token', 'https://lms.test/jwks', '', 1, 1, '', '', @Now, @Now)
        """);

    private static readonly Sql InsertCourse = new("""
        INSERT INTO courses (id, tenant_id, platform_id, deployment_id, context_id, lms_course_id, title, created_at, launched_at)
        VALUES (@Course, @Tenant, @Platform, '1', '7', '7', 'Course', @Now, @Now)
        """);

    private static readonly Sql InsertLearner = new("""
        INSERT INTO learners (id, tenant_id, subject, name, email, name_agreed, created_at) VALUES (@Learner, @Tenant, @Subject, @Name, @Email, @NameAgreed, @Now)
        """);

    private static readonly Sql InsertKey = new("""
        INSERT INTO learner_keys (tenant_id, platform_id, scheme, value, learner_id, created_at) VALUES (@Tenant, @Platform, @Scheme, @Value, @Learner, @Now)
        """);

    private static readonly Sql InsertMember = new("""
        INSERT INTO course_members (tenant_id, course_id, learner_id, roles, can_earn, has_left, seen_at) VALUES (@Tenant, @Course, @Learner, 'Learner', @CanEarn, {false}, @Now)
        """);

    private static readonly Sql InsertIssuer = new("""
        INSERT INTO issuers (id, tenant_id, public_id, url, is_default, name, country_code, created_at) VALUES (@Issuer, @Tenant, @PublicId, @Url, {true}, 'Issuer', 'JP', @Now)
        """);

    private static readonly Sql InsertIssuerKey = new("""
        INSERT INTO issuer_keys (id, tenant_id, issuer_id, public_id, url, algorithm, public_jwk, private_key, state, created_at)
        VALUES (@Id, @Tenant, @Issuer, @PublicId, @Url, 'RS256', '-', @PrivateKey, @State, @Now)
        """);

    private static readonly Sql InsertMicroCredential = new("""
        INSERT INTO micro_credentials (id, tenant_id, issuer_id, draft, draft_revision, published_version_id, created_at)
        VALUES (@MicroCredential, @Tenant, @Issuer, @Definition, 1, @Version, @Now)
        """);

    private static readonly Sql InsertVersion = new("""
        INSERT INTO definition_versions (id, tenant_id, micro_credential_id, number, public_id, url, definition, criteria_narrative, published_at)
        VALUES (@Version, @Tenant, @MicroCredential, 1, @PublicId, @Url, @Definition, 'Pass the quiz.', @Now)
        """);

    private static readonly Sql InsertMapping = new("""
        INSERT INTO course_mappings (id, tenant_id, course_id, micro_credential_id, definition_version_id, state, rule_version, rule_json, reports_to_gradebook, revision, created_at)
        VALUES (@Mapping, @Tenant, @Course, @MicroCredential, @Version, @State, 1, @Rule, @ReportsToGradebook, 1, @Now)
        """);

    private static readonly Sql InsertInput = new("""
        INSERT INTO mapping_inputs (tenant_id, course_id, kind, item_key, mapping_id) VALUES (@Tenant, @Course, @Kind, @Item, @Mapping)
        """);

    private static readonly Sql SetMember = new("UPDATE course_members SET has_left = @HasLeft WHERE tenant_id = @Tenant AND course_id = @Course AND learner_id = @Learner");

    private static readonly Sql SetMappingState = new("UPDATE course_mappings SET state = @State WHERE id = @Mapping");

    public RoadWorld(Database database, TimeProvider time, bool isUnlisted = false, bool reportsToGradebook = false, int mostWaiting = 4096)
    {
        Database = database;
        Time = time;
        IsUnlisted = isUnlisted;
        ReportsToGradebook = reportsToGradebook;
        Inbox = new(database, Protector, time, mostWaiting);
        Results = new(database);
        Evaluations = new(database);
        Awards = new(database, new(database, Protector, time), time);
        Deliveries = new(database);
        Connections = new(database, Protector, time);
    }

    public Database Database { get; }

    public TimeProvider Time { get; }

    public bool IsUnlisted { get; }

    public bool ReportsToGradebook { get; }

    public ISecretProtector Protector { get; } = new PurposeBoundProtector();

    public InboxRepository Inbox { get; }

    public ResultRepository Results { get; }

    public EvaluationRepository Evaluations { get; }

    public AwardRepository Awards { get; }

    public DeliveryRepository Deliveries { get; }

    public ConnectionRepository Connections { get; }

    public TenantId Tenant { get; } = TenantId.New(TimeProvider.System);

    public PlatformId Platform { get; } = PlatformId.New(TimeProvider.System);

    public CourseId Course { get; } = CourseId.New(TimeProvider.System);

    public IssuerId Issuer { get; } = IssuerId.New(TimeProvider.System);

    public MicroCredentialId MicroCredential { get; } = MicroCredentialId.New(TimeProvider.System);

    public DefinitionVersionId Version { get; } = DefinitionVersionId.New(TimeProvider.System);

    public MappingId Mapping { get; } = MappingId.New(TimeProvider.System);

    public Connection Connection { get; private set; } = null!;

    public DateTimeOffset Now => Time.Now();

    public static Criterion Rule { get; } = new MinimumScore { Id = "c1", Item = Quiz, Share = 0.6m };

    public async Task<RoadWorld> Build(MappingState state = MappingState.Active)
    {
        var definition = DefinitionJson.Write(new() { Language = "en", Title = "Statistics", Outcomes = Outcomes.Of("Reads a box plot.") });
        await Database.Write(
            async work =>
            {
                await Run(work, InsertTenant, new { Tenant, IsUnlisted, Now });
                await Run(work, InsertPlatform, new { Platform, Tenant, Issuer = $"https://lms.test/{Platform}", Now });
                await Run(work, InsertCourse, new { Course, Tenant, Platform, Now });
                await Run(work, InsertIssuer, new { Issuer, Tenant, PublicId = PublicId.New(), Url = "https://badges.test/issuers/i", Now });
                await AddIssuerKey(work, "k-old", IssuerKeyState.Retired);
                await AddIssuerKey(work, "k-new", IssuerKeyState.Active);
                await Run(work, InsertMicroCredential, new { MicroCredential, Tenant, Issuer, Definition = definition, Version, Now });
                await Run(work, InsertVersion, new { Version, Tenant, MicroCredential, PublicId = PublicId.New(), Url = "https://badges.test/achievements/a", Definition = definition, Now });
                await Run(work, InsertMapping, new { Mapping, Tenant, Course, MicroCredential, Version, State = state, Rule = CriterionJson.Write(Rule), ReportsToGradebook, Now });
                await Run(work, InsertInput, new { Tenant, Course, Kind = ResultKind.Grade, Item = Quiz, Mapping });
            },
            CancellationToken.None);
        Connection = ANewConnection();
        await Connections.Add(Connection, CancellationToken.None);
        return this;
    }

    public Connection ANewConnection() => new(
        ConnectionId.New(TimeProvider.System), Tenant, Platform, ConnectionKinds.StandardWebhooks, "Webhook", PublicId.New().Value,
        ["whsec_first"], new Dictionary<string, string> { ["siteUrl"] = "https://lms.test" }, IsEnabled: true, Now);

    public async Task<LearnerId> AddLearner(string? name = null, string? email = null, bool nameAgreed = false, bool isMember = true, bool canEarn = true)
    {
        var learner = LearnerId.New(TimeProvider.System);
        await Database.Write(
            async work =>
            {
                await Run(work, InsertLearner, new { Learner = learner, Tenant, Subject = $"urn:uuid:{Guid.NewGuid()}", Name = name, Email = email, NameAgreed = nameAgreed, Now });
                if (isMember) await Run(work, InsertMember, new { Tenant, Course, Learner = learner, CanEarn = canEarn, Now });
            },
            CancellationToken.None);
        return learner;
    }

    public Task BindKey(LearnerId learner, string scheme, string value) =>
        Database.Write(work => Run(work, InsertKey, new { Tenant, Platform, Scheme = scheme, Value = value, Learner = learner, Now }), CancellationToken.None);

    /// <summary>Lets the mapping look at something more.</summary>
    public Task LookAt(ResultKind kind, ItemKey item) =>
        Database.Write(work => Run(work, InsertInput, new { Tenant, Course, Kind = kind, Item = item, Mapping }), CancellationToken.None);

    /// <summary>A second micro-credential of the same course, whose rule asks for the first.</summary>
    public async Task<MappingId> AddFollower()
    {
        var (micro, version, mapping) = (MicroCredentialId.New(TimeProvider.System), DefinitionVersionId.New(TimeProvider.System), MappingId.New(TimeProvider.System));
        var definition = DefinitionJson.Write(new() { Language = "en", Title = "Statistics II", Outcomes = Outcomes.Of("Reads a test.") });
        var rule = new HoldsAward { Id = "c1", MicroCredential = MicroCredential };
        await Database.Write(
            async work =>
            {
                await Run(work, InsertMicroCredential, new { MicroCredential = micro, Tenant, Issuer, Definition = definition, Version = version, Now });
                await Run(work, InsertVersion, new { Version = version, Tenant, MicroCredential = micro, PublicId = PublicId.New(), Url = $"https://badges.test/achievements/{version}", Definition = definition, Now });
                await Run(work, InsertMapping, new { Mapping = mapping, Tenant, Course, MicroCredential = micro, Version = version, State = MappingState.Active, Rule = CriterionJson.Write(rule), ReportsToGradebook = false, Now });
                await Run(work, InsertInput, new { Tenant, Course, Kind = ResultKind.Award, rule.Inputs.Single().Item, Mapping = mapping });
            },
            CancellationToken.None);
        return mapping;
    }

    public Task SetLeft(LearnerId learner, bool hasLeft = true) => Database.Write(work => Run(work, SetMember, new { Tenant, Course, Learner = learner, HasLeft = hasLeft }), CancellationToken.None);

    public Task SetMapping(MappingState state) => Database.Write(work => Run(work, SetMappingState, new { Mapping, State = state }), CancellationToken.None);

    public NewDelivery ADelivery(string key, string body = "{}") => new(
        InboxId.New(Time), Tenant, Connection.Id, key, SHA256.HashData(Encoding.UTF8.GetBytes(body)), Encoding.UTF8.GetBytes(body), Now);

    public PlacedResult AGrade(LearnerId learner, decimal? points, DateTimeOffset? at = null, ResultSource source = ResultSource.Event, decimal maximum = 100m) =>
        new(Tenant, Course, learner, new(ResultKind.Grade, Quiz, new(points, 0, maximum), null, IsFinal: true, IsReleased: true, at ?? Now, source));

    public EvaluationKey KeyOf(LearnerId learner) => new(Tenant, Mapping, learner);

    /// <summary>Decides as the step does.</summary>
    public Decision Decide(DueEvaluation due) => new(
        due.Key, due.DueVersion, due.Mapping.RuleVersion, due.Mapping.Rule.Evaluate(due.Progress),
        due.Mapping.Rule.Evaluate(due.Progress).IsMet && due.CanEarn && !due.HasAward ? AnAward(due.Key.Learner) : null,
        NeedsDecision: false, Now, DueAt: null);

    public Award AnAward(LearnerId learner)
    {
        var publicId = PublicId.New();
        return new(
            AwardId.New(Time), Tenant, MicroCredential, learner, Cycle: 1, Mapping, RuleVersion: 1, Version,
            publicId, $"https://badges.test/awards/{publicId}", PublicId.New(), Now);
    }

    /// <summary>A learner who has reached the rule and is awarded.</summary>
    public async Task<AwardId> AddAward(LearnerId learner)
    {
        var due = await Results.Apply([AGrade(learner, 92)], [], Now, CancellationToken.None);
        var loaded = await Evaluations.Load(due, CancellationToken.None);
        return (await Evaluations.Record([.. loaded.Select(Decide)], CancellationToken.None)).Awarded.Single();
    }

    public async Task<T?> Read<T>(Sql sql, object? parameters = null)
    {
        await using var session = await Database.Read(CancellationToken.None);
        return await session.First<T>(sql, parameters, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Inbox.DisposeAsync();

    private Task<int> AddIssuerKey(Session work, string name, IssuerKeyState state) => Run(work, InsertIssuerKey, new
    {
        Id = IssuerKeyId.New(TimeProvider.System),
        Tenant,
        Issuer,
        PublicId = PublicId.New(),
        Url = $"https://badges.test/issuers/i/keys/{name}",
        PrivateKey = Protector.Protect(Encoding.UTF8.GetBytes(name), SecretPurposes.IssuerKey),
        State = state,
        Now,
    });

    private static Task<int> Run(Session work, Sql sql, object parameters) => work.Execute(sql, parameters, CancellationToken.None);
}
