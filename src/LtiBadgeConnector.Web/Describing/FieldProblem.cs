using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>An answer that cannot be taken.</summary>
/// <param name="Field">The control's name.</param>
/// <param name="Code">A code of the problem catalogue.</param>
/// <param name="Typed">What stood there.</param>
/// <param name="Excess">How much too long it is; null for any other fault.</param>
/// <param name="Scheme">The framework of levels that has no such level.</param>
public sealed record FieldProblem(string Field, string Code, string Typed, Excess? Excess = null, VocabularyEntry? Scheme = null)
{
    /// <summary>What stands at the field: what is wrong, and the numbers that say how to mend it.</summary>
    public string Sentence(IStringLocalizer<Words> words, Formats formats)
    {
        var (title, stop) = (ProblemCatalogue.Get(Code).Title.In(formats.Language), formats.Language == "ja" ? "。" : ". ");
        return (Excess, Scheme?.Levels) switch
        {
            (_, { } most) => title + stop + words["{0} has the levels 1 to {1}.", Scheme!.Name.In(formats.Language), formats.Number(most)].Value,
            ({ Line: { } line } excess, _) => title + stop + words["Line {0} has {1} characters; {2} fit.", line, formats.Number(excess.Length), formats.Number(excess.Most)].Value,
            ({ } excess, _) => title + stop + words["It has {0} characters; {1} fit.", formats.Number(excess.Length), formats.Number(excess.Most)].Value,
            _ => title,
        };
    }
}

/// <summary>A text, or one line of it, that is longer than what fits.</summary>
/// <param name="Line">Counted from 1; null for the whole text.</param>
public sealed record Excess(int? Line, int Length, int Most);
