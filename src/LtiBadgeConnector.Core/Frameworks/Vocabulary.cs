namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>A closed list of codes; a value outside it is refused.</summary>
public sealed record Vocabulary(string Id, IReadOnlyList<VocabularyEntry> Entries)
{
    private readonly Dictionary<string, VocabularyEntry> byCode = Entries.ToDictionary(entry => entry.Code, StringComparer.Ordinal);

    public VocabularyEntry? Find(string code) => byCode.GetValueOrDefault(code);
}

/// <summary>One code with its label; what else a list knows of it is null elsewhere.</summary>
/// <param name="Uri">The published identifier.</param>
public sealed record VocabularyEntry(string Code, Bilingual Name, string? Uri)
{
    /// <summary>Of a credit system: hours of study in one credit.</summary>
    public (decimal Least, decimal Most)? HoursPerCredit { get; init; }

    /// <summary>Of a qualification framework: how many levels it has; null when they are not numbered.</summary>
    public int? Levels { get; init; }

    /// <summary>Of a kind of provider.</summary>
    public bool IsHigherEducation { get; init; }

    /// <summary>Of a kind of assessment: <c>Exam</c>, <c>Performance</c> or <c>Artifact</c>.</summary>
    public string? OpenBadgesType { get; init; }

    /// <summary>Of a field of study: <c>broad</c>, <c>narrow</c> or <c>detailed</c>.</summary>
    public string? Depth { get; init; }

    /// <summary>Of quality assurance: <c>internal</c>, <c>external</c> or <c>conformance</c>.</summary>
    public string? Side { get; init; }

    /// <summary>Of quality assurance: <c>institution</c> or <c>microcredential</c>.</summary>
    public string? Target { get; init; }
}

/// <summary>The vocabularies that code names.</summary>
public static class Vocabularies
{
    public const string AssuranceTarget = "quality-assurance-target";
    public const string Certification = "certification-form";
    public const string Countries = "iso-3166-1";
    public const string CreditSystem = "credit-system";
    public const string EqfLevels = "eqf-level";
    public const string Fields = "isced-f-2013";
    public const string Languages = "iso-639-1";
    public const string OutcomeKind = "learning-outcome-kind";
    public const string ProviderKind = "provider-kind";
    public const string QualificationFrameworks = "qf-scheme";
    public const string QualityAssurance = "quality-assurance-type";
    public const string RecognitionRule = "recognition-rule";
    public const string SkillReuse = "skill-reuse-level";
}
