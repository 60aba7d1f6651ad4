using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>Why a design cannot be used.</summary>
/// <param name="Code">A code of the problem catalogue.</param>
/// <param name="Field">The member of <see cref="BadgeDesign"/> to change.</param>
/// <param name="Sentence">What to do, with a hole for each of <paramref name="Holes"/>.</param>
public sealed record BadgeDesignProblem(string Code, string Field, Word Sentence, params IReadOnlyList<object> Holes);

/// <summary>Judges designs as they come from a form: everything in them may be anything.</summary>
internal static class BadgeDesignCheck
{
    public const int MostLetters = 3;
    public const int MostWords = 40;

    /// <summary>Lines and words on the ground are read: the ratio for text.</summary>
    public const double LeastForLine = 4.5;

    /// <summary>The disc in the middle is seen, not read.</summary>
    public const double LeastForMiddle = 3;

    public static IReadOnlyList<BadgeDesignProblem> Problems(BadgeDesign design) => [.. Of(design)];

    private static IEnumerable<BadgeDesignProblem> Of(BadgeDesign design)
    {
        if (!Enum.IsDefined(design.Shape)) yield return new("badge-design-unknown", nameof(design.Shape), Word.Of("Choose one of the list."));
        if (!Enum.IsDefined(design.Ornament)) yield return new("badge-design-unknown", nameof(design.Ornament), Word.Of("Choose one of the list."));
        if (design.Icon.Length > 0 && BadgeIcons.Find(design.Icon) is null) yield return new("badge-design-unknown", nameof(design.Icon), Word.Of("Choose one of the list."));

        (string Field, string Value)[] colours = [(nameof(design.Ground), design.Ground), (nameof(design.Line), design.Line), (nameof(design.Middle), design.Middle)];
        var wrong = colours.Where(colour => !BadgeColour.IsOne(colour.Value)).ToList();
        foreach (var (field, _) in wrong) yield return new("badge-colour-unreadable", field, Word.Of("Write the colour as # and six digits, for example #22407a."));
        if (wrong.Count == 0)
        {
            if (TooWeak(design.Line, design.Ground, LeastForLine) is { } line)
                yield return new("badge-contrast-low", nameof(design.Line), Word.Of("The lines are hard to see on the ground ({0} : 1). Choose a darker or lighter colour until it is at least {1} : 1."), line, LeastForLine);
            if (TooWeak(design.Middle, design.Ground, LeastForMiddle) is { } middle)
                yield return new("badge-contrast-low", nameof(design.Middle), Word.Of("The middle is hard to see on the ground ({0} : 1). Choose a darker or lighter colour until it is at least {1} : 1."), middle, LeastForMiddle);
        }

        if (design.Letters.EnumerateRunes().Count() > MostLetters)
            yield return new("badge-words-long", nameof(design.Letters), Word.Of("At most {0} characters fit into the middle."), MostLetters);
        if (design.Words.EnumerateRunes().Count() > MostWords || BadgeDrawing.SizeOfWords(Cut(design.Words)) < BadgeDrawing.LeastType)
            yield return new("badge-words-long", nameof(design.Words), Word.Of("These words would be too small to read. Shorten them."));
        foreach (var (field, text) in new[] { (nameof(design.Letters), design.Letters), (nameof(design.Words), design.Words) })
            if (BadgeLettering.Undrawable(Cut(text)) is { } missing)
                yield return new("badge-character-undrawable", field, Word.Of("No font of this server has “{0}”. Use other words, or ask the administrator to install a font that has it."), missing);
    }

    // The ratio in one digit, rounded down so that it never seems enough when it is not.
    private static double? TooWeak(string one, string other, double least) =>
        BadgeColour.Contrast(one, other) is var ratio && ratio < least ? Math.Floor(ratio * 10) / 10 : null;

    // What is too long is refused for that; nobody measures or searches more than this.
    private static string Cut(string text) => text.Length <= MostWords * 2 ? text : text[..(MostWords * 2)];
}
