using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>One thing that assures the quality of an institution: a body and rules of its own, or somebody from outside.</summary>
/// <param name="Kind">A code of the vocabulary of quality assurance, one of those that are about the institution.</param>
/// <param name="Text">Who assures it and by what; one of the two languages may be blank.</param>
public sealed record InstitutionAssurance(string Kind, Bilingual Text)
{
    public string? Url { get; init; }

    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; init; }

    public bool IsInForce(DateOnly today) => !(From > today) && !(Until < today);

    /// <summary>In the language where it is written in that, otherwise in the other.</summary>
    public Told TextIn(string language) =>
        language == "ja" && Text.Ja.Length > 0 || Text.En.Length == 0 ? new(Text.Ja, "ja") : new(Text.En, "en");
}

/// <summary>The stored form.</summary>
public static class InstitutionAssuranceJson
{
    /// <returns>Null for none at all.</returns>
    public static string? Write(IReadOnlyList<InstitutionAssurance> assurance) =>
        assurance.Count == 0 ? null : JsonSerializer.Serialize(assurance, InstitutionAssuranceContext.Default.IReadOnlyListInstitutionAssurance);

    public static IReadOnlyList<InstitutionAssurance> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, InstitutionAssuranceContext.Default.IReadOnlyListInstitutionAssurance) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<InstitutionAssurance>))]
internal sealed partial class InstitutionAssuranceContext : JsonSerializerContext;
