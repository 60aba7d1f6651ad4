using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>What a micro-credential says about itself. A draft may lack anything; publishing asks <see cref="DefinitionCheck"/>.</summary>
public sealed record Definition
{
    /// <summary>Language of the texts, a BCP 47 tag such as <c>ja</c>; signed credentials carry plain strings in it.</summary>
    public required string Language { get; init; }

    public required string Title { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>All study time, in and out of class, in hours.</summary>
    public decimal? EffortHours { get; init; }

    public string Participation { get; init; } = "";

    public string Assessment { get; init; } = "";

    public string QualityAssurance { get; init; } = "";

    /// <summary>"None" must be said; blank is not an answer.</summary>
    public string Credit { get; init; } = "";

    /// <summary>The picture as it is served: uploaded, or drawn by <see cref="Design"/> when it is published.</summary>
    public ImageId? Image { get; init; }

    /// <summary>How the picture is drawn; null for the default and for an uploaded one.</summary>
    public BadgeDesign? Design { get; init; }

    /// <summary>The picture that pages show in place of the seal; null while the seal itself is the picture.</summary>
    [JsonIgnore]
    public ImageId? OwnPicture => Design is { IsDefault: true } ? null : Image;

    public static Definition Blank(string title, string language) => new() { Title = title, Language = language };
}

/// <summary>The stored form of definitions.</summary>
public static class DefinitionJson
{
    public static string Write(Definition definition) => JsonSerializer.Serialize(definition, DefinitionJsonContext.Default.Definition);

    /// <exception cref="JsonException">The text is not a definition of this version.</exception>
    public static Definition Read(string json) => JsonSerializer.Deserialize(json, DefinitionJsonContext.Default.Definition)
        ?? throw new JsonException("A definition cannot be null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ImageIdConverter)])]
[JsonSerializable(typeof(Definition))]
internal sealed partial class DefinitionJsonContext : JsonSerializerContext;

internal sealed class ImageIdConverter : JsonConverter<ImageId>
{
    public override ImageId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, ImageId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
