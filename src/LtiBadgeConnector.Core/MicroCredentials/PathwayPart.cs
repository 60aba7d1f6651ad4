using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>A part of a published version, as it was when that was published.</summary>
/// <param name="Url">The part's achievement; null for whatever a person takes for it.</param>
/// <param name="Language">Of the name.</param>
public sealed record PathwayPart(string Name, string? Url, string Language);

/// <summary>The stored form of parts.</summary>
public static class PathwayPartsJson
{
    /// <returns>Null when there are none.</returns>
    public static string? Write(IReadOnlyList<PathwayPart> parts) => parts.Count == 0 ? null : JsonSerializer.Serialize(parts, PathwayPartsJsonContext.Default.IReadOnlyListPathwayPart);

    /// <exception cref="JsonException">The text is no list of parts.</exception>
    public static IReadOnlyList<PathwayPart> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, PathwayPartsJsonContext.Default.IReadOnlyListPathwayPart) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<PathwayPart>))]
internal sealed partial class PathwayPartsJsonContext : JsonSerializerContext;
