using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Worker.Jobs;

namespace LtiBadgeConnector.IntegrationTests.Retention;

public sealed class PurgeJobTests
{
    private static readonly Sql SelectState = new("SELECT state FROM inbox WHERE id = @Id");
    private static readonly Sql SelectBody = new("SELECT body FROM inbox WHERE id = @Id");
    private static readonly Sql Age = new("UPDATE inbox SET due_at = @At, finished_at = @At WHERE id = @Id");

    [Fact]
    public async Task The_job_of_the_running_host_forgets_an_old_raw_body_and_keeps_a_young_one()
    {
        await using var connector = await RunningConnector.Start();
        var (old, young) = (await Finished(connector, "old"), await Finished(connector, "young"));
        await connector.Get<Database>().Write(
            session => session.Execute(Age, new { Id = old, At = TimeProvider.System.Now().AddDays(-31) }, CancellationToken.None), CancellationToken.None);

        await connector.Get<PurgeJob>().Run(CancellationToken.None);

        Assert.Null(await Read<byte[]>(connector, SelectBody, old));
        Assert.NotNull(await Read<byte[]>(connector, SelectBody, young));
    }

    // No connection has this id, so the road parks the delivery.
    private static async Task<InboxId> Finished(RunningConnector connector, string key)
    {
        var tenant = (await connector.Get<TenantRepository>().All(CancellationToken.None))[0].Id;
        var id = InboxId.New(TimeProvider.System);
        await connector.Get<IInbox>().Store(new(id, tenant, ConnectionId.New(TimeProvider.System), key, [1], "{}"u8.ToArray(), TimeProvider.System.Now()), CancellationToken.None);
        connector.Get<Core.Steps.IWakeUp>().Wake();
        await Eventually.True(async () => await Read<InboxState>(connector, SelectState, id) == InboxState.Parked, TimeSpan.FromSeconds(60), "the delivery is parked");
        return id;
    }

    private static async Task<T?> Read<T>(RunningConnector connector, Sql sql, InboxId id)
    {
        await using var session = await connector.Get<Database>().Read(CancellationToken.None);
        return await session.First<T>(sql, new { Id = id }, CancellationToken.None);
    }
}
