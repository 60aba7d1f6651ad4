using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Migrations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LtiBadgeConnector.Web.Hosting;

/// <summary>Ready when the database answers and has every migration of this program.</summary>
internal sealed class DatabaseHealth(Migrator migrator) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        (await migrator.Pending(cancellationToken)).Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(StorageException.MigrationMissing);
}
