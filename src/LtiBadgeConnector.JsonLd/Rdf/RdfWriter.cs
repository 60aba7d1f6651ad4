using System.Globalization;
using LtiBadgeConnector.JsonLd.Expansion;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Rdf;

/// <summary>What to do with base direction, which RDF has no place for.</summary>
public enum RdfDirection
{
    /// <summary>Left out, and reported as a loss.</summary>
    None,
    I18nDatatype,
    CompoundLiteral,
}

/// <summary>
/// Turns an expanded document into statements (JSON-LD 1.1 API, 8). A dataset is a set, so the node map of the standard,
/// which only collects what is said of one node in several places, is not needed.
/// </summary>
internal sealed class RdfWriter(RdfDirection direction, List<Loss> losses)
{
    // A credential has some hundred statements.
    private const int MostQuads = 100_000;

    private static readonly RdfTerm.Iri TypeIri = new(RdfNames.Type);
    private static readonly RdfTerm.Iri FirstIri = new(RdfNames.First);
    private static readonly RdfTerm.Iri RestIri = new(RdfNames.Rest);
    private static readonly RdfTerm.Iri NilIri = new(RdfNames.Nil);

    private readonly HashSet<Quad> quads = [];
    private readonly Dictionary<string, RdfTerm.Blank> blanks = new(StringComparer.Ordinal);
    private int labels;

    public static IReadOnlyCollection<Quad> Write(ArrayNode expanded, RdfDirection direction, List<Loss> losses)
    {
        var writer = new RdfWriter(direction, losses);
        foreach (var item in expanded.Items.OfType<ObjectNode>()) writer.Node(item, graph: null, writes: true);
        return writer.quads;
    }

    /// <param name="writes">False inside a graph whose name is no IRI: its nodes are walked for nothing but losses.</param>
    /// <returns>Null when the node has no usable name.</returns>
    private RdfTerm? Node(ObjectNode node, RdfTerm? graph, bool writes)
    {
        var subject = SubjectOf(node);
        var here = writes && subject is not null;
        foreach (var (name, value) in node.Members)
        {
            switch (name)
            {
                case Keywords.Id or Keywords.Index:
                    break;
                case Keywords.Type:
                    foreach (var type in ((ArrayNode)value).Items.OfType<TextNode>()) Type(subject, type.Value, graph, here);
                    break;
                case Keywords.Graph:
                    foreach (var inner in ((ArrayNode)value).Items.OfType<ObjectNode>()) Node(inner, subject, here);
                    break;
                case Keywords.Included:
                    foreach (var inner in ((ArrayNode)value).Items.OfType<ObjectNode>()) Node(inner, graph, writes);
                    break;
                case Keywords.Reverse:
                    foreach (var (property, items) in ((ObjectNode)value).Members) ReverseProperty(subject, property, (ArrayNode)items, graph, here);
                    break;
                default:
                    Property(subject, name, (ArrayNode)value, graph, here);
                    break;
            }
        }

        return subject;
    }

    private RdfTerm? SubjectOf(ObjectNode node) => node[Keywords.Id] switch
    {
        null => NewBlank(),
        TextNode { Value: var id } => Named(id, LossKind.RelativeId),
        _ => null,
    };

    private RdfTerm? Named(string id, LossKind problem)
    {
        if (Iri.IsBlankNode(id)) return BlankOf(id);
        if (Iri.IsWellFormed(id)) return new RdfTerm.Iri(id);
        losses.Add(new(Iri.IsAbsolute(id) ? LossKind.MalformedIri : problem, id));
        return null;
    }

    private RdfTerm.Blank BlankOf(string id)
    {
        if (blanks.TryGetValue(id, out var known)) return known;
        return blanks[id] = NewBlank();
    }

    private RdfTerm.Blank NewBlank() => new($"b{(labels++).ToString(CultureInfo.InvariantCulture)}");

    private void Type(RdfTerm? subject, string type, RdfTerm? graph, bool writes)
    {
        if (Named(type, LossKind.RelativeType) is { } term && writes) Add(subject!, TypeIri, term, graph);
    }

    private RdfTerm.Iri? PredicateOf(string property)
    {
        if (Iri.IsBlankNode(property)) losses.Add(new(LossKind.BlankPredicate, property));
        else if (Iri.IsWellFormed(property)) return new(property);
        else losses.Add(new(LossKind.MalformedIri, property));
        return null;
    }

    private void Property(RdfTerm? subject, string property, ArrayNode values, RdfTerm? graph, bool writes)
    {
        var predicate = PredicateOf(property);
        foreach (var value in values.Items.OfType<ObjectNode>())
        {
            var here = writes && predicate is not null;
            if (Object(value, graph, here || writes) is { } term && here) Add(subject!, predicate!, term, graph);
        }
    }

    private void ReverseProperty(RdfTerm? subject, string property, ArrayNode values, RdfTerm? graph, bool writes)
    {
        var predicate = PredicateOf(property);
        foreach (var value in values.Items.OfType<ObjectNode>())
        {
            if (Node(value, graph, writes) is { } other && writes && predicate is not null) Add(other, predicate, subject!, graph);
        }
    }

    private RdfTerm? Object(ObjectNode value, RdfTerm? graph, bool writes)
    {
        if (value.Has(Keywords.Value)) return Literal(value, graph, writes);
        if (value[Keywords.List] is ArrayNode list) return List(list, graph, writes);
        return Node(value, graph, writes);
    }

    private RdfTerm List(ArrayNode list, RdfTerm? graph, bool writes)
    {
        var cells = list.Items.Select(_ => NewBlank()).ToList();
        for (var at = 0; at < cells.Count; at++)
        {
            if (Object((ObjectNode)list[at], graph, writes) is { } item && writes) Add(cells[at], FirstIri, item, graph);
            if (writes) Add(cells[at], RestIri, at + 1 < cells.Count ? cells[at + 1] : NilIri, graph);
        }

        return cells.Count > 0 ? cells[0] : NilIri;
    }

    private RdfTerm? Literal(ObjectNode value, RdfTerm? graph, bool writes)
    {
        var type = value.Text(Keywords.Type);
        if (type == Keywords.Json) return new RdfTerm.Literal(JsonCanonicalizer.Text(value[Keywords.Value]!), RdfNames.Json);
        if (type is not null && !Iri.IsWellFormed(type))
        {
            losses.Add(new(LossKind.RelativeType, type));
            return null;
        }

        return value[Keywords.Value] switch
        {
            BooleanNode { Value: var flag } => new RdfTerm.Literal(flag ? "true" : "false", type ?? RdfNames.XsdBoolean),
            NumberNode { Value: var number } => Number(number, type),
            TextNode { Value: var text } => Text(text, type, value, graph, writes),
            _ => null,
        };
    }

    private static RdfTerm.Literal Number(double number, string? type) =>
        number % 1 == 0 && Math.Abs(number) < 1e21 && type != RdfNames.XsdDouble
            ? new(EcmaScriptNumber.Integer(number), type ?? RdfNames.XsdInteger)
            : new(EcmaScriptNumber.Double(number), type ?? RdfNames.XsdDouble);

    private RdfTerm? Text(string text, string? type, ObjectNode value, RdfTerm? graph, bool writes)
    {
        var language = value.Text(Keywords.Language);
        if (language is not null && !IsLanguage(language))
        {
            losses.Add(new(LossKind.LanguageMalformed, language));
            return null;
        }

        if (value.Text(Keywords.Direction) is { } way) return Directed(text, language, way, graph, writes);
        return language is not null ? new RdfTerm.Literal(text, RdfNames.LangString, language) : new RdfTerm.Literal(text, type ?? RdfNames.XsdString);
    }

    private RdfTerm Directed(string text, string? language, string way, RdfTerm? graph, bool writes)
    {
        switch (direction)
        {
            case RdfDirection.I18nDatatype:
                return new RdfTerm.Literal(text, $"https://www.w3.org/ns/i18n#{language?.ToLowerInvariant()}_{way}");
            case RdfDirection.CompoundLiteral:
                var compound = NewBlank();
                if (!writes) return compound;
                Add(compound, new(RdfNames.Rdf + "value"), new RdfTerm.Literal(text, RdfNames.XsdString), graph);
                if (language is not null) Add(compound, new(RdfNames.Rdf + "language"), new RdfTerm.Literal(language.ToLowerInvariant(), RdfNames.XsdString), graph);
                Add(compound, new(RdfNames.Rdf + "direction"), new RdfTerm.Literal(way, RdfNames.XsdString), graph);
                return compound;
            default:
                losses.Add(new(LossKind.DirectionNotExpressed, way));
                return language is not null ? new RdfTerm.Literal(text, RdfNames.LangString, language) : new RdfTerm.Literal(text, RdfNames.XsdString);
        }
    }

    // The shape of BCP 47 tags, which N-Quads wants; whether the language exists is another question.
    private static bool IsLanguage(string tag)
    {
        var parts = tag.Split('-');
        return parts[0].Length is > 0 and <= 8 && parts[0].All(char.IsAsciiLetter) && parts.Skip(1).All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
    }

    private void Add(RdfTerm subject, RdfTerm.Iri predicate, RdfTerm value, RdfTerm? graph)
    {
        if (quads.Count >= MostQuads) throw new JsonLdException(JsonLdCodes.DatasetTooLarge);
        quads.Add(new(subject, predicate, value, graph));
    }
}
