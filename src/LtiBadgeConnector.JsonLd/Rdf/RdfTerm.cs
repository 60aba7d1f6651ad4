namespace LtiBadgeConnector.JsonLd.Rdf;

/// <summary>A name, a blank node or a value in a statement.</summary>
public abstract record RdfTerm
{
    public sealed record Iri(string Value) : RdfTerm;

    /// <param name="Label">Without the leading <c>_:</c>.</param>
    public sealed record Blank(string Label) : RdfTerm;

    /// <param name="Language">Null unless the datatype is rdf:langString.</param>
    public sealed record Literal(string Value, string Datatype, string? Language = null) : RdfTerm;
}

/// <param name="Graph">Null in the default graph.</param>
public sealed record Quad(RdfTerm Subject, RdfTerm.Iri Predicate, RdfTerm Object, RdfTerm? Graph);

/// <summary>Names of the RDF and XML Schema vocabularies.</summary>
public static class RdfNames
{
    public const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public const string Type = Rdf + "type";
    public const string First = Rdf + "first";
    public const string Rest = Rdf + "rest";
    public const string Nil = Rdf + "nil";
    public const string LangString = Rdf + "langString";
    public const string Json = Rdf + "JSON";
    public const string Xsd = "http://www.w3.org/2001/XMLSchema#";
    public const string XsdString = Xsd + "string";
    public const string XsdBoolean = Xsd + "boolean";
    public const string XsdInteger = Xsd + "integer";
    public const string XsdDouble = Xsd + "double";
}
