using System.Globalization;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>States a published definition version as an achievement.</summary>
public static class Achievements
{
    // Those that have no member of their own in Achievement, in the order in which documents name them; documents are signed,
    // so the order of the first four is fixed for ever.
    private static readonly string[] inOrder =
    [
        Descriptors.Participation, Descriptors.Assessment, Descriptors.QualityAssurance, Descriptors.Credit, Descriptors.Language, Descriptors.Level,
        Descriptors.Certification, Descriptors.Prerequisites, Descriptors.Stackability, Descriptors.Supervision, Descriptors.FurtherInformation,
    ];

    private const string CompletionCertificate = "rishu-certificate";

    /// <param name="imageUrl">Absolute URL of the version's picture.</param>
    public static Achievement Of(DefinitionVersion version, string? imageUrl)
    {
        var definition = version.Definition;
        return new()
        {
            Id = version.Url,
            Version = version.Number.ToString(CultureInfo.InvariantCulture),
            Name = definition.Title,
            Description = definition.Description,
            CriteriaNarrative = version.CriteriaNarrative,
            InLanguage = definition.Language,
            Image = imageUrl is null ? null : new(imageUrl, definition.Title),
            FieldOfStudy = FieldOfStudy(definition),
            CreditsAvailable = definition.Credits is [{ } only] ? only.Value : null,
            AchievementType = definition.AnswerTo(Descriptors.Certification).Codes.Contains(CompletionCertificate) ? Achievement.CertificateOfCompletion : Achievement.MicroCredential,
            Outcomes = [.. definition.Outcomes.Select(outcome => outcome.Text)],
            ResultDescriptions = [.. definition.Outcomes.Where(outcome => outcome.ProvenBy.Count > 0).Select(outcome => new ResultDescription(ResultOf(version.Url, outcome), outcome.Text, "Status"))],
            Alignments = [.. Alignments(definition).DistinctBy(alignment => alignment.TargetUrl, StringComparer.Ordinal)],
            Related = [.. Related(version)],
            Associations = AssociationsOf(version),
            Descriptors = [.. DescriptorsOf(definition), .. Parts(version)],
        };
    }

    /// <summary>The same version in the other language of the pages; null when it is not written in that.</summary>
    public static Achievement? OtherEdition(DefinitionVersion version, string? imageUrl)
    {
        if (version.Definition is not { HasOtherEdition: true, OtherLanguage: var language } definition) return null;
        var own = Of(version, imageUrl);
        return own with
        {
            Id = UrlIn(version, language),
            Name = definition.TitleIn(language).Text,
            Description = definition.DescriptionIn(language).Text,
            CriteriaNarrative = version.NarrativeIn(language).Text,
            InLanguage = language,
            Image = imageUrl is null ? null : new(imageUrl, definition.TitleIn(language).Text),
            Outcomes = [.. definition.Outcomes.Select(outcome => outcome.OtherText.Length > 0 ? outcome.OtherText : outcome.Text)],
            ResultDescriptions = [],
            Related = [new(version.Url, definition.Language, own.Version)],
        };
    }

    /// <summary>As recorded when the version was published.</summary>
    public static IReadOnlyList<Association> AssociationsOf(DefinitionVersion version)
    {
        var parts = version.Parts.Select(part => part.Url).OfType<string>().Distinct(StringComparer.Ordinal).Select(part => new Association(Association.IsPartOf, part, version.Url));
        return [.. parts, .. version.FormerUrl is { } former ? [new Association(Association.ReplacedBy, former, version.Url)] : Array.Empty<Association>()];
    }

    /// <summary>The address of the edition in the other language.</summary>
    public static string UrlIn(DefinitionVersion version, string language) => $"{version.Url}/{language}";

    /// <summary>The id under which a version's credentials say that an outcome was shown.</summary>
    public static string ResultOf(string versionUrl, Outcome outcome) => $"{versionUrl}#{outcome.Id}";

    private static IEnumerable<Alignment> Alignments(Definition definition)
    {
        foreach (var alignment in definition.Outcomes.SelectMany(outcome => outcome.Alignments)) yield return alignment;
        // Of the frameworks of levels only this one has published addresses.
        foreach (var level in definition.Levels.Where(level => level.Scheme == "EQF"))
            if (FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.EqfLevels).Find(level.Level) is { Uri: { } uri } entry)
                yield return new(entry.Name.En, uri) { TargetCode = level.Level, TargetFramework = level.Scheme, TargetType = Alignment.QualificationLevel };
        if (Field(definition) is { Uri: { } address } field)
            yield return new(field.Name.En, address) { TargetCode = field.Code, TargetFramework = "ISCED-F 2013", TargetType = Alignment.FieldOfStudy };
    }

    private static IEnumerable<DescriptorValue> DescriptorsOf(Definition definition)
    {
        if (definition.Effort is { } effort) yield return new(Descriptors.LearnerEffort, [effort.Duration]);
        foreach (var descriptor in inOrder.Concat(definition.Answers.Keys.Except(inOrder).Except([Descriptors.FieldOfStudy]).Order(StringComparer.Ordinal)))
        {
            string[] values = [.. Values(descriptor, definition)];
            if (values.Length > 0) yield return new(descriptor, values);
        }
        if (definition.Frameworks.Count > 0) yield return new("framework", definition.Frameworks);
    }

    private static IEnumerable<RelatedAchievement> Related(DefinitionVersion version)
    {
        var (definition, number) = (version.Definition, version.Number);
        if (version.FormerUrl is { } former) yield return new(former, definition.Language, (number - 1).ToString(CultureInfo.InvariantCulture));
        if (definition.HasOtherEdition) yield return new(UrlIn(version, definition.OtherLanguage), definition.OtherLanguage, number.ToString(CultureInfo.InvariantCulture));
    }

    // Not as related achievements: those are the same one in another edition.
    private static IEnumerable<DescriptorValue> Parts(DefinitionVersion version) =>
        AssociationsOf(version).Where(association => association.Type == Association.IsPartOf).Select(association => association.SourceId).ToArray() is { Length: > 0 } urls ? [new("part", urls)] : [];

    // Codes first, then words; a part of an answer is named before its value.
    private static IEnumerable<string> Values(string descriptor, Definition definition)
    {
        var answer = definition.AnswerTo(descriptor);
        if (descriptor == Descriptors.Level)
            foreach (var level in definition.Levels) yield return $"{level.Scheme} {level.Level}";
        if (descriptor == Descriptors.Credit)
            foreach (var credit in definition.Credits) yield return FormattableString.Invariant($"{credit.System} {credit.Value}");
        foreach (var code in answer.Codes) yield return code;
        if (answer.IsNone && answer.Codes.Count == 0) yield return "none";
        if (answer.Text.Trim() is { Length: > 0 } text) yield return text;
        foreach (var (part, value) in answer.Parts) yield return $"{part}: {value}";
    }

    // Open Badges takes the label, in English (the vocabulary's own note).
    private static string? FieldOfStudy(Definition definition) => Field(definition)?.Name.En;

    private static VocabularyEntry? Field(Definition definition) => definition.AnswerTo(Descriptors.FieldOfStudy).Codes is [var code, ..]
        ? FrameworkCatalogue.Shipped.Entry(FrameworkCatalogue.Shipped.Descriptor(Descriptors.FieldOfStudy), code)
        : null;
}
