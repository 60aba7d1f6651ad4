using LtiBadgeConnector.Core.Retention;

namespace LtiBadgeConnector.Storage.Retention;

/// <summary>Forgets old lines about deliveries that were refused at the door.</summary>
internal sealed class RefusalPurge(Database database) : IPurge
{
    private static readonly Sql DeleteOld = new("""
        DELETE FROM connection_refusals WHERE id IN (SELECT id FROM connection_refusals WHERE at < @Before ORDER BY at {page})
        """);

    public Task Purge(RetentionOptions options, DateTimeOffset now, CancellationToken ct) => database.Remove(DeleteOld, now - options.Refusals, ct);
}
