using System.IO.Compression;

namespace LtiBadgeConnector.Web.Registering;

/// <summary>
/// Our plugin for Moodle, packed as Moodle's installer wants it. It travels as sources inside this program, beside it and under
/// its own licence; the same sources give the same bytes, on whatever machine.
/// </summary>
internal static class MoodlePlugin
{
    public const string FileName = "local_ltibadgeconnector.zip";

    private const string Resources = "moodle-plugin/";

    // Moodle takes the name of the folder for that of the plugin.
    private const string Folder = "ltibadgeconnector/";

    // Zip keeps a time for each file; that of the checkout would make two builds differ.
    private static readonly DateTimeOffset packedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Zip()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in Names) Add(archive, name);
        }
        return zip.ToArray();
    }

    private static IEnumerable<string> Names => typeof(MoodlePlugin).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Resources, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    // Stored, not deflated: what deflate makes depends on its version.
    private static void Add(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(Folder + name[Resources.Length..], CompressionLevel.NoCompression);
        entry.LastWriteTime = packedAt;
        using var source = typeof(MoodlePlugin).Assembly.GetManifestResourceStream(name)!;
        using var target = entry.Open();
        source.CopyTo(target);
    }
}
