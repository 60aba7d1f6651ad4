using System.Diagnostics.Metrics;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Counts what happens on the road, for a monitoring system; costs nothing while nobody listens.</summary>
public static class RoadMeter
{
    public const string Name = "LtiBadgeConnector.Road";

    private static readonly Meter meter = new(Name);
    private static readonly Counter<long> deliveries = meter.CreateCounter<long>("lbc.deliveries", description: "Deliveries that came to the door, by what was answered.");
    private static readonly Counter<long> evaluations = meter.CreateCounter<long>("lbc.evaluations", description: "Verdicts on one learner under one rule.");
    private static readonly Counter<long> awards = meter.CreateCounter<long>("lbc.awards", description: "Awards made.");
    private static readonly Counter<long> issued = meter.CreateCounter<long>("lbc.awards.issued", description: "Awards whose documents were signed and stored.");
    private static readonly Counter<long> messages = meter.CreateCounter<long>("lbc.messages", description: "Messages about awards, by channel and by what came of them.");

    internal static void Received(Receipt receipt)
    {
        if (!deliveries.Enabled) return;
        var (answer, problem) = receipt switch
        {
            Receipt.Accepted => ("accepted", ""),
            Receipt.Duplicate => ("duplicate", ""),
            Receipt.Refused refused => ("refused", refused.Problem),
            _ => ("other", ""),
        };
        deliveries.Add(1, new("answer", answer), new("problem", problem));
    }

    internal static void Decided(int evaluated, int awarded)
    {
        evaluations.Add(evaluated);
        awards.Add(awarded);
    }

    internal static void Issued(int count) => issued.Add(count);

    internal static void Sent(string channel, string? problem) => messages.Add(1, new("channel", channel), new("problem", problem ?? ""));
}
