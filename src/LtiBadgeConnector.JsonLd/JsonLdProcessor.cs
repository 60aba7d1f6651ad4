using LtiBadgeConnector.JsonLd.Contexts;
using LtiBadgeConnector.JsonLd.Expansion;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.JsonLd.Rdf;

namespace LtiBadgeConnector.JsonLd;

/// <summary>JSON-LD 1.1 expansion and conversion to RDF, with the contexts it is given and no others. Keep one: it remembers contexts.</summary>
public sealed class JsonLdProcessor(IContextDocuments documents)
{
    private static readonly ActiveContext Nothing = new(baseIri: null);

    private readonly ContextProcessor contexts = new(documents);

    /// <summary>With the contexts inside the program.</summary>
    public static JsonLdProcessor Offline { get; } = new(ContextLibrary.Instance);

    /// <exception cref="JsonLdException">The document or one of its contexts is in error.</exception>
    public ExpandedDocument Expand(Node document, JsonLdOptions? options = null)
    {
        options ??= JsonLdOptions.Default;
        var losses = new List<Loss>();
        var budget = new WorkBudget();
        var active = options.Base is null ? Nothing : new ActiveContext(options.Base);
        if (options.ExpandContext is { } outer) active = contexts.Process(active, outer, options.Base, budget);
        return new(new Expander(contexts, options.Base, budget, losses).Expand(active, document), losses);
    }

    /// <exception cref="JsonLdException">The document or one of its contexts is in error.</exception>
    public RdfDataset ToRdf(Node document, JsonLdOptions? options = null)
    {
        options ??= JsonLdOptions.Default;
        var expanded = Expand(document, options);
        var losses = expanded.Losses.ToList();
        return new(RdfWriter.Write(expanded.Items, options.Direction, losses), losses);
    }
}

/// <param name="Losses">What has no meaning under the contexts; see <see cref="Loss"/>.</param>
public sealed record ExpandedDocument(ArrayNode Items, IReadOnlyList<Loss> Losses);

/// <param name="Losses">What of the document is in no statement; to sign or believe such a document is a mistake.</param>
public sealed record RdfDataset(IReadOnlyCollection<Quad> Quads, IReadOnlyList<Loss> Losses);

public sealed record JsonLdOptions
{
    public static readonly JsonLdOptions Default = new();

    /// <summary>What relative references are resolved against; null leaves them relative, and so without meaning.</summary>
    public string? Base { get; init; }

    /// <summary>In force before the document's own context.</summary>
    public Node? ExpandContext { get; init; }

    public RdfDirection Direction { get; init; }
}
