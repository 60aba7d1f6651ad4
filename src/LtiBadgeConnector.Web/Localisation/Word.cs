using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Localisation;

/// <summary>An English sentence that a page will translate later, for tables of words in C#.</summary>
public readonly record struct Word
{
    private Word(string key) => Key = key;

    /// <summary>The English sentence.</summary>
    public string Key { get; }

    /// <summary>Marks a literal as a key, so that the test of the translations finds it.</summary>
    public static Word Of(string english) => new(english);
}

/// <summary>What the pages ask of the words beyond <c>W["…"]</c>.</summary>
public static class WordLookup
{
    /// <summary>The word in the page's language.</summary>
    public static string Say(this IStringLocalizer words, Word word) => words[word.Key];

    /// <summary>
    /// A sentence that depends on a number: English has two forms, Japanese one. The number itself
    /// stands in a hole, already written by <see cref="Ui.Formats"/>.
    /// </summary>
    public static string Count(this IStringLocalizer words, decimal count, string one, string many, params object[] holes) =>
        words[count == 1 ? one : many, holes];
}
