using System.Text.Json;
using LtiBadgeConnector.Core.Criteria;

namespace LtiBadgeConnector.Core.DryRuns;

/// <summary>The stored form of what a dry run counted.</summary>
public static class DryRunJson
{
    public static string Write(DryRunCounts counts) => JsonSerializer.Serialize(counts, CriterionJsonContext.Default.DryRunCounts);

    /// <exception cref="JsonException">The text holds no counts.</exception>
    public static DryRunCounts Read(string json) => JsonSerializer.Deserialize(json, CriterionJsonContext.Default.DryRunCounts) ?? throw new JsonException("Counts cannot be null.");
}
