using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Expansion;

/// <summary>Turns the entries of one context into term definitions (JSON-LD 1.1 API, 4.2), each after those it is written in.</summary>
internal sealed class TermCreation(
    ContextProcessor contexts, ActiveContext active, ObjectNode local, string? baseUrl, IReadOnlyList<string> remote, WorkBudget budget,
    bool protectedByDefault, bool overrideProtected)
{
    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        Keywords.Id, Keywords.Reverse, Keywords.Container, Keywords.Context, Keywords.Direction, Keywords.Index, Keywords.Language, Keywords.Nest,
        Keywords.Prefix, Keywords.Protected, Keywords.Type,
    };

    // A term that ends in one of these may be a prefix without saying so.
    private const string Delimiters = ":/?#[]@";

    private readonly Dictionary<string, bool> defined = new(StringComparer.Ordinal);

    public void DefineAll()
    {
        foreach (var (term, _) in local.Members)
        {
            if (term is not (Keywords.Base or Keywords.Direction or Keywords.Import or Keywords.Language or Keywords.Propagate or Keywords.Protected or Keywords.Version or Keywords.Vocab)) Define(term);
        }
    }

    /// <summary>Does nothing for what the context does not define or has defined already.</summary>
    public void Define(string term)
    {
        if (defined.TryGetValue(term, out var done))
        {
            if (!done) throw Error("cyclic-iri-mapping", term);
            return;
        }

        if (local[term] is not { } value) return;
        if (term.Length == 0) throw Error("invalid-term-definition");
        if (Keywords.IsKeyword(term) && !IsTypeRefinement(term, value)) throw Error("keyword-redefinition", term);
        if (!Keywords.IsKeyword(term) && Keywords.HasForm(term)) return;

        defined[term] = false;
        var previous = active[term];
        active.Remove(term);
        if (Read(term, value) is { } definition) Keep(term, definition, previous);
        defined[term] = true;
    }

    private static bool IsTypeRefinement(string term, Node value) =>
        term == Keywords.Type && value is ObjectNode { Count: > 0 } members
        && members.Members.All(member => member switch
        {
            { Key: Keywords.Protected } => true,
            { Key: Keywords.Container, Value: TextNode { Value: Keywords.Set } } => true,
            _ => false,
        });

    private void Keep(string term, TermDefinition definition, TermDefinition? previous)
    {
        if (!overrideProtected && previous is { IsProtected: true })
        {
            if (!definition.MeansTheSameAs(previous)) throw Error("protected-term-redefinition", term);
            definition = previous;
        }

        active.Set(term, definition);
    }

    private TermDefinition? Read(string term, Node value) => value switch
    {
        NullNode => new TermDefinition((string?)null) { IsProtected = protectedByDefault },
        TextNode => Read(term, new ObjectNode().With(Keywords.Id, value), simple: true),
        ObjectNode members => Read(term, members, simple: false),
        _ => throw Error("invalid-term-definition", term),
    };

    private TermDefinition? Read(string term, ObjectNode value, bool simple)
    {
        foreach (var (name, _) in value.Members)
        {
            if (!Members.Contains(name)) throw Error("invalid-term-definition", term);
        }

        var isProtected = Texts.OrError(value[Keywords.Protected], "invalid-protected-value", protectedByDefault);
        var type = TypeOf(value);
        if (value[Keywords.Reverse] is { } reverse) return Reversed(value, reverse, type, isProtected);
        var (iri, isPrefix, ignored) = IriOf(term, value, simple);
        if (ignored) return null;

        var containers = ContainersOf(value);
        if ((containers & Containers.Type) != 0)
        {
            type ??= Keywords.Id;
            if (type is not (Keywords.Id or Keywords.Vocab)) throw Error("invalid-type-mapping", term);
        }

        return new TermDefinition(iri)
        {
            IsProtected = isProtected,
            Type = type,
            Containers = containers,
            Index = IndexOf(value, containers),
            Context = ContextOf(value),
            ContextBase = value.Has(Keywords.Context) ? baseUrl : null,
            Language = value[Keywords.Language] is { } language && !value.Has(Keywords.Type) ? new(true, Texts.OrNull(language, "invalid-language-mapping")) : default,
            Direction = value[Keywords.Direction] is { } direction && !value.Has(Keywords.Type) ? new(true, Texts.Direction(direction)) : default,
            Nest = NestOf(value),
            IsPrefix = PrefixOf(term, value, iri, isPrefix),
        };
    }

    private string? TypeOf(ObjectNode value)
    {
        if (value[Keywords.Type] is not { } said) return null;
        if (said is not TextNode { Value: var text }) throw Error("invalid-type-mapping");
        var type = Expand(text);
        return type is Keywords.Id or Keywords.Json or Keywords.None or Keywords.Vocab || type is not null && Iri.IsAbsolute(type) ? type : throw Error("invalid-type-mapping", text);
    }

    private TermDefinition? Reversed(ObjectNode value, Node reverse, string? type, bool isProtected)
    {
        if (value.Has(Keywords.Id) || value.Has(Keywords.Nest)) throw Error("invalid-reverse-property");
        if (reverse is not TextNode { Value: var text }) throw Error("invalid-iri-mapping");
        if (Keywords.HasForm(text) && !Keywords.IsKeyword(text)) return null;
        if (Expand(text) is not { } iri || !IsIriOrBlank(iri)) throw Error("invalid-iri-mapping", text);
        var containers = value[Keywords.Container] is { } container and not NullNode ? ContainersOf(container) : Containers.None;
        if ((containers & ~(Containers.Set | Containers.Index)) != 0) throw Error("invalid-reverse-property");
        return new TermDefinition(iri) { IsReverse = true, IsProtected = isProtected, Type = type, Containers = containers, Index = IndexOf(value, containers) };
    }

    private (string? Iri, bool IsPrefix, bool Ignored) IriOf(string term, ObjectNode value, bool simple)
    {
        if (value[Keywords.Id] is { } id && !(id is TextNode { Value: var same } && same == term)) return ExplicitIri(term, id, simple);
        var colon = term.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0) return (CompactIri(term, colon), false, false);
        if (term.Contains('/', StringComparison.Ordinal)) return (active.Expand(term, vocab: true) is { } relative && Iri.IsAbsolute(relative) ? relative : throw Error("invalid-iri-mapping", term), false, false);
        if (term == Keywords.Type) return (Keywords.Type, false, false);
        return active.Vocab is { } vocab ? (vocab + term, false, false) : throw Error("invalid-iri-mapping", term);
    }

    private (string? Iri, bool IsPrefix, bool Ignored) ExplicitIri(string term, Node id, bool simple)
    {
        if (id is NullNode) return (null, false, false);
        if (id is not TextNode { Value: var text }) throw Error("invalid-iri-mapping", term);
        if (Keywords.HasForm(text) && !Keywords.IsKeyword(text)) return (null, false, true);

        if (Expand(text) is not { } iri || !(Keywords.IsKeyword(iri) || IsIriOrBlank(iri))) throw Error("invalid-iri-mapping", text);
        if (iri == Keywords.Context) throw Error("invalid-keyword-alias", term);
        if (term.AsSpan(1, Math.Max(0, term.Length - 2)).Contains(':') || term.Contains('/', StringComparison.Ordinal))
        {
            defined[term] = true;
            if (Expand(term) != iri) throw Error("invalid-iri-mapping", term);
            return (iri, false, false);
        }

        return (iri, simple && !term.Contains(':', StringComparison.Ordinal) && (Delimiters.Contains(iri[^1], StringComparison.Ordinal) || Iri.IsBlankNode(iri)), false);
    }

    private string CompactIri(string term, int colon)
    {
        var prefix = term[..colon];
        Define(prefix);
        return active[prefix] is { Iri: { } iri } ? iri + term[(colon + 1)..] : term;
    }

    private static Containers ContainersOf(ObjectNode value) => value[Keywords.Container] is { } said ? ContainersOf(said) : Containers.None;

    private static Containers ContainersOf(Node said)
    {
        var containers = Containers.None;
        var items = said is ArrayNode array ? array.Items : [said];
        foreach (var item in items) containers |= ContainerOf(item);
        var others = containers & ~Containers.Set;
        var fits = items.Count switch
        {
            0 => false,
            1 => true,
            _ => (others & Containers.List) == 0
                && ((others & Containers.Graph) != 0 ? (others & ~(Containers.Graph | Containers.Id | Containers.Index)) == 0 && others != (Containers.Graph | Containers.Id | Containers.Index) : (containers & Containers.Set) != 0),
        };
        return fits ? containers : throw Error("invalid-container-mapping");
    }

    private static Containers ContainerOf(Node item) => (item as TextNode)?.Value switch
    {
        Keywords.Graph => Containers.Graph,
        Keywords.Id => Containers.Id,
        Keywords.Index => Containers.Index,
        Keywords.Language => Containers.Language,
        Keywords.List => Containers.List,
        Keywords.Set => Containers.Set,
        Keywords.Type => Containers.Type,
        _ => throw Error("invalid-container-mapping"),
    };

    private string? IndexOf(ObjectNode value, Containers containers)
    {
        if (value[Keywords.Index] is not { } index) return null;
        if ((containers & Containers.Index) == 0 || index is not TextNode { Value: var text }) throw Error("invalid-term-definition");
        return Expand(text) is { } iri && Iri.IsAbsolute(iri) ? text : throw Error("invalid-term-definition", text);
    }

    private Node? ContextOf(ObjectNode value)
    {
        if (value[Keywords.Context] is not { } context) return null;
        try
        {
            contexts.Compute(active, context, baseUrl, remote, budget, overrideProtected: true, propagate: true, validateScoped: false);
        }
        catch (JsonLdException problem) when (problem.Code is not (JsonLdCodes.ContextUnknown or JsonLdCodes.ContextOverflow))
        {
            throw Error("invalid-scoped-context", problem.Message);
        }

        return context;
    }

    private static string? NestOf(ObjectNode value) => value[Keywords.Nest] switch
    {
        null => null,
        TextNode { Value: var nest } when nest == Keywords.Nest || !Keywords.IsKeyword(nest) => nest,
        _ => throw Error("invalid-nest-value"),
    };

    private static bool PrefixOf(string term, ObjectNode value, string? iri, bool derived)
    {
        if (value[Keywords.Prefix] is not { } said) return derived;
        if (term.AsSpan().IndexOfAny(':', '/') >= 0) throw Error("invalid-term-definition", term);
        var isPrefix = Texts.OrError(said, "invalid-prefix-value");
        return isPrefix && Keywords.IsKeyword(iri) ? throw Error("invalid-term-definition", term) : isPrefix;
    }

    private string? Expand(string value) => IriExpansion.Expand(active, value, vocab: true, documentRelative: false, this);

    private static bool IsIriOrBlank(string iri) => Iri.IsAbsolute(iri) || Iri.IsBlankNode(iri);

    private static JsonLdException Error(string code, string? detail = null) => new(code, detail);
}
