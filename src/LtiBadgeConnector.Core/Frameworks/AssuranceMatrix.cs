using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>One of the four kinds of assurance: from inside or from outside, about the institution or about the micro-credential.</summary>
/// <param name="Stated">What the definition says of it.</param>
/// <param name="IsAssumed">Whether every provider of the issuer's kind has it.</param>
public sealed record AssuranceCell(string Side, string Target, IReadOnlyList<VocabularyEntry> Stated, bool IsAssumed)
{
    public const string External = "external";
    public const string Internal = "internal";
}

/// <summary>Who assures the quality of a micro-credential and of whoever issues it, as the Japanese framework arranges it.</summary>
public static class AssuranceMatrix
{
    private static readonly string[] sides = [AssuranceCell.External, AssuranceCell.Internal];

    /// <param name="providerKind">Of the issuer; null while nobody has said it.</param>
    public static IReadOnlyList<AssuranceCell> Of(Definition definition, string? providerKind, FrameworkCatalogue catalogue)
    {
        var kinds = catalogue.Vocabulary(Vocabularies.QualityAssurance);
        VocabularyEntry[] stated = [.. definition.AnswerTo(Descriptors.QualityAssurance).Codes.Select(kinds.Find).OfType<VocabularyEntry>()];
        VocabularyEntry[] assumed = [.. catalogue.PathOf(providerKind)?.Assumed.Select(kinds.Find).OfType<VocabularyEntry>() ?? []];
        return [.. sides.SelectMany(side => catalogue.Vocabulary(Vocabularies.AssuranceTarget).Entries.Select(target => Cell(side, target.Code)))];

        AssuranceCell Cell(string side, string target) =>
            new(side, target, [.. stated.Where(kind => kind.Side == side && kind.Target == target)], assumed.Any(kind => kind.Side == side && kind.Target == target));
    }
}
