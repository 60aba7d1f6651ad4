using System.Collections.Concurrent;
using System.Collections.Frozen;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Contexts;

/// <summary>The published contexts, from copies inside the program (<c>Contexts/Files/index.json</c>).</summary>
public sealed class ContextLibrary : IContextDocuments
{
    private static readonly FrozenDictionary<string, string> Files = Index();
    private static readonly ConcurrentDictionary<string, Node> Parsed = new(StringComparer.Ordinal);

    private ContextLibrary()
    {
    }

    public static ContextLibrary Instance { get; } = new();

    public static IReadOnlyCollection<string> Urls => Files.Keys;

    public Node? Find(string url) => Files.TryGetValue(url, out var file) ? Parsed.GetOrAdd(url, _ => JsonText.Parse(Read(file))) : null;

    internal static byte[] Read(string file)
    {
        using var stream = typeof(ContextLibrary).Assembly.GetManifestResourceStream($"contexts/{file}")
            ?? throw new InvalidOperationException($"The context {file} is missing from the program.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static FrozenDictionary<string, string> Index() =>
        ((ArrayNode)JsonText.Parse(Read("index.json"))).Items.Cast<ObjectNode>().ToFrozenDictionary(entry => entry.Text("url")!, entry => entry.Text("file")!, StringComparer.Ordinal);
}
