namespace LtiBadgeConnector.JsonLd.Expansion;

/// <summary>The terms in force at one place. Not changed any more once <see cref="ContextProcessor"/> has handed it out.</summary>
internal sealed class ActiveContext(string? baseIri)
{
    private readonly Dictionary<string, TermDefinition> terms = new(StringComparer.Ordinal);

    private ActiveContext(ActiveContext other)
        : this(other.Base)
    {
        terms = new(other.terms, StringComparer.Ordinal);
        OriginalBase = other.OriginalBase;
        Vocab = other.Vocab;
        Language = other.Language;
        Direction = other.Direction;
        Previous = other.Previous;
    }

    public string? Base { get; set; } = baseIri;

    public string? OriginalBase { get; private init; } = baseIri;

    public string? Vocab { get; set; }

    public string? Language { get; set; }

    public string? Direction { get; set; }

    /// <summary>What is in force again one node deeper; set by contexts that do not propagate.</summary>
    public ActiveContext? Previous { get; set; }

    public int Count => terms.Count;

    public bool HasProtected => terms.Values.Any(term => term.IsProtected);

    public TermDefinition? this[string term] => terms.GetValueOrDefault(term);

    public void Set(string term, TermDefinition definition) => terms[term] = definition;

    public void Remove(string term) => terms.Remove(term);

    public ActiveContext Copy() => new(this);

    public ActiveContext Initial() => new(OriginalBase) { OriginalBase = OriginalBase };

    /// <summary>Expands an IRI, compact IRI or term in a finished context (API, 5.2).</summary>
    public string? Expand(string value, bool vocab = false, bool documentRelative = false) =>
        IriExpansion.Expand(this, value, vocab, documentRelative, definition: null);
}

internal static class IriExpansion
{
    /// <param name="definition">While a context is being read: its terms, which may not be defined yet.</param>
    public static string? Expand(ActiveContext active, string value, bool vocab, bool documentRelative, TermCreation? definition)
    {
        if (value is ['@', ..])
        {
            if (Keywords.IsKeyword(value)) return value;
            if (Keywords.HasForm(value)) return null;
        }

        definition?.Define(value);
        if (active[value] is { } term && (vocab || Keywords.IsKeyword(term.Iri))) return term.Iri;

        var colon = value.Length > 1 ? value.IndexOf(':', 1) : -1;
        if (colon > 0)
        {
            if (colon == 1 && value[0] == '_' || value.AsSpan(colon + 1).StartsWith("//")) return value;
            var prefix = value[..colon];
            definition?.Define(prefix);
            if (active[prefix] is { Iri: { } iri, IsPrefix: true }) return iri + value[(colon + 1)..];
            if (Iri.IsAbsolute(value)) return value;
        }

        if (vocab && active.Vocab is { } vocabulary) return vocabulary + value;
        return documentRelative ? Iri.Resolve(active.Base, value) : value;
    }
}
