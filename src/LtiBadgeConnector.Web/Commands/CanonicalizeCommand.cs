using System.Text.Json;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Contexts;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.Web.Commands;

/// <summary>Prints what a Data Integrity proof would sign of a document: its canonical N-Quads without its proof. Needs no server.</summary>
internal static class CanonicalizeCommand
{
    private const string ContextMember = "@context";

    public static async Task<int> Run(Arguments arguments)
    {
        var file = arguments.Word("FILE");
        if (!File.Exists(file)) throw new CommandException("file-missing", $"{file} is not there.");
        try
        {
            var document = JsonText.ParseObject(await File.ReadAllBytesAsync(file)).Without("proof");
            var dataset = new JsonLdProcessor(Contexts(arguments)).ToRdf(document);
            foreach (var loss in dataset.Losses) await Console.Error.WriteLineAsync($"{JsonLdCodes.TermsUndefined}: {loss}");
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(RdfCanonicalizer.Canonicalize(dataset.Quads).NQuads);
            return 0;
        }
        catch (JsonLdException problem)
        {
            throw new CommandException(problem.Code, problem.Detail ?? file);
        }
    }

    private static IContextDocuments Contexts(Arguments arguments)
    {
        if (arguments.Find("documents") is not { } map) return ContextLibrary.Instance;
        if (!File.Exists(map)) throw new CommandException("file-missing", $"{map} is not there.");
        var given = new Dictionary<string, Node>(StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(Path.GetFullPath(map))!;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(map));
            foreach (var entry in json.RootElement.GetProperty("entries").EnumerateArray()) Add(given, entry.GetProperty("url").GetString()!, Path.Combine(folder, entry.GetProperty("file").GetString()!));
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CommandException("argument-invalid", $"{map} is not a map of documents: {problem.Message}");
        }

        return new GivenContexts(given, ContextLibrary.Instance);
    }

    // The map may hold keys, images and lists for other commands; only contexts matter here.
    private static void Add(Dictionary<string, Node> given, string url, string file)
    {
        if (!File.Exists(file)) return;
        try
        {
            if (JsonText.Parse(File.ReadAllBytes(file)) is ObjectNode document && document.Has(ContextMember)) given[url] = document;
        }
        catch (JsonLdException)
        {
            // Whatever names it will be refused because the context is unknown.
        }
    }
}
