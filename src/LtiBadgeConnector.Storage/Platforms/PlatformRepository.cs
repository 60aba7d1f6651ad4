using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Storage.Platforms;

/// <summary>
/// Registrations and their deployments. A launch finds them by what the token says, across tenants; administrators only see
/// those their tenant owns.
/// </summary>
public sealed class PlatformRepository(Database database, TimeProvider time) : IRegistrations, IDeployments
{
    private const string Columns = """
        id, tenant_id, name, issuer, client_id, auth_url, token_url, jwks_url, token_audience, redirect_uri, trusted_audiences,
        state, deployment_policy, product_family, platform_version, scopes, frame_ancestors, created_at, updated_at, last_launch_at
        """;

    private const string Assignments = """
        name = @Name, issuer = @Issuer, client_id = @ClientId, auth_url = @AuthUrl, token_url = @TokenUrl, jwks_url = @JwksUrl,
        token_audience = @TokenAudience, redirect_uri = @RedirectUri, trusted_audiences = @TrustedAudiences, state = @State,
        deployment_policy = @DeploymentPolicy, product_family = @ProductFamily, scopes = @Scopes,
        frame_ancestors = @FrameAncestors, updated_at = @UpdatedAt
        """;

    private const string DeploymentColumns = "platform_id, deployment_id, tenant_id, state";

    private static readonly Sql SelectById = new($"SELECT {Columns} FROM platforms WHERE id = @Id");
    private static readonly Sql SelectByClient = new($"SELECT {Columns} FROM platforms WHERE issuer = @Issuer AND client_id = @ClientId");
    private static readonly Sql SelectActive = new($"SELECT {Columns} FROM platforms WHERE issuer = @Issuer AND state = @State ORDER BY created_at, id {{page}}");
    private static readonly Sql SelectOfTenant = new($"SELECT {Columns} FROM platforms WHERE tenant_id = @Tenant ORDER BY name, id");
    private static readonly Sql SelectOne = new($"SELECT {Columns} FROM platforms WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "platforms",
        [
            "id", "tenant_id", "name", "issuer", "client_id", "auth_url", "token_url", "jwks_url", "token_audience", "redirect_uri", "trusted_audiences",
            "state", "deployment_policy", "product_family", "platform_version", "scopes", "frame_ancestors", "created_at", "updated_at",
        ],
        key: ["issuer", "client_id"]);

    private static readonly Sql UpdateByClient = new($"UPDATE platforms SET {Assignments} WHERE tenant_id = @TenantId AND issuer = @Issuer AND client_id = @ClientId");

    private static readonly Sql UpdateById = new($"""
        UPDATE platforms SET {Assignments} WHERE tenant_id = @TenantId AND id = @Id
        AND NOT EXISTS (SELECT 1 FROM platforms other WHERE other.issuer = @Issuer AND other.client_id = @ClientId AND other.id <> @Id)
        """);

    private static readonly Sql UpdateState = new("UPDATE platforms SET state = @State, updated_at = @Now WHERE tenant_id = @Tenant AND id = @Id");
    private static readonly Sql UpdateLaunch = new("UPDATE platforms SET last_launch_at = @At, platform_version = COALESCE(@PlatformVersion, platform_version) WHERE id = @Id");

    private static readonly Sql UpdateAccount = new("UPDATE deployments SET account_uuid = @Account WHERE platform_id = @Id AND deployment_id = @DeploymentId");

    private static readonly Sql SelectAccounts = new("""
        SELECT DISTINCT account_uuid FROM deployments WHERE platform_id = @Platform AND tenant_id = @Tenant AND account_uuid IS NOT NULL ORDER BY account_uuid
        """);

    private static readonly Sql Delete = new("""
        DELETE FROM platforms WHERE tenant_id = @Tenant AND id = @Id
        AND NOT EXISTS (SELECT 1 FROM courses WHERE courses.platform_id = platforms.id)
        """);

    private static readonly Sql DeleteDeployments = new("""
        DELETE FROM deployments WHERE platform_id = @Id
        AND EXISTS (SELECT 1 FROM platforms WHERE platforms.id = deployments.platform_id AND platforms.tenant_id = @Tenant)
        AND NOT EXISTS (SELECT 1 FROM courses WHERE courses.platform_id = deployments.platform_id)
        """);

    private static readonly Sql InsertDeployment = Sql.InsertIfAbsent(
        "deployments", ["platform_id", "deployment_id", "tenant_id", "state", "created_at", "decided_at"], key: ["platform_id", "deployment_id"]);

    private static readonly Sql SelectDeployment = new($"SELECT {DeploymentColumns} FROM deployments WHERE platform_id = @Platform AND deployment_id = @DeploymentId");

    private static readonly Sql SelectDeployments = new($"""
        SELECT {DeploymentColumns} FROM deployments WHERE platform_id = @Platform
        AND EXISTS (SELECT 1 FROM platforms WHERE platforms.id = deployments.platform_id AND platforms.tenant_id = @Tenant)
        ORDER BY created_at, deployment_id
        """);

    // An active deployment never moves to another tenant: its courses and people would stay behind.
    private static readonly Sql UpdateDeployment = new($"""
        UPDATE deployments SET state = @State, tenant_id = @For, decided_at = @Now
        WHERE platform_id = @Platform AND deployment_id = @DeploymentId AND (tenant_id IS NULL OR tenant_id = @For)
        AND EXISTS (SELECT 1 FROM platforms WHERE platforms.id = deployments.platform_id AND platforms.tenant_id = @Tenant)
        """);

    private static readonly Sql RefuseDeployment = new("""
        UPDATE deployments SET state = @State, decided_at = @Now
        WHERE platform_id = @Platform AND deployment_id = @DeploymentId
        AND EXISTS (SELECT 1 FROM platforms WHERE platforms.id = deployments.platform_id AND platforms.tenant_id = @Tenant)
        """);

    // Every launch asks for the same few. Another node learns of a change this much later.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private readonly Cache<RegistrationId, Registration?> byId = new(time, Remembered);
    private readonly Cache<(string Issuer, string ClientId), Registration?> byClient = new(time, Remembered);
    private readonly Cache<(RegistrationId Registration, string Deployment), Deployment?> deployments = new(time, Remembered);

    public Task<Registration?> Find(RegistrationId id, CancellationToken ct) =>
        byId.Get(id, async () => (await First(SelectById, new { Id = id.Value }, ct))?.ToRegistration());

    public Task<Registration?> Find(string issuer, string clientId, CancellationToken ct) =>
        byClient.Get((issuer, clientId), async () => (await First(SelectByClient, new { Issuer = issuer, ClientId = clientId }, ct))?.ToRegistration());

    public async Task<IReadOnlyList<Registration>> ActiveOf(string issuer, int atMost, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<Row>(SelectActive, new { Issuer = issuer, State = RegistrationState.Active, Most = atMost }, ct);
        return [.. rows.Select(row => row.ToRegistration())];
    }

    public async Task<IReadOnlyList<Platform>> List(TenantId tenant, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<Row>(SelectOfTenant, new { Tenant = tenant }, ct)).Select(row => row.ToPlatform())];
    }

    public async Task<Platform?> Find(TenantId tenant, PlatformId id, CancellationToken ct) =>
        (await First(SelectOne, new { Tenant = tenant, Id = id }, ct))?.ToPlatform();

    /// <summary>
    /// Saves a registration of the tenant it names: the one of its id, else the one of its issuer and client id (so saying the
    /// same again changes nothing), else a new one.
    /// </summary>
    public Task<PlatformSaved> Save(Registration registration, DateTimeOffset now, CancellationToken ct, string? platformVersion = null) => Change(
        async session =>
        {
            var row = Row.Of(registration, platformVersion, now);
            if (await session.Execute(UpdateById, row, ct) == 1) return new PlatformSaved.Updated(new(row.Id));
            if (await session.Execute(Insert, row, ct) == 1) return new PlatformSaved.Added(new(row.Id));
            if (await session.Execute(UpdateByClient, row, ct) == 0) return new PlatformSaved.Taken();
            var kept = await session.First<Row>(SelectByClient, new { row.Issuer, row.ClientId }, ct);
            return (PlatformSaved)new PlatformSaved.Updated(new(kept!.Id));
        },
        ct);

    public Task<bool> SetState(TenantId tenant, PlatformId id, RegistrationState state, DateTimeOffset now, CancellationToken ct) => Change(
        async session => await session.Execute(UpdateState, new { Tenant = tenant, Id = id, State = state, Now = now }, ct) == 1, ct);

    /// <summary>Removes a platform that no course came from; one with courses can only be disabled.</summary>
    public Task<bool> Remove(TenantId tenant, PlatformId id, CancellationToken ct) => Change(
        async session =>
        {
            var which = new { Tenant = tenant, Id = id };
            await session.Execute(DeleteDeployments, which, ct);
            return await session.Execute(Delete, which, ct) == 1;
        },
        ct);

    /// <param name="account">The account of the LMS that the deployment belongs to, if the launch tells it.</param>
    public Task NoteLaunch(PlatformId id, string? platformVersion, DateTimeOffset at, CancellationToken ct, (string Deployment, string Account)? account = null) => database.Write(
        async session =>
        {
            await session.Execute(UpdateLaunch, new { Id = id, PlatformVersion = platformVersion, At = at }, ct);
            if (account is var (deployment, uuid)) await session.Execute(UpdateAccount, new { Id = id, DeploymentId = deployment, Account = uuid }, ct);
        },
        ct);

    /// <summary>The accounts of the LMS that launches of the tenant's deployments came from.</summary>
    public async Task<IReadOnlyList<string>> Accounts(TenantId tenant, PlatformId platform, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<string>(SelectAccounts, new { Tenant = tenant, Platform = platform }, ct);
    }

    public Task<Deployment?> Find(RegistrationId registration, string deploymentId, CancellationToken ct) => deployments.Get(
        (registration, deploymentId),
        async () =>
        {
            await using var session = await database.Read(ct);
            return (await session.First<DeploymentRow>(SelectDeployment, new { Platform = registration.Value, DeploymentId = deploymentId }, ct))?.ToDeployment();
        });

    public Task<Deployment> Remember(Deployment deployment, CancellationToken ct) => Change(
        async session =>
        {
            var now = time.Now();
            var row = new
            {
                PlatformId = deployment.Registration.Value, deployment.DeploymentId, deployment.TenantId, deployment.State,
                CreatedAt = now, DecidedAt = deployment.State == DeploymentState.Pending ? (DateTimeOffset?)null : now,
            };
            await session.Execute(InsertDeployment, row, ct);
            var stored = await session.First<DeploymentRow>(SelectDeployment, new { Platform = row.PlatformId, row.DeploymentId }, ct);
            return stored!.ToDeployment();
        },
        ct);

    /// <summary>The deployments of a platform that the tenant owns, whichever tenants they belong to.</summary>
    public async Task<IReadOnlyList<Deployment>> Deployments(TenantId tenant, PlatformId platform, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<DeploymentRow>(SelectDeployments, new { Tenant = tenant, Platform = platform }, ct)).Select(row => row.ToDeployment())];
    }

    /// <param name="tenant">The owner of the platform.</param>
    /// <param name="belongsTo">The tenant that the deployment's courses and people will belong to.</param>
    /// <returns>False when the platform is another's, or the deployment belongs to a third tenant already.</returns>
    public Task<bool> Approve(TenantId tenant, PlatformId platform, string deploymentId, TenantId belongsTo, DateTimeOffset now, CancellationToken ct) => Change(
        async session => await session.Execute(
            UpdateDeployment, new { Tenant = tenant, Platform = platform, DeploymentId = deploymentId, For = belongsTo, State = DeploymentState.Active, Now = now }, ct) == 1,
        ct);

    public Task<bool> Refuse(TenantId tenant, PlatformId platform, string deploymentId, DateTimeOffset now, CancellationToken ct) => Change(
        async session => await session.Execute(
            RefuseDeployment, new { Tenant = tenant, Platform = platform, DeploymentId = deploymentId, State = DeploymentState.Refused, Now = now }, ct) == 1,
        ct);

    private async Task<T> Change<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        try
        {
            return await database.Write(work, ct);
        }
        finally
        {
            byId.Clear();
            byClient.Clear();
            deployments.Clear();
        }
    }

    private async Task<Row?> First(Sql sql, object parameters, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Row>(sql, parameters, ct);
    }

    private sealed record Row(
        Guid Id, Guid TenantId, string Name, string Issuer, string ClientId, string AuthUrl, string TokenUrl, string JwksUrl, string? TokenAudience,
        string? RedirectUri, string TrustedAudiences, RegistrationState State, DeploymentPolicy DeploymentPolicy, string? ProductFamily,
        string? PlatformVersion, string Scopes, string FrameAncestors, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastLaunchAt)
    {
        public static Row Of(Registration registration, string? platformVersion, DateTimeOffset now) => new(
            registration.Id.Value, registration.TenantId, registration.Name, registration.Issuer, registration.ClientId,
            registration.AuthorizationEndpoint, registration.TokenEndpoint, registration.JwksUri, registration.TokenAudience,
            registration.RedirectUri, Lines.Join(registration.TrustedAudiences), registration.State, registration.DeploymentPolicy,
            registration.ProductFamilyCode, platformVersion, Lines.Join(registration.GrantedScopes), Lines.Join(registration.FrameAncestors),
            now, now, LastLaunchAt: null);

        public Platform ToPlatform() => new(new(Id), ToRegistration(), PlatformVersion, CreatedAt, UpdatedAt, LastLaunchAt);

        public Registration ToRegistration() => new()
        {
            Id = new(Id),
            TenantId = TenantId,
            Name = Name,
            Issuer = Issuer,
            ClientId = ClientId,
            AuthorizationEndpoint = AuthUrl,
            TokenEndpoint = TokenUrl,
            JwksUri = JwksUrl,
            TokenAudience = TokenAudience,
            RedirectUri = RedirectUri,
            TrustedAudiences = Lines.Split(TrustedAudiences),
            State = State,
            DeploymentPolicy = DeploymentPolicy,
            ProductFamilyCode = ProductFamily,
            GrantedScopes = Lines.Split(Scopes),
            FrameAncestors = Lines.Split(FrameAncestors),
        };
    }

    private sealed record DeploymentRow(Guid PlatformId, string DeploymentId, Guid? TenantId, DeploymentState State)
    {
        public Deployment ToDeployment() => new(new(PlatformId), DeploymentId, TenantId, State);
    }
}
