using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Retention;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.DryRuns;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.Storage.Retention;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.Storage;

/// <summary>Registers everything that keeps data. The host supplies <see cref="DatabaseOptions"/>, <see cref="Secrets.ISecretProtector"/> and the clock.</summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddSingleton<Database>()
        .AddSingleton<Migrator>()
        .AddRoad()
        .AddRepositories()
        .AddPurges();

    // What ends, in a list one can read: PurgeJob walks it.
    private static IServiceCollection AddPurges(this IServiceCollection services) => services
        .AddSingleton<IPurge, RawBodyPurge>()
        .AddSingleton<IPurge, WaitingBodyPurge>()
        .AddSingleton<IPurge, RefusalPurge>()
        .AddSingleton<IPurge, ExpiredPurge>();

    private static IServiceCollection AddRoad(this IServiceCollection services) => services
        .AddSingleton<InboxRepository>()
        .AddSingleton<IInbox>(provider => provider.GetRequiredService<InboxRepository>())
        .AddSingleton<IResults, ResultRepository>()
        .AddSingleton<IEvaluations, EvaluationRepository>()
        .AddSingleton<DecisionLedger>()
        .AddSingleton<GateRepository>()
        .AddSingleton<TryOutRepository>()
        .AddSingleton<EvidenceRepository>()
        .AddSingleton<MappingNotices>()
        .AddSingleton<MappingOwners>()
        .AddSingleton<Reminders>()
        .AddSingleton<RunRepository>()
        .AddSingleton<HandAwardRepository>()
        .AddSingleton<ConfirmationRepository>()
        .AddSingleton<RecognitionRepository>()
        .AddSingleton<DryRunRepository>()
        .AddSingleton<IDryRuns>(provider => provider.GetRequiredService<DryRunRepository>())
        .AddSingleton<DossierParts>()
        .AddSingleton<AwardRepository>()
        .AddSingleton<IAwards>(provider => provider.GetRequiredService<AwardRepository>())
        .AddSingleton<ReissueRepository>()
        .AddSingleton<IReissues>(provider => provider.GetRequiredService<ReissueRepository>())
        .AddSingleton<StatusListRepository>()
        .AddSingleton<IStatusLists>(provider => provider.GetRequiredService<StatusListRepository>())
        .AddSingleton<WithdrawalRepository>()
        .AddSingleton<SuspensionRepository>()
        .AddSingleton<RenewalRepository>()
        .AddSingleton<DeliveryRepository>()
        .AddSingleton<IDeliveries>(provider => provider.GetRequiredService<DeliveryRepository>())
        .AddSingleton<ProgressReports>()
        .AddSingleton<IProgressReports>(provider => provider.GetRequiredService<ProgressReports>())
        .AddSingleton<ScoreLedger>()
        .AddSingleton<IScoreLedger>(provider => provider.GetRequiredService<ScoreLedger>())
        .AddSingleton<ConnectionRepository>()
        .AddSingleton<IConnections>(provider => provider.GetRequiredService<ConnectionRepository>());
}
