using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Api;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Catalogues;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Mailing;
using LtiBadgeConnector.Web.Network;
using LtiBadgeConnector.Web.Notices;
using LtiBadgeConnector.Web.Operations;
using LtiBadgeConnector.Web.Registering;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Verifying;
using LtiBadgeConnector.Web.Webhooks;
using Microsoft.AspNetCore.Connections;

namespace LtiBadgeConnector.Web.Hosting;

/// <summary>Puts the connector together: one line for each part, in the order in which a request meets them.</summary>
public static class ConnectorApp
{
    /// <param name="configure">The demo and the tests change configuration here before anything is built.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = Configured(args);
        configure?.Invoke(builder);
        return Build(builder);
    }

    /// <summary>The server's configuration and nothing else: for what must not touch its data, not even to make a key.</summary>
    internal static WebApplicationBuilder Configured(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ConnectorApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddQuietLogs();
        builder.Configuration.AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true).AddEnvironmentVariables().AddCommandLine(args);
        // Pages of a launch are no-store anyway; the framework warns about it on each of them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        return builder;
    }

    private static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.AddConnectorOptions();
        builder.AddConnectorStorage();
        builder.AddConnectorKeys();
        builder.AddOutbound();
        builder.AddLti();
        builder.AddRoad();
        builder.AddMailing();
        builder.AddVerifying();
        builder.AddSharing();
        builder.AddAuthoring();
        builder.Services.AddConnectorSecurity();
        builder.AddConsole();
        builder.AddApi();
        builder.AddTelemetry();
        builder.AddPages();

        var app = builder.Build();
        if (app.Urls.Count == 0 && app.Configuration["urls"] is null) app.Urls.Add(app.Configuration.Get<ConnectorOptions>(ConnectorOptions.Section).ListenUrl);
        app.UseForwardedHeaders();
        app.UseFailurePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseLaunches();
        app.UseUi();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapAssets().AllowAnonymous();
        app.MapLogo().AllowAnonymous();
        app.MapLaunches();
        app.MapNotices();
        app.MapToolOnPaper();
        app.MapWebhooks();
        app.MapDocuments();
        app.MapCredentials();
        app.MapEvidence();
        app.MapStatusLists();
        app.MapOpenBadges2();
        app.MapRequestedDocuments();
        app.MapCatalogue();
        app.MapConsole();
        app.MapApi();
        app.MapApiDescription();
        app.MapHealth();
        app.MapMetrics();
        app.MapRazorPages();
        return app;
    }

    /// <summary>Prepares the database, starts listening, and begins to work the road.</summary>
    /// <returns>A one-time sign-in link while the console has no administrator; null afterwards.</returns>
    /// <exception cref="StartRefusedException">The configuration does not fit the database.</exception>
    public static async Task<string?> Start(WebApplication app, CancellationToken ct)
    {
        var startUp = ActivatorUtilities.CreateInstance<StartUp>(app.Services);
        await startUp.Prepare(ct);
        await Listen(app, ct);
        await startUp.BeginWork(ct);
        return await startUp.FirstSignInLink(ct);
    }

    private static async Task Listen(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StartRefusedException("address-in-use", $"Another program listens at {string.Join(", ", app.Urls)} already. Stop it, or choose another address by --urls and set Connector:PublicUrl to fit.", e);
        }
    }
}
