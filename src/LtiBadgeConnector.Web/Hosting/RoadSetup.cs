using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.SqlServer;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.StatusLists;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lms.Gradebook;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Mailing;
using LtiBadgeConnector.Web.Network;
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
        services.AddSingleton<GradebookChannel>();
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
        services.AddSingleton<CanvasAuthorisation>();
        services.AddSingleton<CanvasRest>();
        services.AddSingleton<CanvasAbilities>();
        services.AddSingleton<CanvasConnectionTest>();
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
        services.AddTransient<DrainInboxJob>();
        services.AddTransient<SweepJob>();
        services.AddSingleton<ReadCoursesJob>();
        services.AddTransient<PurgeJob>();
        services.AddTransient<DryRunJob>();
        services.AddSingleton<IDryRunSignal, DryRunSignal>();

        services.AddHangfire((provider, hangfire) => UseStorage(hangfire.UseLogProvider(new HangfireLogs(provider.GetRequiredService<ILoggerFactory>())), provider.GetRequiredService<DatabaseOptions>()));
        if (!role.Works) return;
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = worker.Concurrency;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        });
    }

    // The queue lives beside our tables where other processes can see it, and in memory where there are none.
    private static void UseStorage(IGlobalConfiguration hangfire, DatabaseOptions database)
    {
        switch (database.Provider)
        {
            case DatabaseProvider.PostgreSql:
                hangfire.UsePostgreSqlStorage(
                    options => options.UseNpgsqlConnection(database.ConnectionString),
                    new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(200) });
                break;
            case DatabaseProvider.SqlServer:
                hangfire.UseSqlServerStorage(() => new SqlConnection(database.ConnectionString), new SqlServerStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(200) });
                break;
            default:
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions());
                break;
        }
    }
}
