using System.Text.Json;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>A Live Event, read: what it means, which account it came from, and when.</summary>
/// <param name="Account">The root account's uuid; the Caliper form has none.</param>
/// <param name="Subject">An id of the institution that the event is about, to compare its shard.</param>
internal sealed record CanvasEvent(IReadOnlyList<LmsEvent> Means, bool IsCaliper, string? Account, string? AccountId, string? Subject, DateTimeOffset? At, IReadOnlyList<EventFault> Faults)
{
    // Longer names would not fit the counters that administrators see.
    private const int LongestName = 80;

    /// <param name="confirmTotals">Whether a course total is only a hint, because teachers here override totals.</param>
    /// <param name="accountId">The root account's id where the event does not tell it (Caliper).</param>
    public static CanvasEvent? Read(JsonElement root, bool isSigned, string? accountId, bool confirmTotals)
    {
        List<EventFault> faults = [];
        var fields = new EventFields(root, "", faults);
        if (root.TryGetProperty("dataVersion", out _)) return CanvasCaliper.Read(fields, root, accountId, faults);

        var metadata = fields.Object("metadata");
        if (metadata.Name("event_name") is not { Length: <= LongestName } name) return null;
        var account = metadata.Id("root_account_id");
        var at = metadata.Instant("event_time");
        var faultsOfEnvelope = faults.Count;
        var means = new CanvasMeaning(name, metadata, fields.Object("body"), account, at, isSigned, confirmTotals).Read();
        // What we do not use may be formed as it likes.
        if (means.All(one => one.Kind is LmsEventKind.Unused)) faults.RemoveRange(faultsOfEnvelope, faults.Count - faultsOfEnvelope);
        return new(means, IsCaliper: false, metadata.Id("root_account_uuid"), account, metadata.Id("context_id"), at, faults);
    }
}
