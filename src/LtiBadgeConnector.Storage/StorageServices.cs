using LtiBadgeConnector.Storage.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.Storage;

/// <summary>Registers everything that keeps data. The host supplies <see cref="DatabaseOptions"/>, <see cref="Secrets.ISecretProtector"/> and the clock.</summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddSingleton<Database>()
        .AddSingleton<Migrator>()
        .AddRepositories();
}
