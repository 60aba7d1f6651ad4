namespace LtiBadgeConnector.Core.Issuing;

/// <summary>One published version of a micro-credential, as credentials and the achievement document state it.</summary>
public sealed record Achievement
{
    public const string MicroCredential = "MicroCredential";
    public const string CertificateOfCompletion = "CertificateOfCompletion";

    /// <summary>Absolute URL of this version; a new version has a new one.</summary>
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>What must be done to earn it, for people; Markdown.</summary>
    public required string CriteriaNarrative { get; init; }

    /// <summary>A value of the Open Badges enumeration, or one that starts with <c>ext:</c>.</summary>
    public string AchievementType { get; init; } = MicroCredential;

    public Image? Image { get; init; }

    /// <summary>The language the texts are written in, such as <c>ja</c> or <c>en-GB</c>; not the language of instruction.</summary>
    public string? InLanguage { get; init; }

    /// <summary>The English label of a field of study.</summary>
    public string? FieldOfStudy { get; init; }

    /// <summary>Only where there is one kind of credit: the standard has no unit.</summary>
    public decimal? CreditsAvailable { get; init; }

    public IReadOnlyList<string> Outcomes { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<Alignment> Alignments { get; init; } = [];

    public IReadOnlyList<ResultDescription> ResultDescriptions { get; init; } = [];

    public IReadOnlyList<Endorsement> Endorsements { get; init; } = [];

    /// <summary>Former versions and editions in other languages.</summary>
    public IReadOnlyList<RelatedAchievement> Related { get; init; } = [];

    /// <summary>What it is made up of, and what it replaces: more than <see cref="Related"/>, which names editions of the same achievement alone.</summary>
    public IReadOnlyList<Association> Associations { get; init; } = [];

    /// <summary>Descriptors that Open Badges has no member for, by their id in <c>frameworks.json</c>.</summary>
    public IReadOnlyList<DescriptorValue> Descriptors { get; init; } = [];
}

/// <param name="Id">Absolute URL or data URI.</param>
/// <param name="Caption">What the image shows, for those who do not see it.</param>
public sealed record Image(string Id, string? Caption = null);

/// <summary>A link to a node of a published framework.</summary>
public sealed record Alignment(string TargetName, string TargetUrl)
{
    /// <summary>Target type of a level, which is not in the standard's enumeration.</summary>
    public const string QualificationLevel = "ext:QualificationLevel";

    public const string FieldOfStudy = "ext:FieldOfStudy";

    public string? TargetCode { get; init; }

    public string? TargetDescription { get; init; }

    public string? TargetFramework { get; init; }

    /// <summary>A value of the Open Badges enumeration, or one that starts with <c>ext:</c>.</summary>
    public string? TargetType { get; init; }
}

/// <summary>A kind of result the achievement can show; its values are strings, as the standard has them.</summary>
/// <param name="Id">Absolute URI; results point at it.</param>
/// <param name="ResultType">Such as <c>Percent</c>, <c>RawScore</c> or <c>Status</c>.</param>
public sealed record ResultDescription(string Id, string Name, string ResultType)
{
    public string? ValueMin { get; init; }

    public string? ValueMax { get; init; }

    public string? RequiredValue { get; init; }

    /// <summary>From low to high.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];
}

/// <summary>Another edition of the achievement: an earlier version or another language.</summary>
public sealed record RelatedAchievement(string Id, string? InLanguage = null, string? Version = null);

/// <param name="Descriptor">The descriptor's id, such as <c>learner-effort</c>.</param>
/// <param name="Values">At least one, as text or code.</param>
public sealed record DescriptorValue(string Descriptor, IReadOnlyList<string> Values);
