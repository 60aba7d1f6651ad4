using System.Text.Json;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Caliper;

/// <summary>What a sensor sends: one or more events, and entities, which tell us nothing.</summary>
internal sealed record CaliperEnvelope(IReadOnlyList<JsonElement> Events)
{
    public const string VersionUnsupported = "caliper-version-unsupported";

    /// <summary>More would be more rows than one request should write.</summary>
    public const int MostEvents = 1000;

    private static readonly string[] versions = ["ctx/caliper/v1p1", "ctx/caliper/v1p2"];

    /// <returns>Null with a fault when it is no envelope of a version we know.</returns>
    public static CaliperEnvelope? Read(JsonElement root, List<EventFault> faults)
    {
        if (CaliperEntity.TextOf(root, "sensor") is null || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array
            || data.GetArrayLength() is 0 or > MostEvents || data.EnumerateArray().Any(one => one.ValueKind != JsonValueKind.Object))
        {
            faults.Add(new($"sensor or data is missing, or data is not a list of 1 to {MostEvents} objects"));
            return null;
        }
        if (!IsKnown(root, data))
        {
            faults.Add(new("dataVersion is neither Caliper 1.1 nor 1.2", VersionUnsupported));
            return null;
        }
        return new([.. data.EnumerateArray().Where(one => CaliperEntity.TypeOf(one)?.EndsWith("Event", StringComparison.Ordinal) is true)]);
    }

    // Version 1.0 has no dataVersion; a Moodle plugin still sends it, and its events name their context.
    private static bool IsKnown(JsonElement root, JsonElement data) => root.TryGetProperty("dataVersion", out _)
        ? CaliperEntity.TextOf(root, "dataVersion") is { } told && versions.Any(version => told.EndsWith(version, StringComparison.Ordinal))
        : data.EnumerateArray().All(one => CaliperEntity.TextOf(one, "@context")?.Contains("/ctx/caliper/v1/", StringComparison.Ordinal) is true);
}
