using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>What is said of a learner's file when it is served: never more than that it is to be saved.</summary>
public static class EvidenceFileType
{
    public const string Unknown = "application/octet-stream";

    private const int LongestName = 150;

    // Nothing of these runs where it is opened, and a browser saves them all the same.
    private static readonly FrozenSet<string> known = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "application/pdf", "application/zip", "application/json", "text/plain", "text/csv", "text/markdown", "image/png", "image/jpeg", "image/gif", "image/webp", "audio/mpeg", "audio/wav", "video/mp4", "video/webm",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.presentation", "application/vnd.oasis.opendocument.spreadsheet");

    public static string Of(string? told) => told?.Split(';')[0].Trim() is { } type && known.TryGetValue(type, out var listed) ? listed : Unknown;

    /// <summary>Without folders, control characters and marks that turn the direction of writing around; of a length that every disk takes.</summary>
    public static string CleanName(string told)
    {
        var name = told[(told.LastIndexOfAny(['/', '\\']) + 1)..];
        StringBuilder clean = new();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) continue;
            clean.Append(rune.Value is '<' or '>' or ':' or '"' or '|' or '?' or '*' ? "_" : rune.ToString());
        }
        var text = clean.ToString().Trim(' ', '.');
        if (text.Length == 0) return "file";
        if (text.Length <= LongestName) return text;

        var ending = Path.GetExtension(text) is { Length: <= 10 } extension ? extension : "";
        var length = LongestName - ending.Length;
        return text[..(char.IsLowSurrogate(text[length]) ? length - 1 : length)] + ending;
    }
}
