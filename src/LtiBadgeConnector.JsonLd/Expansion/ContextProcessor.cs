using System.Collections.Concurrent;
using LtiBadgeConnector.JsonLd.Contexts;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Expansion;

/// <summary>Reads contexts (JSON-LD 1.1 API, 4.1) and remembers the results: documents of one kind name the same contexts again and again.</summary>
internal sealed class ContextProcessor(IContextDocuments documents)
{
    private const int MostRemote = 32;

    // Each holds some hundred terms.
    private const int MostRemembered = 512;

    // Inline contexts are remembered by their text; long ones are no honest documents' habit.
    private const int LongestRememberedText = 2048;

    private readonly ConcurrentDictionary<Key, ActiveContext> remembered = new();

    /// <summary>Applies the context of a document or of a term to what is in force.</summary>
    public ActiveContext Process(ActiveContext active, Node local, string? baseUrl, WorkBudget budget, bool overrideProtected = false, bool propagate = true)
    {
        if (KeyOf(active, local, baseUrl, overrideProtected, propagate) is not { } key) return Compute(active, local, baseUrl, [], budget, overrideProtected, propagate, validateScoped: true);
        if (remembered.TryGetValue(key, out var known)) return known;
        if (remembered.Count >= MostRemembered) remembered.Clear();
        return remembered.GetOrAdd(key, Compute(active, local, baseUrl, [], budget, overrideProtected, propagate, validateScoped: true));
    }

    internal ActiveContext Compute(ActiveContext active, Node local, string? baseUrl, IReadOnlyList<string> remote, WorkBudget budget, bool overrideProtected, bool propagate, bool validateScoped)
    {
        var result = active.Copy();
        budget.Spend(result.Count + 1);
        if (local is ObjectNode only && only[Keywords.Propagate] is { } said) propagate = said is BooleanNode { Value: var flag } ? flag : throw Error("invalid-propagate-value");
        if (!propagate) result.Previous ??= active;

        foreach (var context in local is ArrayNode many ? many.Items : [local])
        {
            result = context switch
            {
                NullNode => Nullified(result, overrideProtected, propagate),
                TextNode { Value: var url } => Remote(result, url, baseUrl, remote, budget, validateScoped),
                ObjectNode definition => Defined(result, definition, baseUrl, remote, budget, overrideProtected),
                _ => throw Error("invalid-local-context"),
            };
        }

        return result;
    }

    private static ActiveContext Nullified(ActiveContext result, bool overrideProtected, bool propagate)
    {
        if (!overrideProtected && result.HasProtected) throw Error("invalid-context-nullification");
        var initial = result.Initial();
        if (!propagate) initial.Previous = result;
        return initial;
    }

    private ActiveContext Remote(ActiveContext result, string url, string? baseUrl, IReadOnlyList<string> remote, WorkBudget budget, bool validateScoped)
    {
        var absolute = Iri.Resolve(baseUrl, url);
        if (!validateScoped && remote.Contains(absolute)) return result;
        if (remote.Count >= MostRemote) throw new JsonLdException(JsonLdCodes.ContextOverflow, absolute);
        var document = Load(absolute) as ObjectNode ?? throw Error("invalid-remote-context", absolute);
        var context = document[Keywords.Context] ?? throw Error("invalid-remote-context", absolute);
        return Compute(result, context, absolute, [.. remote, absolute], budget, overrideProtected: false, propagate: true, validateScoped);
    }

    private Node Load(string url) => documents.Find(url) ?? throw new JsonLdException(JsonLdCodes.ContextUnknown, url);

    private ActiveContext Defined(ActiveContext result, ObjectNode context, string? baseUrl, IReadOnlyList<string> remote, WorkBudget budget, bool overrideProtected)
    {
        // What came in may be remembered elsewhere or be the result of an earlier item: never changed in place.
        result = result.Copy();
        budget.Spend(result.Count + context.Count);

        if (context[Keywords.Version] is { } version && version is not NumberNode { Value: 1.1 }) throw Error("invalid-version-value");
        if (context[Keywords.Import] is { } import) context = Imported(context, import, baseUrl);
        if (context[Keywords.Base] is { } newBase && remote.Count == 0) result.Base = BaseOf(result, newBase);
        if (context[Keywords.Vocab] is { } vocab) result.Vocab = VocabOf(result, vocab);
        if (context[Keywords.Language] is { } language) result.Language = Texts.OrNull(language, "invalid-default-language");
        if (context[Keywords.Direction] is { } direction) result.Direction = Texts.Direction(direction);
        if (context[Keywords.Propagate] is not (null or BooleanNode)) throw Error("invalid-propagate-value");
        var isProtected = context[Keywords.Protected] switch
        {
            null => false,
            BooleanNode { Value: var value } => value,
            _ => throw Error("invalid-protected-value"),
        };

        new TermCreation(this, result, context, baseUrl, remote, budget, isProtected, overrideProtected).DefineAll();
        return result;
    }

    private ObjectNode Imported(ObjectNode context, Node import, string? baseUrl)
    {
        if (import is not TextNode { Value: var url }) throw Error("invalid-import-value");
        var absolute = Iri.Resolve(baseUrl, url);
        var imported = (Load(absolute) as ObjectNode)?[Keywords.Context] as ObjectNode ?? throw Error("invalid-remote-context", absolute);
        if (imported.Has(Keywords.Import)) throw Error("invalid-context-entry", Keywords.Import);
        var merged = imported.Without(Keywords.Import);
        foreach (var (name, value) in context.Members) merged[name] = value;
        return merged;
    }

    private static string? BaseOf(ActiveContext result, Node value) => value switch
    {
        NullNode => null,
        TextNode { Value: var iri } when Iri.IsAbsolute(iri) => iri,
        TextNode { Value: var iri } when result.Base is not null => Iri.Resolve(result.Base, iri),
        _ => throw Error("invalid-base-iri"),
    };

    private static string? VocabOf(ActiveContext result, Node value)
    {
        if (value is NullNode) return null;
        if (value is not TextNode { Value: var text }) throw Error("invalid-vocab-mapping");
        var iri = result.Expand(text, vocab: true, documentRelative: true);
        return iri is not null && (iri.Length == 0 || Iri.IsAbsolute(iri) || Iri.IsBlankNode(iri) || !iri.Contains(':', StringComparison.Ordinal)) ? iri : throw Error("invalid-vocab-mapping", text);
    }

    private static Key? KeyOf(ActiveContext active, Node local, string? baseUrl, bool overrideProtected, bool propagate)
    {
        // Contexts of terms are objects of remembered contexts, so their identity is enough; those of documents go by text.
        if (overrideProtected || !propagate) return new(active, local, null, baseUrl, overrideProtected, propagate);
        return TextOf(local) is { Length: <= LongestRememberedText } text ? new(active, null, text, baseUrl, overrideProtected, propagate) : null;
    }

    private static string? TextOf(Node local) => local switch
    {
        TextNode { Value: var url } => $"\"{url}",
        ArrayNode { Count: <= 16 } or ObjectNode { Count: <= 32 } => JsonCanonicalizer.Text(local),
        _ => null,
    };

    private static JsonLdException Error(string code, string? detail = null) => new(code, detail);

    private readonly record struct Key(ActiveContext Active, Node? Local, string? Text, string? Base, bool OverrideProtected, bool Propagate);
}

/// <summary>Bounds the work that a stranger's contexts can cause.</summary>
internal sealed class WorkBudget
{
    // All embedded contexts together cost some hundred thousand; a document that wants fifty times that is an attack.
    private const int Most = 5_000_000;

    private int spent;

    public void Spend(int work)
    {
        spent += work;
        if (spent > Most) throw new JsonLdException(JsonLdCodes.ContextOverflow);
    }
}

internal static class Texts
{
    public static string? OrNull(Node node, string code) => node switch
    {
        NullNode => null,
        TextNode { Value: var text } => text,
        _ => throw new JsonLdException(code),
    };

    public static string? Direction(Node node) => node switch
    {
        NullNode => null,
        TextNode { Value: "ltr" or "rtl" } text => text.Value,
        _ => throw new JsonLdException("invalid-base-direction"),
    };

    public static bool OrError(Node? node, string code, bool absent = false) => node switch
    {
        null => absent,
        BooleanNode { Value: var value } => value,
        _ => throw new JsonLdException(code),
    };
}
