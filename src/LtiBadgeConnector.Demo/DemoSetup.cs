using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Web.Registering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.DemoLms;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Hosting;

namespace LtiBadgeConnector.Demo;

/// <summary>The connector and the demo LMS, both running and introduced to each other.</summary>
public sealed class DemoSetup : IAsyncDisposable
{
    private readonly DemoOptions options;
    private readonly WebApplication connector;
    private readonly WebApplication lms;

    private DemoSetup(DemoOptions options, string dataDirectory)
    {
        this.options = options;
        DataDirectory = dataDirectory;
        connector = ConnectorApp.Create([], Configure);
        lms = DemoLmsApp.Create(new DemoLmsOptions { Listen = options.LmsUrl, PublicOrigin = options.LmsUrl, StateFile = Path.Combine(dataDirectory, "campus.json"), Personality = options.Personality });
    }

    public string LmsUrl => options.LmsUrl;

    public string ConnectorUrl => options.ConnectorUrl;

    public string DataDirectory { get; }

    public string? ConsoleSignIn { get; private set; }

    /// <summary>The connector's services, for tests that look inside.</summary>
    public IServiceProvider Connector => connector.Services;

    public static async Task<DemoSetup> Start(DemoOptions options, CancellationToken ct)
    {
        var demo = new DemoSetup(options, options.Data ?? Directory.CreateTempSubdirectory("lti-badge-demo-").FullName);
        await demo.lms.StartAsync(ct);
        demo.ConsoleSignIn = await ConnectorApp.Start(demo.connector, ct);
        await demo.Introduce(ct);
        return demo;
    }

    public Task WaitForShutdown() => connector.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        // What is at work ends before its folder goes.
        await lms.StopAsync();
        await connector.StopAsync();
        await lms.DisposeAsync();
        await connector.DisposeAsync();
        if (options.Data is null) Directory.Delete(DataDirectory, recursive: true);
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = options.ConnectorUrl,
            ["Connector:PublicUrl"] = options.ConnectorUrl,
            ["Connector:DataDirectory"] = DataDirectory,
            ["Issuer:Name"] = "Hokuto University",
            ["Issuer:CountryCode"] = "JP",
            // Exactly the demo's own LMS; everything else stays guarded.
            ["Network:AllowPlainHttpFor:0"] = options.LmsUrl,
            ["Network:AllowedPrivateAddresses:0"] = "127.0.0.1/32",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
    }

    private async Task Introduce(CancellationToken ct)
    {
        var tenants = connector.Services.GetRequiredService<TenantRepository>();
        var tenant = (await tenants.All(ct))[0];
        await tenants.SetUnlistedLinks(tenant.Id, true, ct);

        using var administrator = new LmsAdministrator(options.LmsUrl);
        await administrator.SignIn(ct);
        if (!await administrator.HasTools(ct)) await Register(tenant, administrator, ct);
        await Connect(tenant, administrator, ct);
    }

    // A shared issuer cannot prove that it speaks for this address, so such an LMS is registered by hand on both sides, as it is in life.
    private async Task Register(Tenant tenant, LmsAdministrator administrator, CancellationToken ct)
    {
        if (options.Personality.Issuer is not { } issuer)
        {
            await administrator.Register(await RegistrationUrl(tenant, ct), ct);
            return;
        }
        var file = options.Personality.Family == "canvas" ? "canvas.json" : "tool.json";
        var (client, deployment) = await administrator.RegisterByHand(connector.Services.GetRequiredService<ToolOnPaper>().Read(file), ct);
        var registration = new Registration
        {
            Id = RegistrationId.New(connector.Services.GetRequiredService<TimeProvider>()), TenantId = tenant.Id.Value, Name = options.Personality.Name, Issuer = issuer, ClientId = client,
            AuthorizationEndpoint = $"{options.LmsUrl}/lti/authorize", TokenEndpoint = $"{options.LmsUrl}/lti/token", JwksUri = $"{options.LmsUrl}/lti/jwks.json",
            ProductFamilyCode = options.Personality.Family, State = RegistrationState.Active,
        };
        var platforms = connector.Services.GetRequiredService<PlatformRepository>();
        await platforms.Save(registration, connector.Services.GetRequiredService<TimeProvider>().Now(), ct);
        await platforms.Remember(new Deployment(registration.Id, deployment, tenant.Id.Value, DeploymentState.Active), ct);
    }

    private async Task<string> RegistrationUrl(Tenant tenant, CancellationToken ct)
    {
        var now = connector.Services.GetRequiredService<TimeProvider>().Now();
        var code = await connector.Services.GetRequiredService<InvitationRepository>().Create(new Invitation(tenant.Id, "Demo", now, now.AddDays(7)), ct);
        return $"{options.ConnectorUrl}/lti/register?invitation={code}";
    }

    private async Task Connect(Tenant tenant, LmsAdministrator administrator, CancellationToken ct)
    {
        var connections = connector.Services.GetRequiredService<ConnectionRepository>();
        var platform = (await connector.Services.GetRequiredService<PlatformRepository>().List(tenant.Id, ct))[0];
        if ((await connections.OfPlatform(tenant.Id, platform.Id, ct)).Count > 0) return;

        var webhooks = Make(ConnectionKinds.StandardWebhooks, []);
        await connections.Add(webhooks, ct);
        await administrator.SetWebhook(connector.Services.GetRequiredService<PublicAddresses>().Webhook(webhooks.Key!), webhooks.Secrets[0], ct);
        var site = new Dictionary<string, string?> { [ConnectionSettings.SiteUrl] = options.LmsUrl, [ConnectionSettings.Token] = await administrator.WebServiceToken(ct) };
        await connections.Add(Make(ConnectionKinds.MoodleWebServices, site), ct);

        Connection Make(string kind, Dictionary<string, string?> given) =>
            NewConnection.Of(kind, tenant.Id, platform.Id, "Demo", given, connector.Services.GetRequiredService<TimeProvider>()).Connection!;
    }
}
