using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>Framework and level in one search: "EQF 6", "レベル6"; "other: ITSS level 2" where a framework numbers none.</summary>
public static partial class LevelSearch
{
    private static readonly Vocabulary frameworks = FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.QualificationFrameworks);

    /// <summary>Every level of the frameworks that number theirs, each with what people say as its code: "EQF 6".</summary>
    public static IReadOnlyList<VocabularyEntry> Entries { get; } =
    [
        .. from framework in frameworks.Entries
           from number in Enumerable.Range(1, framework.Levels ?? 0)
           select EntryOf(new(framework.Code, number.ToString(CultureInfo.InvariantCulture))),
    ];

    public static VocabularyEntry EntryOf(QualificationLevel level)
    {
        var framework = frameworks.Find(level.Scheme)?.Name ?? new Bilingual(level.Scheme, level.Scheme);
        // Where levels are not numbered their name says what they are.
        var name = level.Level.All(char.IsAsciiDigit)
            ? new Bilingual($"{framework.En}, level {level.Level}", $"{framework.Ja} レベル{level.Level}")
            : new Bilingual($"{framework.En}: {level.Level}", $"{framework.Ja}：{level.Level}");
        return new($"{level.Scheme} {level.Level}", name, Uri: null);
    }

    /// <summary>Levels that are found; where none is, what was typed as a level of each framework that numbers none.</summary>
    public static IReadOnlyList<VocabularyEntry> Find(IEnumerable<QualificationLevel> chosen, string? typed)
    {
        if (VocabularySearch.Find(Entries.ExceptBy(chosen.Select(level => EntryOf(level).Code), entry => entry.Code), typed) is { Count: > 0 } found) return found;
        var (framework, level) = Split(typed ?? "");
        if (level.Length is 0 or > DefinitionLimits.LongestCode || level.All(char.IsAsciiDigit)) return [];
        return [.. frameworks.Entries.Where(one => one.Levels is null && (framework is null || one == framework)).Select(one => EntryOf(new(one.Code, level)))];
    }

    /// <summary>The level that was meant, and the framework it names, which may have no such level.</summary>
    public static (QualificationLevel? Level, VocabularyEntry? Framework) Read(string typed)
    {
        var (framework, level) = Split(typed);
        return framework is not null && DefinitionLimits.IsLevelOf(framework, level) ? (new(framework.Code, level), framework) : (null, framework);
    }

    // A framework by its code or name, before a colon also by the beginning of its name.
    private static (VocabularyEntry? Framework, string Level) Split(string typed)
    {
        var text = typed.Normalize(NormalizationForm.FormKC).Trim();
        foreach (var framework in frameworks.Entries)
            foreach (var name in (string[])[framework.Code, framework.Name.En, framework.Name.Ja])
                if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (text.Length == name.Length || !char.IsAsciiLetter(text[name.Length])))
                    return (framework, LevelOf(framework, text[name.Length..]));

        if (text.Split(':', 2) is [{ Length: > 1 } start, var rest]
            && frameworks.Entries.FirstOrDefault(one => one.Name.En.StartsWith(start, StringComparison.OrdinalIgnoreCase) || one.Name.Ja.StartsWith(start, StringComparison.Ordinal)) is { } begun)
            return (begun, LevelOf(begun, rest));
        return (null, LevelWord().Replace(text, ""));
    }

    private static string LevelOf(VocabularyEntry framework, string rest)
    {
        var level = rest.TrimStart(' ', ',', ':');
        return framework.Levels is null ? level.TrimEnd() : LevelWord().Replace(level, "").TrimStart('0').TrimEnd();
    }

    [GeneratedRegex(@"^(level|レベル)\s*(?=\d+$)", RegexOptions.IgnoreCase)]
    private static partial Regex LevelWord();
}
