using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.OpenBadges2;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>Something a definition says that is no answer to a descriptor.</summary>
public enum LostStatement
{
    /// <summary>Title and description in the other language.</summary>
    OtherLanguage,

    /// <summary>Of which credentials it is made up.</summary>
    Parts,
}

/// <summary>Which answers a format has no place for, so that nobody finds out from a badge.</summary>
public static class FormatCoverage
{
    /// <summary>The families of formats, as the descriptors' mapping names them.</summary>
    public static IReadOnlyList<string> Families { get; } = ["ob3", "ob2"];

    /// <summary>The family of a format by its name; a format that is not listed here has no preview, and a test finds it.</summary>
    public static string? FamilyOf(string format) => format switch
    {
        OpenBadge3DataIntegrityFormat.FormatName or OpenBadge3JwtFormat.FormatName or OfflineCopyFormat.FormatName => "ob3",
        OpenBadge2.HostedFormat or OpenBadge2.SignedFormat => "ob2",
        _ => null,
    };

    /// <summary>What a version says beside its descriptors that the family has no place for.</summary>
    public static IReadOnlyList<LostStatement> LostBeside(string family, DefinitionVersion version) => family == "ob3"
        ? []
        : [.. version.Definition.HasOtherEdition ? [LostStatement.OtherLanguage] : (LostStatement[])[], .. version.Parts.Count > 0 ? [LostStatement.Parts] : (LostStatement[])[]];

    // Open Badges 2.0 has members for these; for the rest it would need extensions whose schemas somebody serves for ever.
    private static readonly string[] inVersion2 =
    [
        Descriptors.LearnerIdentification, Descriptors.IssueDate, Descriptors.Title, Descriptors.AwardingBody, Descriptors.Content,
    ];

    /// <summary>Whether documents of the family that this program writes state the descriptor.</summary>
    public static bool Carries(string family, string descriptor) => family == "ob3" || inVersion2.Contains(descriptor);

    /// <summary>The term under which Open Badges 3.0 states a descriptor that it has no member for, such as <c>mc:learnerEffort</c>.</summary>
    public static string ExtensionTerm(string descriptor) => $"{ExtensionTerms.Prefix}:{ExtensionTerms.TermOf(descriptor)}";

    /// <summary>What the prefix of the terms stands for.</summary>
    public static string ExtensionVocabulary => ExtensionTerms.Vocabulary;

    /// <summary>Answers that a badge of the family leaves out.</summary>
    public static IReadOnlyList<Descriptor> Lost(string family, StatedDefinition stated, FrameworkCatalogue catalogue) =>
        [.. catalogue.Descriptors.Where(descriptor => !Carries(family, descriptor.Id) && (DefinitionAnswers.IsGiven(descriptor.Id, stated) || IsSaidOfIssuer(descriptor.Id, stated)))];

    private static bool IsSaidOfIssuer(string descriptor, StatedDefinition stated) => descriptor == Descriptors.QualityAssurance && stated.Issuer.Assurance.Count > 0;
}
