using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>The stored form of evidence that a holder lets a credential carry.</summary>
public static class EvidenceJson
{
    public static string Write(IReadOnlyList<Evidence> evidence) => JsonSerializer.Serialize(evidence, EvidenceJsonContext.Default.IReadOnlyListEvidence);

    /// <param name="json">Null for none.</param>
    /// <exception cref="JsonException">The text is no evidence.</exception>
    public static IReadOnlyList<Evidence> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, EvidenceJsonContext.Default.IReadOnlyListEvidence) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Evidence>))]
internal sealed partial class EvidenceJsonContext : JsonSerializerContext;
