using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>Reads the data files. A rule of a kind this program does not know is refused: it would be skipped unseen; so is a code without a Japanese name.</summary>
public static class FrameworkFiles
{
    private const string Resources = "frameworks/";

    /// <summary>The text of a data file inside the program, such as <c>frameworks.json</c>.</summary>
    public static string Text(string file)
    {
        using var stream = typeof(FrameworkFiles).Assembly.GetManifestResourceStream(Resources + file) ?? throw new FileNotFoundException("Not inside the program.", file);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <param name="frameworks">A text of the form of <c>frameworks.json</c>, with the vocabularies of this program.</param>
    /// <exception cref="JsonException">The text is not of that form, or has a rule of an unknown kind or a code without a Japanese name.</exception>
    public static FrameworkCatalogue Read(string frameworks)
    {
        var file = JsonSerializer.Deserialize(frameworks, FrameworkFileContext.Default.FrameworkFile) ?? throw new JsonException("A file of frameworks cannot be null.");
        var vocabularies = file.Vocabularies.Concat(LongLists()).ToDictionary(list => list.Id, Vocabulary, StringComparer.Ordinal);
        return new(
            [.. file.Frameworks.Select(one => new Framework(one.Id, new(one.NameEn, one.NameJa), one.Publisher, one.Date, one.Default))],
            [.. file.Descriptors.Select(one => Descriptor(one, isSupplementary: false)), .. file.SupplementaryDescriptors.Select(one => Descriptor(one, isSupplementary: true))],
            [.. file.Rules.Select(rule => Rule(rule, vocabularies))],
            vocabularies,
            [.. file.QualityAssuranceMatrix.Needs.Select(need => new AssurancePath(need.ProviderKinds, need.Simplified, need.Required, need.Assumed))]);
    }

    internal static FrameworkCatalogue Shipped() => Read(Text("frameworks.json"));

    private static IEnumerable<VocabularyData> LongLists()
    {
        foreach (var name in (string[])["iso-3166-1", "iso-639-1", Frameworks.Vocabularies.RecognitionRule])
            yield return JsonSerializer.Deserialize(Text($"vocabularies/{name}.json"), FrameworkFileContext.Default.VocabularyData)!;

        var fields = JsonSerializer.Deserialize(Text("vocabularies/isced-f-2013.json"), FrameworkFileContext.Default.VocabularyData)!;
        var japanese = JsonSerializer.Deserialize(Text("vocabularies/isced-f-2013-ja.json"), FrameworkFileContext.Default.JapaneseNames)!.Japanese;
        yield return fields with { Items = [.. fields.Items.Select(item => item with { Ja = japanese.GetValueOrDefault(item.Code) })] };
    }

    private static Vocabulary Vocabulary(VocabularyData data) => new(data.Id,
    [
        .. data.Items.Select(item => new VocabularyEntry(item.Code, new(item.En, item.Ja ?? throw new JsonException($"{item.Code} of {data.Id} has no Japanese name.")), item.Uri ?? item.EuUri)
        {
            HoursPerCredit = item.HoursPerCredit is { } hours ? (hours.Min, hours.Max) : null,
            Levels = item.Levels,
            IsHigherEducation = item.HigherEducation,
            OpenBadgesType = item.ObAssessmentType,
            Depth = item.Level,
            Side = item.Side,
            Target = item.Target,
        }),
    ]);

    private static Descriptor Descriptor(DescriptorData data, bool isSupplementary) => new(
        data.Id, new(data.NameEn, data.NameJa), data.Scope, data.ValueType, data.Multiple, data.Vocabularies, data.Requirement,
        data.Mapping.ToDictionary(
            pair => pair.Key, pair => (IReadOnlyList<DescriptorPlace>)[.. pair.Value.Select(place => new DescriptorPlace(place.Path, place.Kind, place.Note))], StringComparer.Ordinal),
        isSupplementary);

    private static FrameworkRule Rule(RuleData data, Dictionary<string, Vocabulary> vocabularies)
    {
        var (id, isError, message, has) = (data.Id, data.Severity == "error", new Bilingual(data.MessageEn, data.MessageJa), data.Params);
        var framework = data.Framework == "*" ? null : data.Framework;
        return data.Kind switch
        {
            "min-effort" => new MinimumEffort(id, framework, isError, message, has.Hours, has.OrCredit?.System, has.OrCredit?.Value ?? 0),
            "min-credit" => new MinimumCredit(id, framework, isError, message, Needed(has.System, id), has.MoreThan),
            "provider-kind" => new ProviderIsHigherEducation(id, framework, isError, message, has.HigherEducation),
            "field-present" => new PartIsGiven(id, framework, isError, message, Needed(has.Descriptor, id), Needed(has.Field, id)),
            "items-published" => new ItemsArePublished(id, framework, isError, message, has.Items),
            "flag-false" => new FlagIsNotSet(id, framework, isError, message, Needed(has.Flag, id)),
            "qa-statement" => new AssuranceIsExplained(id, framework, isError, message, has.UnlessHigherEducation, has.Parts,
                [.. vocabularies[Frameworks.Vocabularies.QualityAssurance].Entries.Where(kind => kind.Side == AssuranceCell.Internal).Select(kind => kind.Code)]),
            "value-or-not-applicable" => new ValueOrNotApplicable(id, framework, isError, message, Needed(has.Descriptor, id)),
            "assessment-other-than" => new AssessmentOtherThan(id, framework, isError, message, has.Codes),
            "hours-credit-agree" => new HoursAgreeWithCredit(id, framework, isError, message, has.Tolerance, HoursPerCredit(vocabularies)),
            _ => throw new JsonException($"Rule {id} is of the unknown kind {data.Kind}."),
        };
    }

    private static Dictionary<string, (decimal Least, decimal Most)> HoursPerCredit(Dictionary<string, Vocabulary> vocabularies) =>
        vocabularies[Frameworks.Vocabularies.CreditSystem].Entries.Where(entry => entry.HoursPerCredit is not null)
            .ToDictionary(entry => entry.Code, entry => entry.HoursPerCredit!.Value, StringComparer.Ordinal);

    private static string Needed(string? value, string rule) => value ?? throw new JsonException($"Rule {rule} lacks a parameter.");
}

internal sealed record FrameworkFile(
    IReadOnlyList<FrameworkData> Frameworks, IReadOnlyList<DescriptorData> Descriptors, IReadOnlyList<DescriptorData> SupplementaryDescriptors, IReadOnlyList<RuleData> Rules,
    MatrixData QualityAssuranceMatrix, IReadOnlyList<VocabularyData> Vocabularies);

internal sealed record FrameworkData(string Id, string NameEn, string NameJa, string Publisher, string Date, bool Default = false);

internal sealed record DescriptorData(
    string Id, string NameEn, string NameJa, IReadOnlyList<string> Vocabularies, IReadOnlyDictionary<string, Requirement> Requirement,
    IReadOnlyDictionary<string, IReadOnlyList<PlaceData>> Mapping, DescriptorScope Scope = DescriptorScope.Definition, string ValueType = "", bool Multiple = false);

internal sealed record PlaceData(string Path, string Kind, string? Note = null);

internal sealed record RuleData(string Id, string Framework, string Severity, string MessageEn, string MessageJa, string Kind, RuleParameters Params);

internal sealed record RuleParameters
{
    public decimal Hours { get; init; }

    public CreditParameter? OrCredit { get; init; }

    public string? System { get; init; }

    public decimal MoreThan { get; init; }

    public bool HigherEducation { get; init; }

    public string? Descriptor { get; init; }

    public string? Field { get; init; }

    public IReadOnlyList<string> Items { get; init; } = [];

    public string? Flag { get; init; }

    public bool UnlessHigherEducation { get; init; }

    public IReadOnlyList<string> Parts { get; init; } = [];

    public IReadOnlyList<string> Codes { get; init; } = [];

    public decimal Tolerance { get; init; }
}

internal sealed record CreditParameter(string System, decimal Value);

internal sealed record MatrixData(IReadOnlyList<NeedData> Needs);

internal sealed record NeedData(IReadOnlyList<string> ProviderKinds, bool Simplified, IReadOnlyList<string> Required, IReadOnlyList<string> Assumed);

internal sealed record VocabularyData(string Id, IReadOnlyList<EntryData> Items);

internal sealed record EntryData(string Code, string En)
{
    public string? Ja { get; init; }

    public string? Uri { get; init; }

    public string? EuUri { get; init; }

    public HoursData? HoursPerCredit { get; init; }

    public int? Levels { get; init; }

    public bool HigherEducation { get; init; }

    public string? ObAssessmentType { get; init; }

    public string? Level { get; init; }

    public string? Side { get; init; }

    public string? Target { get; init; }
}

internal sealed record HoursData(decimal Min, decimal Max);

internal sealed record JapaneseNames(IReadOnlyDictionary<string, string> Japanese);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FrameworkFile))]
[JsonSerializable(typeof(VocabularyData))]
[JsonSerializable(typeof(JapaneseNames))]
internal sealed partial class FrameworkFileContext : JsonSerializerContext;
