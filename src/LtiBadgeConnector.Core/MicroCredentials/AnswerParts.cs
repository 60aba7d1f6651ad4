using LtiBadgeConnector.Core.Frameworks;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>What an answer may say beyond itself, by descriptor.</summary>
public static class AnswerParts
{
    public const string Url = "url";
    public const string IsFullAward = "isFullAward";
    public const string Rule = "rule";

    private static readonly Dictionary<string, IReadOnlyList<string>> known = new(StringComparer.Ordinal)
    {
        [Descriptors.QualityAssurance] = [Url, "providerProfile", "processes", "review"],
        [Descriptors.Certification] = ["legalBasis", "purpose", "eligibility", "capacity", IsFullAward],
        [Descriptors.Credit] = ["awardedBy", Rule],
    };

    public static IReadOnlyList<string> Of(string descriptor) => known.GetValueOrDefault(descriptor, []);

    /// <returns>A code of the problem catalogue; null when the part can be taken.</returns>
    internal static string? Broken(string descriptor, string part, string value, FrameworkCatalogue catalogue) => part switch
    {
        _ when !Of(descriptor).Contains(part) => "definition-code-unknown",
        Url when !DefinitionLimits.IsAddress(value) => "definition-address-wrong",
        IsFullAward when value != "true" => "definition-code-unknown",
        Rule when catalogue.Vocabulary(Vocabularies.RecognitionRule).Find(value) is null => "definition-code-unknown",
        _ => value.Length > DefinitionLimits.LongestText ? "definition-text-too-long" : null,
    };
}
