using System.Text;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Frameworks;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>Finds entries of a long list by what somebody types: a code, or words of the name in either language.</summary>
public static partial class VocabularySearch
{
    /// <summary>More would not be read; one letter more finds fewer.</summary>
    public const int Most = 10;

    /// <summary>As a field that is searched shows it, and as <see cref="Exact"/> reads it: "Japanese (ja)". A level is written by its code alone: "EQF 6".</summary>
    public static string Written(VocabularyEntry entry, string language) => entry.Code.Contains(' ', StringComparison.Ordinal) ? entry.Code : $"{entry.Name.In(language)} ({entry.Code})";

    /// <summary>Those in which every word is found, the nearest first; the first of the list while nothing is typed.</summary>
    public static IReadOnlyList<VocabularyEntry> Find(IEnumerable<VocabularyEntry> entries, string? typed)
    {
        string[] words = [.. Words().Matches(Plain(typed ?? "")).Select(word => word.Value)];
        return
        [
            .. entries.Select(entry => (Entry: entry, Distance: words.Length == 0 ? 0 : words.Max(word => Distance(entry, word))))
                .Where(found => found.Distance < int.MaxValue).OrderBy(found => found.Distance).Select(found => found.Entry).Take(Most),
        ];
    }

    /// <summary>The one that was meant: by code, by name in either language, or by both as the list offers them.</summary>
    public static VocabularyEntry? Exact(IEnumerable<VocabularyEntry> entries, string typed)
    {
        var code = CodeInBrackets().Match(typed) is { Success: true } match ? match.Groups[1].Value : typed.Trim();
        var all = entries.ToList();
        return all.FirstOrDefault(entry => entry.Code == code)
            ?? all.FirstOrDefault(entry => Plain(entry.Name.En) == Plain(typed) || Plain(entry.Name.Ja) == Plain(typed) || Plain(entry.Code) == Plain(code));
    }

    private static int Distance(VocabularyEntry entry, string word)
    {
        var code = Plain(entry.Code);
        string[] names = [Plain(entry.Name.En), Plain(entry.Name.Ja)];
        if (code == word || names.Contains(word)) return 0;
        if (names.Any(name => name.StartsWith(word, StringComparison.Ordinal))) return 1;
        if (code.StartsWith(word, StringComparison.Ordinal)) return 2;
        if (names.Any(name => name.Contains(' ' + word, StringComparison.Ordinal))) return 3;
        return names.Any(name => name.Contains(word, StringComparison.Ordinal)) ? 4 : int.MaxValue;
    }

    // Full-width letters and half-width kana are what a Japanese keyboard may write.
    private static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant();

    // "EQFレベル6" is three words.
    [GeneratedRegex(@"\p{Nd}+|[\p{IsHiragana}\p{IsKatakana}\p{IsCJKUnifiedIdeographs}]+|[^\p{Nd}\p{IsHiragana}\p{IsKatakana}\p{IsCJKUnifiedIdeographs}\s(),、:]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"[(（]([A-Za-z0-9-]+)[)）]\s*$")]
    private static partial Regex CodeInBrackets();
}
