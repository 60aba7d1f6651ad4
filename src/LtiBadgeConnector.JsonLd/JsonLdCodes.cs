namespace LtiBadgeConnector.JsonLd;

/// <summary>Refusals that are ours; those of the standard keep its names.</summary>
public static class JsonLdCodes
{
    public const string JsonMalformed = "json-malformed";
    public const string JsonTooLarge = "json-too-large";
    public const string JsonTooDeep = "json-too-deep";

    /// <summary>The document names a context that is neither embedded nor given: nothing is ever fetched.</summary>
    public const string ContextUnknown = "context-unknown";

    /// <summary>Contexts ask for more work than any honest document.</summary>
    public const string ContextOverflow = "context-overflow";

    /// <summary>The dataset has more statements than any honest document.</summary>
    public const string DatasetTooLarge = "dataset-too-large";

    /// <summary>A dataset made to cost exponential time (RDFC-1.0, section 7.1).</summary>
    public const string DatasetPoisonous = "dataset-poisonous";

    public const string QuadsMalformed = "quads-malformed";

    /// <summary>Something in the document has no meaning under its contexts and would ride along unsigned.</summary>
    public const string TermsUndefined = "terms-undefined";
}
