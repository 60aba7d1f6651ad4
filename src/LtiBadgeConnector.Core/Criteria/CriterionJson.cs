using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>
/// The stored form of rules and evaluations. A rule is its tree in an envelope with the version of the language; a bare tree is
/// version 1. <c>docs/rules.md</c> describes it.
/// </summary>
public static class CriterionJson
{
    /// <summary>2 added everything but all, any, at least, score, mean, activity completed and course completed; 3 added worth and foreign.</summary>
    public const int Version = 3;

    public static string Write(Criterion rule) => JsonSerializer.Serialize(new RuleEnvelope(Version, rule), CriterionJsonContext.Default.RuleEnvelope);

    /// <exception cref="JsonException">The text is not a rule of this version or an older one.</exception>
    public static Criterion Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out _)) return ReadTree(root);

            var envelope = root.Deserialize(CriterionJsonContext.Default.RuleEnvelope) ?? throw new JsonException("A rule cannot be null.");
            return envelope.Version is > 0 and <= Version  && envelope.Rule is { } rule ? rule : throw new JsonException($"The rule is of version {envelope.Version}; this program knows {Version}.");
        }
        catch (NotSupportedException e)
        {
            // What the serializer says when "kind" is missing.
            throw new JsonException("A criterion has no kind.", e);
        }
    }

    /// <summary>Whether what was shown for the one holds for the other.</summary>
    public static bool AsksTheSame(Criterion one, Criterion other) => Write(one.AsAsked()) == Write(other.AsAsked());

    public static string Write(Evaluation evaluation) => JsonSerializer.Serialize(evaluation, CriterionJsonContext.Default.Evaluation);

    /// <exception cref="JsonException">The text is not an evaluation.</exception>
    public static Evaluation ReadEvaluation(string json) => JsonSerializer.Deserialize(json, CriterionJsonContext.Default.Evaluation)
        ?? throw new JsonException("An evaluation cannot be null.");

    private static Criterion ReadTree(JsonElement root) => root.Deserialize(CriterionJsonContext.Default.Criterion) ?? throw new JsonException("A rule cannot be null.");
}

internal sealed record RuleEnvelope(int Version, Criterion Rule);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(ItemKeyConverter), typeof(IdConverter<CourseId>), typeof(IdConverter<LearnerId>), typeof(IdConverter<MicroCredentialId>)])]
[JsonSerializable(typeof(Criterion))]
[JsonSerializable(typeof(RuleEnvelope))]
[JsonSerializable(typeof(Evaluation))]
[JsonSerializable(typeof(DecisionInputs))]
[JsonSerializable(typeof(DryRunCounts))]
internal sealed partial class CriterionJsonContext : JsonSerializerContext;

internal sealed class ItemKeyConverter : JsonConverter<ItemKey>
{
    public override ItemKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("An item key is a string."));

    public override void Write(Utf8JsonWriter writer, ItemKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class IdConverter<T> : JsonConverter<T> where T : struct, IId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.From(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
