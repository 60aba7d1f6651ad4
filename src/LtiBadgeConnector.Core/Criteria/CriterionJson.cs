using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>The stored form of rules and evaluations.</summary>
public static class CriterionJson
{
    public static string Write(Criterion rule) => JsonSerializer.Serialize(rule, CriterionJsonContext.Default.Criterion);

    /// <exception cref="JsonException">The text is not a rule of this version.</exception>
    public static Criterion Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CriterionJsonContext.Default.Criterion) ?? throw new JsonException("A rule cannot be null.");
        }
        catch (NotSupportedException e)
        {
            // What the serializer says when "kind" is missing.
            throw new JsonException("A criterion has no kind.", e);
        }
    }

    public static string Write(Evaluation evaluation) => JsonSerializer.Serialize(evaluation, CriterionJsonContext.Default.Evaluation);

    /// <exception cref="JsonException">The text is not an evaluation.</exception>
    public static Evaluation ReadEvaluation(string json) => JsonSerializer.Deserialize(json, CriterionJsonContext.Default.Evaluation)
        ?? throw new JsonException("An evaluation cannot be null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    Converters = [typeof(ItemKeyConverter)])]
[JsonSerializable(typeof(Criterion))]
[JsonSerializable(typeof(Evaluation))]
internal sealed partial class CriterionJsonContext : JsonSerializerContext;

internal sealed class ItemKeyConverter : JsonConverter<ItemKey>
{
    public override ItemKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("An item key is a string."));

    public override void Write(Utf8JsonWriter writer, ItemKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
