using LtiBadgeConnector.Core.Frameworks;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>Which answers a format has no place for, so that nobody finds out from a badge.</summary>
public static class FormatCoverage
{
    /// <summary>The families of formats, as the descriptors' mapping names them.</summary>
    public static IReadOnlyList<string> Families { get; } = ["ob3", "ob2"];

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
        [.. catalogue.Descriptors.Where(descriptor => !Carries(family, descriptor.Id) && DefinitionAnswers.IsGiven(descriptor.Id, stated))];
}
