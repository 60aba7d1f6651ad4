using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Expansion;

/// <summary>The expansion algorithm (JSON-LD 1.1 API, 5.1): one document, one instance.</summary>
/// <param name="losses">Filled with everything that has no meaning under the contexts and is left out.</param>
internal sealed class Expander(ContextProcessor contexts, string? baseUrl, WorkBudget budget, List<Loss> losses)
{
    public ArrayNode Expand(ActiveContext active, Node document) => Expand(active, null, document) switch
    {
        null => new ArrayNode(),
        ObjectNode { Count: 1 } only when only[Keywords.Graph] is { } graph => AsArray(graph),
        var expanded => AsArray(expanded),
    };

    private Node? Expand(ActiveContext active, string? property, Node element, bool fromMap = false)
    {
        switch (element)
        {
            case NullNode:
                return null;
            case ArrayNode array:
                return Array(active, property, array, fromMap);
            case ObjectNode members:
                return Object(active, property, members, fromMap);
        }

        if (property is null or Keywords.Graph)
        {
            Lose(LossKind.FreeFloatingValue, JsonCanonicalizer.Text(element));
            return null;
        }

        if (active[property] is { Context: { } scoped } term) active = contexts.Process(active, scoped, term.ContextBase, budget, overrideProtected: true);
        return Value(active, property, element);
    }

    private ArrayNode Array(ActiveContext active, string? property, ArrayNode array, bool fromMap)
    {
        var isList = property is not null && active[property]?.Has(Containers.List) == true;
        var result = new ArrayNode();
        foreach (var item in array.Items)
        {
            switch (Expand(active, property, item, fromMap))
            {
                case null: break;
                case ArrayNode many when isList: result.Add(new ObjectNode(1).With(Keywords.List, many)); break;
                case ArrayNode many: AddAll(result, many); break;
                case var one: result.Add(one); break;
            }
        }

        return result;
    }

    private Node? Object(ActiveContext active, string? property, ObjectNode element, bool fromMap)
    {
        var term = property is null ? null : active[property];
        if (active.Previous is { } previous && !fromMap && !StaysInScope(active, element)) active = previous;
        if (term is { Context: { } scoped }) active = contexts.Process(active, scoped, term.ContextBase, budget, overrideProtected: true);
        if (element[Keywords.Context] is { } local) active = contexts.Process(active, local, baseUrl, budget);

        var typeScope = active;
        var (types, inputType) = TypesOf(active, element);
        foreach (var type in types)
        {
            if (typeScope[type] is { Context: { } typeContext } typeTerm) active = contexts.Process(active, typeContext, typeTerm.ContextBase, budget, propagate: false);
        }

        var result = new ObjectNode(element.Count);
        Members(active, typeScope, property, element, inputType, result);
        return Finished(result, property);
    }

    // Value objects and mere references belong to the node they stand in (step 7).
    private static bool StaysInScope(ActiveContext active, ObjectNode element)
    {
        foreach (var (name, _) in element.Members)
        {
            switch (active.Expand(name, vocab: true))
            {
                case Keywords.Value: return true;
                case Keywords.Id when element.Count == 1: return true;
            }
        }

        return false;
    }

    /// <returns>The types as written, sorted for their contexts; and what the last of the first @type entry means.</returns>
    private static (IReadOnlyList<string> Types, string? InputType) TypesOf(ActiveContext active, ObjectNode element)
    {
        List<KeyValuePair<string, Node>>? entries = null;
        foreach (var member in element.Members)
        {
            if (active.Expand(member.Key, vocab: true) == Keywords.Type) (entries ??= []).Add(member);
        }

        if (entries is null) return ([], null);
        if (entries.Count > 1) entries.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        var types = new List<string>();
        foreach (var (_, value) in entries) types.AddRange(TextsOf(value).Order(StringComparer.Ordinal));
        return (types, TextsOf(entries[0].Value).LastOrDefault() is { } last ? active.Expand(last, vocab: true) : null);
    }

    private static IEnumerable<string> TextsOf(Node value) => value switch
    {
        TextNode { Value: var text } => [text],
        ArrayNode array => array.Items.OfType<TextNode>().Select(item => item.Value),
        _ => [],
    };

    private void Members(ActiveContext active, ActiveContext typeScope, string? property, ObjectNode element, string? inputType, ObjectNode result)
    {
        List<string>? nests = null;
        foreach (var (key, value) in element.Members)
        {
            if (key == Keywords.Context) continue;
            switch (active.Expand(key, vocab: true))
            {
                case null:
                    if (active[key] is null && Keywords.HasForm(key)) Lose(LossKind.ReservedTerm, key);
                    else Lose(LossKind.UndefinedTerm, key);
                    break;
                case Keywords.Nest:
                    (nests ??= []).Add(key);
                    break;
                case ['@', ..] keyword when Keywords.IsKeyword(keyword):
                    Keyword(active, typeScope, property, keyword, value, inputType, result);
                    break;
                case var iri when iri.Contains(':', StringComparison.Ordinal):
                    Property(active, key, iri, value, result);
                    break;
                default:
                    Lose(LossKind.UndefinedTerm, key);
                    break;
            }
        }

        foreach (var nest in nests ?? []) Nested(active, typeScope, property, nest, element[nest]!, inputType, result);
    }

    private void Nested(ActiveContext active, ActiveContext typeScope, string? property, string nest, Node nested, string? inputType, ObjectNode result)
    {
        if (active[nest] is { Context: { } scoped } term) active = contexts.Process(active, scoped, term.ContextBase, budget, overrideProtected: true);
        foreach (var item in AsItems(nested))
        {
            if (item is not ObjectNode members || members.Members.Any(member => active.Expand(member.Key, vocab: true) == Keywords.Value)) throw Error("invalid-nest-value");
            Members(active, typeScope, property, members, inputType, result);
        }
    }

    private void Keyword(ActiveContext active, ActiveContext typeScope, string? property, string keyword, Node value, string? inputType, ObjectNode result)
    {
        if (property == Keywords.Reverse) throw Error("invalid-reverse-property-map");
        if (result.Has(keyword) && keyword is not (Keywords.Included or Keywords.Type)) throw Error("colliding-keywords", keyword);
        switch (keyword)
        {
            case Keywords.Id:
                Id(active, value, result);
                break;
            case Keywords.Type:
                Types(typeScope, value, result);
                break;
            case Keywords.Graph:
                result[keyword] = AsArray(Expand(active, Keywords.Graph, value));
                break;
            case Keywords.Included:
                Included(active, value, result);
                break;
            case Keywords.Value:
                LiteralValue(value, inputType, result);
                break;
            case Keywords.Language:
                result[keyword] = value is TextNode ? value : throw Error("invalid-language-tagged-string");
                break;
            case Keywords.Direction:
                if (value is not TextNode { Value: "ltr" or "rtl" }) throw Error("invalid-base-direction");
                result[keyword] = value;
                break;
            case Keywords.Index:
                if (value is not TextNode { Value: var index }) throw Error("invalid-index-value");
                result[keyword] = value;
                Lose(LossKind.IndexNotExpressed, index);
                break;
            case Keywords.List:
                if (property is null or Keywords.Graph) Lose(LossKind.FreeFloatingValue, keyword);
                else result[keyword] = AsArray(Expand(active, property, value));
                break;
            case Keywords.Set:
                result[keyword] = Expand(active, property, value) ?? new ArrayNode();
                break;
            case Keywords.Reverse:
                Reverse(active, value, result);
                break;
            default:
                // Words of contexts and frames, which mean nothing here.
                Lose(LossKind.ReservedTerm, keyword);
                break;
        }
    }

    private void Id(ActiveContext active, Node value, ObjectNode result)
    {
        if (value is not TextNode { Value: var text }) throw Error("invalid-id-value");
        var id = active.Expand(text, documentRelative: true);
        if (id is null) Lose(LossKind.ReservedTerm, text);
        result[Keywords.Id] = id is null ? NullNode.Instance : new TextNode(id);
    }

    private void Types(ActiveContext typeScope, Node value, ObjectNode result)
    {
        var types = new ArrayNode();
        foreach (var item in AsItems(value))
        {
            if (item is not TextNode { Value: var text }) throw Error("invalid-type-value");
            if (typeScope.Expand(text, vocab: true, documentRelative: true) is { } type) types.Add(new TextNode(type));
            else Lose(LossKind.RelativeType, text);
        }

        if (result[Keywords.Type] is ArrayNode or TextNode)
        {
            var both = new ArrayNode(AsItems(result[Keywords.Type]!));
            AddAll(both, types);
            types = both;
        }

        // Of a value object the type stays a single one, which Finished looks at.
        result[Keywords.Type] = value is TextNode && types.Count == 1 ? types[0] : types;
    }

    private void Included(ActiveContext active, Node value, ObjectNode result)
    {
        var included = new ArrayNode();
        foreach (var item in AsItems(value)) included.Add(Expand(active, null, item) as ObjectNode ?? throw Error("invalid-included-value"));
        if (result[Keywords.Included] is ArrayNode before) included.InsertRange(0, before.Items);
        result[Keywords.Included] = included;
    }

    private static void LiteralValue(Node value, string? inputType, ObjectNode result)
    {
        if (inputType != Keywords.Json && value is ObjectNode or ArrayNode) throw Error("invalid-value-object-value");
        result[Keywords.Value] = value;
    }

    private void Reverse(ActiveContext active, Node value, ObjectNode result)
    {
        if (value is not ObjectNode) throw Error("invalid-reverse-value");
        if (Expand(active, Keywords.Reverse, value) is not ObjectNode expanded) return;
        foreach (var (name, items) in expanded.Members)
        {
            switch (name)
            {
                case Keywords.Reverse:
                    foreach (var (twice, nodes) in ((ObjectNode)items).Members) Append(result, twice, nodes);
                    break;
                default:
                    AppendReverse(result, name, items);
                    break;
            }
        }
    }

    private void Property(ActiveContext active, string key, string iri, Node value, ObjectNode result)
    {
        var term = active[key];
        var expanded = term switch
        {
            { Type: Keywords.Json } => new ObjectNode(2).With(Keywords.Value, value).With(Keywords.Type, new TextNode(Keywords.Json)),
            not null when value is ObjectNode map && term.Has(Containers.Language) => Languages(active, term, map),
            not null when value is ObjectNode map && term.Has(Containers.Index | Containers.Type | Containers.Id) => Map(active, key, term, map),
            _ => Expand(active, key, value),
        };
        if (expanded is null) return;

        if (term is not null)
        {
            if (term.Has(Containers.List) && !(expanded is ObjectNode list && list.Has(Keywords.List))) expanded = new ObjectNode(1).With(Keywords.List, AsArray(expanded));
            if (term.Has(Containers.Graph) && !term.Has(Containers.Id | Containers.Index)) expanded = new ArrayNode(AsItems(expanded).Select(item => (Node)new ObjectNode(1).With(Keywords.Graph, AsArray(item))));
            if (term.IsReverse)
            {
                AppendReverse(result, iri, expanded);
                return;
            }
        }

        Append(result, iri, expanded);
    }

    private static ArrayNode Languages(ActiveContext active, TermDefinition term, ObjectNode map)
    {
        var direction = term.Direction.IsSet ? term.Direction.Value : active.Direction;
        var result = new ArrayNode();
        foreach (var (language, values) in map.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            var isNone = active.Expand(language, vocab: true) == Keywords.None;
            foreach (var item in AsItems(values))
            {
                if (item is NullNode) continue;
                if (item is not TextNode) throw Error("invalid-language-map-value");
                var value = new ObjectNode(3).With(Keywords.Value, item);
                if (!isNone) value[Keywords.Language] = new TextNode(language);
                if (direction is not null) value[Keywords.Direction] = new TextNode(direction);
                result.Add(value);
            }
        }

        return result;
    }

    private ArrayNode Map(ActiveContext active, string key, TermDefinition term, ObjectNode map)
    {
        var result = new ArrayNode();
        foreach (var (index, values) in map.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            var scope = term.Has(Containers.Id | Containers.Type) ? active.Previous ?? active : active;
            if (term.Has(Containers.Type) && scope[index] is { Context: { } typeContext } typeTerm) scope = contexts.Process(scope, typeContext, typeTerm.ContextBase, budget, propagate: false);
            else if (!term.Has(Containers.Id | Containers.Type)) scope = active;

            var meaning = active.Expand(index, vocab: true);
            foreach (var item in AsItems(Expand(scope, key, new ArrayNode(AsItems(values)), fromMap: true)!)) result.Add(Indexed(active, term, index, meaning, item));
        }

        return result;
    }

    private Node Indexed(ActiveContext active, TermDefinition term, string index, string? meaning, Node item)
    {
        if (term.Has(Containers.Graph) && !(item is ObjectNode graph && IsGraphObject(graph))) item = new ObjectNode(2).With(Keywords.Graph, AsArray(item));
        if (meaning == Keywords.None) return item;
        var node = (ObjectNode)item;
        if (term.Has(Containers.Index)) return term.Index is { } indexProperty ? PropertyIndexed(active, indexProperty, index, node) : PlainIndexed(node, index);
        if (term.Has(Containers.Id)) return node.Has(Keywords.Id) || active.Expand(index, documentRelative: true) is not { } id ? node : node.With(Keywords.Id, new TextNode(id));

        if (meaning is null) return node;
        var types = new ArrayNode(new TextNode(meaning));
        if (node[Keywords.Type] is { } before) AddAll(types, AsArray(before));
        return node.With(Keywords.Type, types);
    }

    private ObjectNode PlainIndexed(ObjectNode node, string index)
    {
        Lose(LossKind.IndexNotExpressed, index);
        return node.Has(Keywords.Index) ? node : node.With(Keywords.Index, new TextNode(index));
    }

    private static ObjectNode PropertyIndexed(ActiveContext active, string indexProperty, string index, ObjectNode node)
    {
        var values = new ArrayNode(Value(active, indexProperty, new TextNode(index)));
        var iri = active.Expand(indexProperty, vocab: true)!;
        if (node[iri] is { } before) AddAll(values, AsArray(before));
        return node.Has(Keywords.Value) ? throw Error("invalid-value-object") : node.With(iri, values);
    }

    private static bool IsGraphObject(ObjectNode node) =>
        node.Has(Keywords.Graph) && node.Members.All(member => member.Key is Keywords.Graph or Keywords.Id or Keywords.Index or Keywords.Context);

    private static ObjectNode Value(ActiveContext active, string property, Node value)
    {
        var term = active[property];
        if (value is TextNode { Value: var text })
        {
            if (term?.Type == Keywords.Id) return Reference(active.Expand(text, documentRelative: true));
            if (term?.Type == Keywords.Vocab) return Reference(active.Expand(text, vocab: true, documentRelative: true));
        }

        var result = new ObjectNode(3).With(Keywords.Value, value);
        if (term?.Type is { } type and not (Keywords.Id or Keywords.Vocab or Keywords.None)) result[Keywords.Type] = new TextNode(type);
        else if (value is TextNode)
        {
            var language = term is { Language.IsSet: true } ? term.Language.Value : active.Language;
            var direction = term is { Direction.IsSet: true } ? term.Direction.Value : active.Direction;
            if (language is not null) result[Keywords.Language] = new TextNode(language);
            if (direction is not null) result[Keywords.Direction] = new TextNode(direction);
        }

        return result;
    }

    private static ObjectNode Reference(string? iri) => new ObjectNode(1).With(Keywords.Id, iri is null ? NullNode.Instance : new TextNode(iri));

    private Node? Finished(ObjectNode result, string? property)
    {
        if (result.Has(Keywords.Value)) return FinishedValue(result, property);
        if (result[Keywords.Type] is TextNode single) result[Keywords.Type] = new ArrayNode(single);
        if (result.Has(Keywords.Set) || result.Has(Keywords.List))
        {
            if (result.Members.Any(member => member.Key is not (Keywords.Set or Keywords.List or Keywords.Index)) || result is { Count: > 2 } || result.Has(Keywords.Set) && result.Has(Keywords.List)) throw Error("invalid-set-or-list-object");
            if (result[Keywords.Set] is { } set) return set;
        }

        if (result.Count == 1 && result.Has(Keywords.Language)) return Lost(LossKind.EmptyObject, Keywords.Language);
        if (property is not (null or Keywords.Graph)) return result;
        if (result.Count == 0 || result.Has(Keywords.List)) return Lost(LossKind.EmptyObject, "{}");
        return result.Count == 1 && result.Has(Keywords.Id) ? Lost(LossKind.EmptyObject, Keywords.Id) : result;
    }

    private ObjectNode? FinishedValue(ObjectNode result, string? property)
    {
        var type = result[Keywords.Type];
        if (result.Members.Any(member => member.Key is not (Keywords.Direction or Keywords.Index or Keywords.Language or Keywords.Type or Keywords.Value))) throw Error("invalid-value-object");
        if (type is not null && (result.Has(Keywords.Language) || result.Has(Keywords.Direction))) throw Error("invalid-value-object");
        if (type is not TextNode { Value: Keywords.Json })
        {
            if (result[Keywords.Value] is NullNode) return null;
            if (result[Keywords.Value] is not TextNode && result.Has(Keywords.Language)) throw Error("invalid-language-tagged-value");
            if (type is not null && !(type is TextNode { Value: var iri } && Iri.IsWellFormed(iri))) throw Error("invalid-typed-value");
        }

        if (property is not (null or Keywords.Graph)) return result;
        Lose(LossKind.FreeFloatingValue, JsonCanonicalizer.Text(result[Keywords.Value]!));
        return null;
    }

    private ObjectNode? Lost(LossKind kind, string what)
    {
        Lose(kind, what);
        return null;
    }

    private void Lose(LossKind kind, string what) => losses.Add(new(kind, what));

    private static void AppendReverse(ObjectNode result, string iri, Node items)
    {
        if (AsItems(items).Any(item => item is not ObjectNode node || node.Has(Keywords.Value) || node.Has(Keywords.List))) throw Error("invalid-reverse-property-value");
        if (result[Keywords.Reverse] is not ObjectNode reverse) result[Keywords.Reverse] = reverse = new ObjectNode();
        Append(reverse, iri, items);
    }

    private static void Append(ObjectNode result, string iri, Node value)
    {
        if (result[iri] is ArrayNode before) AddAll(before, AsArray(value));
        else result[iri] = new ArrayNode(AsItems(value));
    }

    private static void AddAll(ArrayNode to, ArrayNode from)
    {
        foreach (var item in from.Items) to.Add(item);
    }

    private static ArrayNode AsArray(Node? node) => node switch
    {
        null => new ArrayNode(),
        ArrayNode array => array,
        _ => new ArrayNode(node),
    };

    private static IReadOnlyList<Node> AsItems(Node node) => node is ArrayNode array ? array.Items : [node];

    private static JsonLdException Error(string code, string? detail = null) => new(code, detail);
}
