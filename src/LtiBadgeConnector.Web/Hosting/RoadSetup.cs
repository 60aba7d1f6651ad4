using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.SqlServer;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.StatusLists;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lms.Gradebook;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Mailing;
using LtiBadgeConnector.Web.Network;
using LtiBadgeConnector.Web.Webhooks;
using LtiBadgeConnector.Worker;
using LtiBadgeConnector.Worker.Jobs;
using Microsoft.Data.SqlClient;

namespace LtiBadgeConnector.Web.Hosting;

/// <summary>The road from a delivery to a credential, and who works it.</summary>
internal static class RoadSetup
{
    public static void AddRoad(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IReadOnlyList<ILmsConnector>>(provider => LmsConnectors.All(new(provider.GetRequiredService<WebhooksOptions>().Tolerance), provider.GetRequiredService<SignedJwts>()));
        services.AddSingleton(CredentialFormats.All);
        services.AddSingleton(CredentialFormats.OnRequest);
        services.AddSingleton(StatusListFormats.All);
        services.AddSingleton<GradebookColumns>();
        services.AddSingleton<GradebookCells>();
        services.AddSingleton<GradebookChannel>();
        services.AddSingleton<GradebookProgress>();
        services.AddSingleton<IChore>(provider => provider.GetRequiredService<GradebookProgress>());
        services.AddSingleton<IReadOnlyList<IDeliveryChannel>>(provider => [provider.GetRequiredService<GradebookChannel>(), .. MailingSetup.Channels(provider)]);

        services.AddSingleton<MoodleAbilities>();
        services.AddSingleton<Func<MoodleSite, MoodleWebServices>>(provider =>
        {
            var factory = provider.GetRequiredService<IHttpClientFactory>();
            var agent = provider.GetRequiredService<LtiOptions>().UserAgent;
            var time = provider.GetRequiredService<TimeProvider>();
            return site => new MoodleWebServices(() => factory.CreateClient(OutboundGuard.Client), site, new MoodleLimits(), agent, time);
        });
        services.AddSingleton(provider =>
        {
            var factory = provider.GetRequiredService<IHttpClientFactory>();
            return new CanvasHttp(() => factory.CreateClient(OutboundGuard.Client), provider.GetRequiredService<LtiOptions>().UserAgent, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton(provider =>
        {
            var factory = provider.GetRequiredService<IHttpClientFactory>();
            return new CanvasQueue(() => factory.CreateClient(OutboundGuard.Client));
        });
        services.AddSingleton<CanvasQueuePump>();
        services.AddSingleton<CanvasAuthorisation>();
        services.AddSingleton<CanvasRest>();
        services.AddSingleton<CanvasAbilities>();
        services.AddSingleton<CanvasConnectionTest>();
        services.AddSingleton<ConnectionTests>();
        services.AddSingleton<ICourseReaders, CourseReaders>();

        services.AddSingleton<ReceiveStep>();
        services.AddSingleton<RosterSync>();
        services.AddSingleton<SeenItems>();
        services.AddSingleton<ReconcileStep>();
        services.AddSingleton<ReadCourseStep>();
        services.AddSingleton<AwardStep>();
        services.AddSingleton<PublishStatusListsStep>();
        services.AddSingleton<IssueStep>();
        services.AddSingleton<IssueOnRequestStep>();
        services.AddSingleton<ReissueStep>();
        services.AddSingleton<DeliverStep>();
        services.AddSingleton<Road>();
        services.AddSingleton<DryRunStep>();
        services.AddSingleton<IChore>(provider => provider.GetRequiredService<DryRunStep>());

        AddWorker(builder);
    }

    private static void AddWorker(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var role = builder.Configuration.Get<ConnectorOptions>(ConnectorOptions.Section).NodeRole;
        var worker = builder.Configuration.Get<WorkerOptions>(WorkerOptions.Section);
        services.AddSingleton(role);
        services.AddSingleton<InboxSignal>();
        services.AddSingleton<IWakeUp>(provider => provider.GetRequiredService<InboxSignal>());
        services.AddHostedService<InboxPump>();
        if (role.Works) services.AddHostedService<StatusListPump>().AddHostedService<ReissuePump>();
        if (role.Works && builder.Configuration.Get<MailOptions>(MailOptions.Section).IsOn) services.AddHostedService<MailPump>();
        if (role.Works) services.AddHostedService(provider => provider.GetRequiredService<CanvasQueuePump>());
        services.AddTransient<DrainInboxJob>();
        services.AddTransient<SweepJob>();
        services.AddSingleton<ReadCoursesJob>();
        services.AddTransient<PurgeJob>();
        services.AddTransient<DryRunJob>();
        services.AddSingleton<IDryRunSignal, DryRunSignal>();

        // Of this host, not of the process: by itself Hangfire keeps both in static fields, and the host that starts last wins.
        services.AddSingleton(provider => OpenStorage(provider.GetRequiredService<DatabaseOptions>()));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((provider, hangfire) => hangfire.UseLogProvider(new HangfireLogs(provider.GetRequiredService<ILoggerFactory>())));
        if (!role.Works) return;
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = worker.Concurrency;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        });
    }

    // The queue lives beside our tables where other processes can see it, and in memory where there are none.
    private static JobStorage OpenStorage(DatabaseOptions database) => database.Provider switch
    {
        DatabaseProvider.PostgreSql => new PostgreSqlStorage(
            new NpgsqlConnectionFactory(database.ConnectionString, new PostgreSqlStorageOptions()),
            new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(200) }),
        DatabaseProvider.SqlServer => new SqlServerStorage(
            () => new SqlConnection(database.ConnectionString), new SqlServerStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(200) }),
        _ => new InMemoryStorage(new InMemoryStorageOptions()),
    };
}
