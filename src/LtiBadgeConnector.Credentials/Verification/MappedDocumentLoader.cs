using System.Text.Json;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>Documents from a map file, <c>{"entries":[{"url","file","contentType"}]}</c>, in place of the network: offline checking.</summary>
public sealed class MappedDocumentLoader : IDocumentLoader
{
    private readonly Dictionary<string, Entry> entries;

    private MappedDocumentLoader(Dictionary<string, Entry> entries) => this.entries = entries;

    /// <summary>File names in the map are relative to the map.</summary>
    /// <exception cref="InvalidDataException">The file is no such map.</exception>
    public static MappedDocumentLoader Read(string mapFile)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(mapFile))!;
        try
        {
            using var map = JsonDocument.Parse(File.ReadAllBytes(mapFile));
            return new(map.RootElement.GetProperty("entries").EnumerateArray().ToDictionary(
                entry => entry.GetProperty("url").GetString()!,
                entry => new Entry(
                    Path.Combine(folder, entry.GetProperty("file").GetString()!),
                    entry.TryGetProperty("contentType", out var type) ? type.GetString() ?? "" : ""),
                StringComparer.Ordinal));
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{mapFile} is not a map of documents: {problem.Message}", problem);
        }
    }

    public async Task<LoadedDocument> Load(string url, CancellationToken ct)
    {
        if (!entries.TryGetValue(url, out var entry)) return new LoadedDocument.Failed("document-not-in-map");
        if (!File.Exists(entry.File)) return new LoadedDocument.Failed("document-file-missing");
        return new LoadedDocument.Found(await File.ReadAllBytesAsync(entry.File, ct), entry.ContentType);
    }

    private sealed record Entry(string File, string ContentType);
}
