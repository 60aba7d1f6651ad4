using System.Diagnostics.Metrics;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Api;

namespace LtiBadgeConnector.Web.Operations;

/// <summary>Counts every quarter of a minute what waits on the road, so that a reader of the figures never waits for the database.</summary>
internal sealed partial class RoadGauges : BackgroundService
{
    public const string MeterName = "LtiBadgeConnector.Server";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly ServerFigures figures;
    private readonly TimeProvider time;
    private readonly ILogger<RoadGauges> logger;
    private OpenRoad? last;

    public RoadGauges(ServerFigures figures, IMeterFactory meters, TimeProvider time, ILogger<RoadGauges> logger)
    {
        (this.figures, this.time, this.logger) = (figures, time, logger);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("lbc.inbox.open", Deliveries, description: "Deliveries that are not worked off, by state.");
        meter.CreateObservableGauge("lbc.inbox.delay", Delay, "s", "How long the oldest due delivery has been due.");
        meter.CreateObservableGauge("lbc.road.due", Due, description: "Rows that a step of the road has still to work on.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do await Look(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private async Task Look(CancellationToken ct)
    {
        try
        {
            last = await figures.Count(time.Now(), ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // No figure is better than an old one that looks calm.
            last = null;
            LogUnknown(e);
        }
    }

    private IEnumerable<Measurement<int>> Deliveries() =>
        last?.Deliveries.Select(pair => new Measurement<int>(pair.Value, new KeyValuePair<string, object?>("state", Wire.Of(pair.Key)))) ?? [];

    private IEnumerable<Measurement<double>> Delay() =>
        last is { } known ? [new(known.OldestDue is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0)] : [];

    private IEnumerable<Measurement<int>> Due() => last is not { } known ? [] :
    [
        new(known.Evaluations, new KeyValuePair<string, object?>("step", "award")),
        new(known.Awards, new KeyValuePair<string, object?>("step", "issue")),
        new(known.Messages, new KeyValuePair<string, object?>("step", "deliver")),
    ];

    [LoggerMessage(1502, LogLevel.Warning, "The figures of the road could not be counted; trying again in seconds")]
    private partial void LogUnknown(Exception exception);
}
