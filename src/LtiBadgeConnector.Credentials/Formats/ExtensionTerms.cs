using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>Our terms for descriptors that Open Badges has no member for: one vocabulary for all installations.</summary>
internal static class ExtensionTerms
{
    /// <summary>Never fetched: it travels as an inline context, see docs/adr/0005-extension-vocabulary.md.</summary>
    public const string Vocabulary = "https://lti-badge-connector.example/ns/micro-credential#";

    public const string Prefix = "mc";

    private const string LearningOutcome = "learningOutcome";

    // Terms that are not simply the descriptor's id in camel case.
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["learning-outcomes"] = LearningOutcome,
        ["language"] = "languageOfInstruction",
        ["assessment"] = "assessmentType",
        ["credit-recognition"] = "credit",
        ["prerequisites"] = "prerequisite",
        ["supervision-identity"] = "supervision",
    };

    /// <summary>Term and values in the order they are written; values of one term are a set, as JSON-LD reads them.</summary>
    public static IReadOnlyList<(string Term, IReadOnlyList<string> Values)> Of(Achievement achievement) =>
    [
        .. achievement.Outcomes.Select(outcome => (Term: LearningOutcome, Value: outcome))
            .Concat(achievement.Descriptors.SelectMany(descriptor => descriptor.Values.Select(value => (Term: TermOf(descriptor.Descriptor), Value: value))))
            .GroupBy(pair => pair.Term, pair => pair.Value, StringComparer.Ordinal)
            .Select(group => ($"{Prefix}:{group.Key}", (IReadOnlyList<string>)[.. group.Distinct(StringComparer.Ordinal)])),
    ];

    /// <summary>What assures the quality of an issuer: its kind, then the words, the address and the days between which it holds (ISO 8601).</summary>
    /// <param name="language">Of the document.</param>
    public static IReadOnlyList<(string Term, IReadOnlyList<string> Values)> Of(IssuerProfile issuer, string language) => issuer.Assurance.Count == 0
        ? []
        : [($"{Prefix}:{TermOf(Descriptors.QualityAssurance)}", [.. issuer.Assurance.Select(one => $"{one.Kind}: {string.Join(", ", new[] { one.TextIn(language).Text, one.Url, Days(one) }.OfType<string>())}")])];

    private static string? Days(InstitutionAssurance assurance) => assurance.From is null && assurance.Until is null ? null : $"{Day(assurance.From)}/{Day(assurance.Until)}";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "..";

    public static string TermOf(string descriptor) =>
        Irregular.TryGetValue(descriptor, out var term) ? term : CamelCase(descriptor);

    private static string CamelCase(string descriptor)
    {
        var term = new StringBuilder(descriptor.Length);
        var upper = false;
        foreach (var letter in descriptor)
        {
            if (letter == '-') upper = term.Length > 0;
            else if (!char.IsAsciiLetterOrDigit(letter)) throw new ArgumentException($"'{descriptor}' is not a descriptor id.", nameof(descriptor));
            else
            {
                term.Append(upper ? char.ToUpperInvariant(letter) : letter);
                upper = false;
            }
        }

        return term.Length > 0 ? term.ToString() : throw new ArgumentException("A descriptor id is empty.", nameof(descriptor));
    }
}
