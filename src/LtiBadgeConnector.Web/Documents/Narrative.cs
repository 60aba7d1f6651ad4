using System.Text.RegularExpressions;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>One line of a criteria narrative.</summary>
public sealed record NarrativeLine(string Text, bool IsItem);

/// <summary>Shows the small part of Markdown in which we write criteria: paragraphs, lines of lists, escaped characters.</summary>
public static partial class Narrative
{
    public static IReadOnlyList<NarrativeLine> Paragraphs(string markdown) =>
    [
        .. from line in markdown.Split('\n')
           let text = line.Trim()
           where text.Length > 0
           select text.StartsWith("- ", StringComparison.Ordinal) ? new NarrativeLine(Plain(text[2..]), IsItem: true) : new NarrativeLine(Plain(text), IsItem: false),
    ];

    private static string Plain(string text) => Escaped().Replace(text, "$1");

    [GeneratedRegex(@"\\([\\`*_\[\]<>#|])")]
    private static partial Regex Escaped();
}
