using Hangfire;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Worker;

namespace LtiBadgeConnector.Web.Hosting;

/// <summary>What must be true before the first request: schema, tenant, issuer with a key, unchanged address, released claims.</summary>
internal sealed partial class StartUp(IServiceProvider services, ILogger<StartUp> logger)
{
    private static readonly TimeSpan FirstLinkLifetime = TimeSpan.FromHours(1);

    /// <exception cref="StartRefusedException">The configuration does not fit the database.</exception>
    public async Task Prepare(CancellationToken ct)
    {
        var options = services.GetRequiredService<ConnectorOptions>();
        RefuseRolesApartOnSqlite(options);

        await BringSchemaUpToDate(ct);
        await RefuseChangedAddress(options, ct);
        if (services.GetService<MasterKey>() is { IsFromDataDirectory: true }) LogMasterKey(MasterKey.PathIn(options.DataDirectory));

        // Awards queue mails where this says so: nodes that sign and nodes that send may be others.
        await services.GetRequiredService<ServerSettingRepository>().Set("mails", services.GetRequiredService<MailOptions>().IsOn ? "on" : "off", ct);
        var tenant = await EnsureTenant(ct);
        await EnsureIssuer(tenant, ct);
    }

    /// <summary>Starts work that an earlier process left, and the schedule.</summary>
    public async Task BeginWork(CancellationToken ct)
    {
        var role = services.GetRequiredService<NodeRole>();
        if (!role.Works) return;
        // One process only: whatever is claimed was claimed by the one before us.
        if (services.GetRequiredService<DatabaseOptions>().Provider == DatabaseProvider.Sqlite) await services.GetRequiredService<IInbox>().ReleaseAll(ct);
        Schedule.Register(services.GetRequiredService<IRecurringJobManager>(), services.GetRequiredService<WorkerOptions>());
        services.GetRequiredService<IBackgroundJobClient>().Enqueue<Worker.Jobs.SweepJob>(job => job.Run(CancellationToken.None));
        services.GetRequiredService<IWakeUp>().Wake();
    }

    /// <summary>A one-time sign-in link while there is no administrator; null afterwards.</summary>
    public async Task<string?> FirstSignInLink(CancellationToken ct)
    {
        var administrators = services.GetRequiredService<AdministratorRepository>();
        if (await administrators.Count(ct) > 0) return null;
        var code = await administrators.CreateLink(administrator: null, FirstLinkLifetime, services.GetRequiredService<TimeProvider>().Now(), ct);
        return $"{services.GetRequiredService<ConnectorOptions>().PublicUrl}/admin/sign-in?code={code}";
    }

    private async Task BringSchemaUpToDate(CancellationToken ct)
    {
        var migrator = services.GetRequiredService<Migrator>();
        if (services.GetRequiredService<DatabaseOptions>().MigrateAtStart) await migrator.Upgrade(ct);
        else if (await migrator.Pending(ct) is { Count: > 0 } pending)
            throw new StartRefusedException(StorageException.MigrationMissing, $"The database lacks {string.Join(", ", pending)}, and Database:MigrateAtStart is off. Run migrate, or apply the output of migrate --script.");
    }

    private void RefuseRolesApartOnSqlite(ConnectorOptions options)
    {
        if (services.GetRequiredService<DatabaseOptions>().Provider == DatabaseProvider.Sqlite && options.NodeRole != NodeRole.Both)
            throw new StartRefusedException("role-needs-shared-database", $"Connector:Role '{options.Role}' needs PostgreSQL or SQL Server: with SQLite the queue lives inside the process.");
    }

    private async Task RefuseChangedAddress(ConnectorOptions options, CancellationToken ct)
    {
        var settings = services.GetRequiredService<ServerSettingRepository>();
        var issuedUnder = await settings.SetIfAbsent("public-url", options.PublicUrl, ct);
        if (issuedUnder == options.PublicUrl) return;
        if (!options.FormerPublicUrls.Contains(issuedUnder, StringComparer.Ordinal))
            throw new StartRefusedException("public-url-changed", $"Credentials were issued under {issuedUnder}, but Connector:PublicUrl is {options.PublicUrl}. Put the old one into Connector:FormerPublicUrls and keep it leading here, or set it back.");
        await settings.Set("public-url", options.PublicUrl, ct);
    }

    private async Task<Tenant> EnsureTenant(CancellationToken ct) =>
        await services.GetRequiredService<TenantRepository>().EnsureDefault(services.GetRequiredService<IssuerOptions>().Name, services.GetRequiredService<TimeProvider>().Now(), ct);

    private async Task EnsureIssuer(Tenant tenant, CancellationToken ct)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var issuers = services.GetRequiredService<IssuerRepository>();
        var options = services.GetRequiredService<IssuerOptions>();
        var issuer = await issuers.EnsureDefault(tenant.Id, options.Name, services.GetRequiredService<PublicAddresses>().Issuer, time.Now(), ct);
        var keys = await issuers.Keys(tenant.Id, issuer.Id, ct);
        if (keys.Count == 0) await issuers.Update(tenant.Id, issuer.Id, issuer.Profile with { Url = options.Website, CountryCode = options.CountryCode }, issuer.Image, ct);

        // Each kind by itself: an installation from before Data Integrity proofs has none for them.
        foreach (var algorithm in IssuerKeys.Standard.Where(algorithm => keys.All(key => key.Algorithm != algorithm))) await AddKey(issuers, issuer, algorithm, time, ct);
    }

    /// <param name="algorithm">One of <see cref="IssuerKeys.Algorithms"/>.</param>
    internal static async Task<IssuerKey> AddKey(IssuerRepository issuers, Issuer issuer, string algorithm, TimeProvider time, CancellationToken ct)
    {
        var publicId = PublicId.New();
        var key = IssuerKeys.New(algorithm, PublicAddresses.IssuerKey(issuer.Profile.Id, publicId), issuer.Profile.Id, time);
        await issuers.AddKey(issuer.Tenant, issuer.Id, IssuerKeyId.New(time), publicId, key, ct);
        return key;
    }

    [LoggerMessage(1001, LogLevel.Warning, "Keys at rest are protected by {Path}. Back it up apart from the database: without it every signing key and secret is lost. Issuer:KeyEncryption names a better place")]
    private partial void LogMasterKey(string path);
}
