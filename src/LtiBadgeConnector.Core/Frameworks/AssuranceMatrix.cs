using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>One of the four kinds of assurance: from inside or from outside, about the institution or about the micro-credential.</summary>
/// <param name="ByIssuer">What the issuer says of itself.</param>
/// <param name="Stated">What the definition says beyond that.</param>
/// <param name="IsAssumed">Whether every provider of the issuer's kind has it.</param>
public sealed record AssuranceCell(string Side, string Target, IReadOnlyList<InstitutionAssurance> ByIssuer, IReadOnlyList<VocabularyEntry> Stated, bool IsAssumed)
{
    public const string External = "external";
    public const string Internal = "internal";
}

/// <summary>Who assures the quality of a micro-credential and of whoever issues it, as the Japanese framework arranges it.</summary>
public static class AssuranceMatrix
{
    private static readonly string[] sides = [AssuranceCell.External, AssuranceCell.Internal];

    public static IReadOnlyList<AssuranceCell> Of(Definition definition, IssuerProfile issuer, FrameworkCatalogue catalogue)
    {
        var kinds = catalogue.Vocabulary(Vocabularies.QualityAssurance);
        VocabularyEntry[] stated = [.. definition.AnswerTo(Descriptors.QualityAssurance).Codes.Except(issuer.Assurance.Select(one => one.Kind)).Select(kinds.Find).OfType<VocabularyEntry>()];
        VocabularyEntry[] assumed = [.. catalogue.PathOf(issuer.ProviderKind)?.Assumed.Select(kinds.Find).OfType<VocabularyEntry>() ?? []];
        return [.. sides.SelectMany(side => catalogue.Vocabulary(Vocabularies.AssuranceTarget).Entries.Select(target => Cell(side, target.Code)))];

        AssuranceCell Cell(string side, string target)
        {
            bool IsHere(VocabularyEntry? kind) => kind?.Side == side && kind.Target == target;
            return new(side, target, [.. issuer.Assurance.Where(one => IsHere(kinds.Find(one.Kind)))], [.. stated.Where(IsHere)], assumed.Any(IsHere));
        }
    }
}
