using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Worker;

namespace LtiBadgeConnector.Web.Operations;

/// <summary>Says every half minute that this process is alive, and goes out of the list when it ends in order.</summary>
internal sealed partial class NodePulse(NodeRepository nodes, NodeRole role, TimeProvider time, ILogger<NodePulse> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>A process that has given no sign for so long is gone, or cannot reach the database.</summary>
    public static TimeSpan SilentAfter { get; } = TimeSpan.FromMinutes(2);

    private string Name { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Try(() => nodes.Remove(Name, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var startedAt = time.Now();
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do await Try(() => nodes.Heartbeat(new(Name, role.ToString(), Migrator.ProgramVersion, startedAt, time.Now()), stoppingToken));
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private async Task Try(Func<Task> sign)
    {
        try
        {
            await sign();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogSilent(e);
        }
    }

    [LoggerMessage(1501, LogLevel.Warning, "This process could not tell the database that it is alive; trying again in half a minute")]
    private partial void LogSilent(Exception exception);
}
