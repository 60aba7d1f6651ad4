using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using SkiaSharp;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>The fonts of badge pictures: those that travel with the program first (Fonts/SOURCES.md), then those of the machine.</summary>
internal static class BadgeFonts
{
    // A character is looked for in no more files than this: a desktop may have thousands.
    private const int MostFiles = 600;

    // Japanese first, so that a line of Japanese with Latin words is of one design; the others where it lacks a character.
    private static readonly IReadOnlyList<Lazy<BadgeFont>> shipped =
    [
        Shipped("BIZUDPGothic_700Bold.ttf"), Shipped("NotoSans_700Bold.ttf"), Shipped("NotoSansArabic_700Bold.ttf"), Shipped("NotoSansHebrew_700Bold.ttf"),
        Shipped("NotoSansThai_700Bold.ttf"),
    ];

    private static readonly string[] folders = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts)];

    private static readonly Lazy<string[]> machineFiles = new(FindFiles);

    private static readonly ConcurrentDictionary<Rune, BadgeFont?> known = new();

    /// <summary>Null when no font has the character.</summary>
    public static BadgeFont? For(Rune rune) => known.GetOrAdd(rune, Find);

    private static BadgeFont? Find(Rune rune) => shipped.Select(font => font.Value).FirstOrDefault(font => font.Has(rune)) ?? OfTheMachine(rune);

    private static BadgeFont? OfTheMachine(Rune rune)
    {
        foreach (var file in machineFiles.Value)
        {
            using (var typeface = SKTypeface.FromFile(file))
                if (typeface is null || !BadgeFont.Has(typeface, rune)) continue;
            if (SKData.Create(file) is { } data) return BadgeFont.Open(data);
        }
        return null;
    }

    private static Lazy<BadgeFont> Shipped(string file) => new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"fonts/{file}") ?? throw new InvalidOperationException($"The font {file} was not built in.");
        return BadgeFont.Open(SKData.Create(stream)) ?? throw new InvalidOperationException($"{file} is no font.");
    });

    // Bold and without serifs first, like the fonts that travel along.
    private static string[] FindFiles() =>
    [
        .. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".ttf" or ".otf" or ".ttc")
            .OrderByDescending(file => Path.GetFileName(file).Contains("Sans", StringComparison.OrdinalIgnoreCase))
            .ThenByDescending(file => Path.GetFileName(file).Contains("Bold", StringComparison.OrdinalIgnoreCase))
            .ThenBy(file => file, StringComparer.Ordinal)
            .Take(MostFiles),
    ];
}
