using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Expansion;

/// <summary>What a context says of one term.</summary>
/// <param name="Iri">Null for a term that is declared to mean nothing.</param>
internal sealed record TermDefinition(string? Iri)
{
    public bool IsPrefix { get; init; }

    public bool IsProtected { get; init; }

    public bool IsReverse { get; init; }

    public string? Type { get; init; }

    public Containers Containers { get; init; }

    public string? Index { get; init; }

    public string? Nest { get; init; }

    /// <summary>Absent and null differ: null takes the default away.</summary>
    public Setting Language { get; init; }

    public Setting Direction { get; init; }

    public Node? Context { get; init; }

    public string? ContextBase { get; init; }

    public bool Has(Containers container) => (Containers & container) != 0;

    /// <summary>Equal but for protection (API, 4.2.2, step 27).</summary>
    public bool MeansTheSameAs(TermDefinition other) =>
        (this with { IsProtected = false, Context = null, ContextBase = null }) == (other with { IsProtected = false, Context = null, ContextBase = null })
        && (Context is null) == (other.Context is null)
        && (Context is null || JsonCanonicalizer.Text(Context) == JsonCanonicalizer.Text(other.Context!));
}

internal readonly record struct Setting(bool IsSet, string? Value);

[Flags]
internal enum Containers
{
    None = 0,
    Graph = 1,
    Id = 2,
    Index = 4,
    Language = 8,
    List = 16,
    Set = 32,
    Type = 64,
}
