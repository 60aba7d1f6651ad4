using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Replay;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Exports;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.Sessions;
using LtiBadgeConnector.Storage.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.Storage;

/// <summary>The repositories beside the road, each under its own name and under the ports it implements.</summary>
internal static class RepositoryServices
{
    public static IServiceCollection AddRepositories(this IServiceCollection services) => services
        .AddSingleton<TenantRepository>()
        .AddSingleton<ServerSettingRepository>()
        .AddSingleton<NodeRepository>()
        .AddSingleton<DataProtectionKeyRepository>()
        .AddSingleton<AuditRepository>()
        .AddSingleton<PlatformRepository>()
        .AddSingleton<IRegistrations>(provider => provider.GetRequiredService<PlatformRepository>())
        .AddSingleton<IDeployments>(provider => provider.GetRequiredService<PlatformRepository>())
        .AddSingleton<LoginRepository>()
        .AddSingleton<ILoginStore>(provider => provider.GetRequiredService<LoginRepository>())
        .AddSingleton<ToolKeyRepository>()
        .AddSingleton<IToolKeys>(provider => provider.GetRequiredService<ToolKeyRepository>())
        .AddSingleton<TicketRepository>()
        .AddSingleton<IUsedOnce>(provider => provider.GetRequiredService<TicketRepository>())
        .AddSingleton<InvitationRepository>()
        .AddSingleton<SessionRepository>()
        .AddSingleton<CourseRepository>()
        .AddSingleton<LaunchNotes>()
        .AddSingleton<ICourses>(provider => provider.GetRequiredService<CourseRepository>())
        .AddSingleton<IRosterCursors, RosterCursorRepository>()
        .AddSingleton<RecoveryRepository>()
        .AddSingleton<IRecoveries>(provider => provider.GetRequiredService<RecoveryRepository>())
        .AddSingleton<IdentityConflictRepository>()
        .AddSingleton<LearnerRepository>()
        .AddSingleton<ILearners>(provider => provider.GetRequiredService<LearnerRepository>())
        .AddSingleton<PreferenceRepository>()
        .AddSingleton<MailRepository>()
        .AddSingleton<IMails>(provider => provider.GetRequiredService<MailRepository>())
        .AddSingleton<MicroCredentialRepository>()
        .AddSingleton<ReviewRepository>()
        .AddSingleton<ImageRepository>()
        .AddSingleton<MappingRepository>()
        .AddSingleton<IMappings>(provider => provider.GetRequiredService<MappingRepository>())
        .AddSingleton<IssuerRepository>()
        .AddSingleton<EndorsementRepository>()
        .AddSingleton<AdministratorRepository>()
        .AddSingleton<ApiTokenRepository>()
        .AddSingleton<SharedAwards>()
        .AddSingleton<LearnerVerdicts>()
        .AddSingleton<PublishedAchievements>()
        .AddSingleton<MappingPages>()
        .AddSingleton<RoadPages>()
        .AddSingleton<PeoplePages>()
        .AddSingleton<EventPages>()
        .AddSingleton<Retries>()
        .AddSingleton<ServerPages>()
        .AddSingleton<ApiPages>()
        .AddSingleton<ServerFigures>()
        .AddSingleton<DataExport>();
}
