using System.Text;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Catalogues;

/// <summary>What somebody looks for in the catalogue. A value that does not exist finds nothing; none at all finds everything.</summary>
public sealed record CatalogueQuery(string? Search, string? Framework, string? Level, string? Language, string? Effort, string? Field)
{
    /// <summary>Ranges of hours, by the value of the filter; the upper end belongs to the next.</summary>
    public static IReadOnlyList<(string Code, decimal From, decimal To)> Efforts { get; } = [("10", 0, 10), ("30", 10, 30), ("60", 30, 60), ("more", 60, decimal.MaxValue)];

    public bool IsEmpty => this == new CatalogueQuery(null, null, null, null, null, null);

    /// <summary>The value of the filter by level.</summary>
    public static string NameOf(QualificationLevel level) => $"{level.Scheme} {level.Level}";

    public static CatalogueQuery Of(IQueryCollection query) => new(
        One(query, "q"), One(query, "framework"), One(query, "level"), One(query, "language"), One(query, "effort"), One(query, "field"));

    public bool Finds(CatalogueEntry entry) =>
        (Search is null || Found(entry, Search))
        && (Framework is null || entry.Frameworks.Any(framework => framework.Id == Framework))
        && (Level is null || entry.Definition.Levels.Any(level => NameOf(level) == Level))
        && (Language is null || entry.Definition.AnswerTo(Descriptors.Language).Codes.Contains(Language))
        && (Field is null || entry.BroadFields.Contains(Field))
        && (Effort is null || Efforts.Any(range => range.Code == Effort && entry.Definition.Effort is { } effort && effort.Hours >= range.From && effort.Hours < range.To));

    /// <summary>As a query string, from which a page or a feed of the same finds can be asked.</summary>
    /// <param name="readers">Asks for texts in a language; not to be mistaken for the language of instruction that is looked for.</param>
    public string ToQuery(string? readers = null) => QueryString.Create(
        new (string Name, string? Value)[] { ("q", Search), ("framework", Framework), ("level", Level), ("language", Language), ("effort", Effort), ("field", Field), (RequestLanguage.Parameter, readers) }
            .Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value))).ToString();

    /// <summary>Wide and narrow forms of a letter are the same one.</summary>
    internal static string Plain(string text) => text.Normalize(NormalizationForm.FormKC);

    // Every word has to stand somewhere.
    private static bool Found(CatalogueEntry entry, string search) =>
        Plain(search).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).All(word => entry.Searched.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static string? One(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } value ? value : null;
}
