using System.Collections.Concurrent;
using SkiaSharp;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>Fonts of the machine for the one letter of a seal. The drawing library is built without any of its own.</summary>
internal static class SealFonts
{
    // A letter is looked for in no more files than this: a desktop may have thousands.
    private const int MostFiles = 600;

    private static readonly string[] folders = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts)];

    private static readonly Lazy<string[]> files = new(Find);

    private static readonly ConcurrentDictionary<string, SKTypeface?> known = new(StringComparer.Ordinal);

    /// <summary>Null when no font has the letter.</summary>
    public static SKTypeface? For(string letter) => letter.Length == 0 ? null : known.GetOrAdd(letter, Search);

    private static SKTypeface? Search(string letter)
    {
        foreach (var file in files.Value)
        {
            var typeface = SKTypeface.FromFile(file);
            if (typeface is null) continue;
            using var font = new SKFont(typeface);
            if (font.ContainsGlyphs(letter)) return typeface;
            typeface.Dispose();
        }
        return null;
    }

    // Serif first, as on the pages.
    private static string[] Find() =>
    [
        .. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".ttf" or ".otf" or ".ttc")
            .OrderByDescending(file => Path.GetFileName(file).Contains("Serif", StringComparison.OrdinalIgnoreCase)).ThenBy(file => file, StringComparer.Ordinal)
            .Take(MostFiles),
    ];
}
