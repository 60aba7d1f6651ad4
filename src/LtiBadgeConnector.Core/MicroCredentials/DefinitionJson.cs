using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>The stored form of definitions. Those of the first version, whose answers were plain texts, are read as well.</summary>
public static class DefinitionJson
{
    private static readonly DefinitionJsonContext forPeople = new(new(DefinitionJsonContext.Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(Definition definition) => JsonSerializer.Serialize(definition, DefinitionJsonContext.Default.Definition);

    /// <summary>Indented, and Japanese readable.</summary>
    public static string WriteForPeople(Definition definition) => JsonSerializer.Serialize(definition, forPeople.Definition);

    /// <exception cref="JsonException">The text is not a definition.</exception>
    public static Definition Read(string json)
    {
        // Versions are never rewritten, so the former shape has to be read for as long as there are credentials of it.
        var shape = JsonSerializer.Deserialize(json, DefinitionJsonContext.Default.StoredShape) ?? throw new JsonException("A definition cannot be null.");
        return shape.IsFormer
            ? (JsonSerializer.Deserialize(json, DefinitionJsonContext.Default.FormerDefinition) ?? throw new JsonException("A definition cannot be null.")).Upgraded
            : JsonSerializer.Deserialize(json, DefinitionJsonContext.Default.Definition) ?? throw new JsonException("A definition cannot be null.");
    }
}

/// <summary>Tells the two shapes apart: the former always had a text about assessment.</summary>
internal sealed record StoredShape(JsonElement? Assessment = null)
{
    public bool IsFormer => Assessment is { ValueKind: JsonValueKind.String };
}

/// <summary>Definitions as the first version stored them.</summary>
internal sealed record FormerDefinition(
    string Language, string Title, string Description, IReadOnlyList<string> Outcomes, decimal? EffortHours, string Participation, string Assessment, string QualityAssurance,
    string Credit, ImageId? Image = null, BadgeDesign? Design = null)
{
    public Definition Upgraded => new Definition
    {
        Language = Language,
        Title = Title,
        Description = Description,
        Outcomes = MicroCredentials.Outcomes.Of(Outcomes),
        Effort = EffortHours is { } hours ? Effort.OfHours(hours) : null,
        Image = Image,
        Design = Design,
    }
        .With(Descriptors.Participation, Answer.Of(Participation))
        .With(Descriptors.Assessment, Answer.Of(Assessment))
        .With(Descriptors.QualityAssurance, Answer.Of(QualityAssurance))
        .With(Descriptors.Credit, Answer.Of(Credit));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(ImageIdConverter)])]
[JsonSerializable(typeof(Definition))]
[JsonSerializable(typeof(FormerDefinition))]
[JsonSerializable(typeof(StoredShape))]
internal sealed partial class DefinitionJsonContext : JsonSerializerContext;

internal sealed class ImageIdConverter : JsonConverter<ImageId>
{
    public override ImageId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, ImageId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
