using LtiBadgeConnector.Core.Frameworks;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>A field that is answered from a long list: searched on the server where there is script, otherwise by the browser's own list.</summary>
/// <param name="Key">Names its parts on the page.</param>
/// <param name="Address">Answers what is found for the query parameter <c>q</c>.</param>
public sealed record SearchField(string Key, string Name, string Label, string Value, string Address, IEnumerable<VocabularyEntry> Entries, bool Optional = false, string? Hint = null);
