using System.Text.Json;
using System.Text.RegularExpressions;

namespace LtiBadgeConnector.Credentials.Schemas;

/// <summary>
/// A JSON Schema of draft 2019-09, with <c>format</c> as an assertion. It knows the keywords the published badge schemas
/// use and refuses a schema with any other, so that nothing is ever left unchecked in silence.
/// </summary>
internal sealed class JsonSchema
{
    private readonly List<Rule> rules = [];
    private readonly bool? constant;

    // Adds what is wrong to the list; adding nothing means the instance conforms.
    private delegate void Rule(JsonElement instance, string path, List<SchemaError> errors);

    private JsonSchema(JsonElement schema, Definitions definitions)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) constant = schema.GetBoolean();
        else foreach (var keyword in schema.EnumerateObject()) Compile(keyword.Name, keyword.Value, schema, definitions);
    }

    /// <exception cref="NotSupportedException">The schema uses a keyword, reference or format this class does not know.</exception>
    public static JsonSchema Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement.Clone();
        return new(root, new(root));
    }

    /// <summary>Empty when the instance conforms.</summary>
    public IReadOnlyList<SchemaError> Validate(JsonElement instance)
    {
        var errors = new List<SchemaError>();
        Check(instance, "", errors);
        return errors;
    }

    private void Check(JsonElement instance, string path, List<SchemaError> errors)
    {
        if (constant == false) errors.Add(new(path, "false"));
        foreach (var rule in rules) rule(instance, path, errors);
    }

    private List<SchemaError> Errors(JsonElement instance, string path)
    {
        var errors = new List<SchemaError>();
        Check(instance, path, errors);
        return errors;
    }

    private void Compile(string keyword, JsonElement value, JsonElement schema, Definitions definitions)
    {
        switch (keyword)
        {
            case "$schema" or "$id" or "$defs" or "$comment" or "title" or "description": break;
            case "$ref": rules.Add(Reference(value.GetString()!, definitions)); break;
            case "type": rules.Add(Type(value)); break;
            case "enum": rules.Add(Enumeration([.. value.EnumerateArray()])); break;
            case "pattern": rules.Add(Pattern(value.GetString()!)); break;
            case "format": rules.Add(Format(value.GetString()!)); break;
            case "required": rules.Add(Required([.. value.EnumerateArray().Select(name => name.GetString()!)])); break;
            case "minItems": rules.Add(MinItems(value.GetInt32())); break;
            case "contains": rules.Add(Contains(new(value, definitions))); break;
            case "items": rules.Add(Items(value, schema, definitions)); break;
            case "additionalItems": break; // with items
            case "properties": rules.Add(Properties(value, definitions)); break;
            case "additionalProperties": rules.Add(AdditionalProperties(value, schema, definitions)); break;
            case "propertyNames": rules.Add(PropertyNames(new(value, definitions))); break;
            case "allOf": rules.Add(AllOf(Each(value, definitions))); break;
            case "anyOf": rules.Add(Alternatives("anyOf", Each(value, definitions), matches => matches >= 1)); break;
            case "oneOf": rules.Add(Alternatives("oneOf", Each(value, definitions), matches => matches == 1)); break;
            default: throw new NotSupportedException($"JSON Schema keyword '{keyword}' is not known here.");
        }
    }

    private static List<JsonSchema> Each(JsonElement schemas, Definitions definitions) =>
        [.. schemas.EnumerateArray().Select(schema => new JsonSchema(schema, definitions))];

    // Found when first used: definitions refer to each other in circles.
    private static Rule Reference(string reference, Definitions definitions)
    {
        definitions.Require(reference);
        return (instance, path, errors) => definitions.Get(reference).Check(instance, path, errors);
    }

    private static Rule Type(JsonElement value)
    {
        List<string> types = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(type => type.GetString()!)] : [value.GetString()!];
        if (types.Find(type => type is not ("object" or "array" or "string" or "number" or "boolean" or "null")) is { } unknown) throw new NotSupportedException($"JSON Schema type '{unknown}' is not known here.");

        return (instance, path, errors) =>
        {
            if (!types.Contains(TypeOf(instance))) errors.Add(new(path, $"type: expected {string.Join(" or ", types)}"));
        };
    }

    private static string TypeOf(JsonElement instance) => instance.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static Rule Enumeration(List<JsonElement> values) => (instance, path, errors) =>
    {
        if (!values.Exists(value => JsonElement.DeepEquals(value, instance))) errors.Add(new(path, "enum"));
    };

    private static Rule Pattern(string pattern)
    {
        // In .NET a closing $ also matches before a last line feed; in ECMAScript, whose patterns these are, it does not.
        var anchored = pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? pattern[..^1] + "(?!\\n)$" : pattern;
        var regex = new Regex(anchored, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1));
        return (instance, path, errors) =>
        {
            if (instance.ValueKind == JsonValueKind.String && !regex.IsMatch(instance.GetString()!)) errors.Add(new(path, $"pattern: {pattern}"));
        };
    }

    private static Rule Format(string format)
    {
        Predicate<string> conforms = format switch
        {
            "date-time" => Rfc3339.IsDateTime,
            "date" => Rfc3339.IsDate,
            _ => throw new NotSupportedException($"JSON Schema format '{format}' is not known here."),
        };
        return (instance, path, errors) =>
        {
            if (instance.ValueKind == JsonValueKind.String && !conforms(instance.GetString()!)) errors.Add(new(path, $"format: {format}"));
        };
    }

    private static Rule Required(List<string> names) => (instance, path, errors) =>
    {
        if (instance.ValueKind != JsonValueKind.Object) return;
        foreach (var name in names.Where(name => !instance.TryGetProperty(name, out _))) errors.Add(new(path, $"required: {name}"));
    };

    private static Rule MinItems(int least) => (instance, path, errors) =>
    {
        if (instance.ValueKind == JsonValueKind.Array && instance.GetArrayLength() < least) errors.Add(new(path, $"minItems: {least}"));
    };

    private static Rule Contains(JsonSchema schema) => (instance, path, errors) =>
    {
        if (instance.ValueKind != JsonValueKind.Array) return;
        if (!instance.EnumerateArray().Any(item => schema.Errors(item, path).Count == 0)) errors.Add(new(path, "contains"));
    };

    private static Rule Items(JsonElement value, JsonElement parent, Definitions definitions)
    {
        var first = value.ValueKind == JsonValueKind.Array ? Each(value, definitions) : [];
        var others = value.ValueKind != JsonValueKind.Array ? new JsonSchema(value, definitions)
            : parent.TryGetProperty("additionalItems", out var additional) ? new JsonSchema(additional, definitions)
            : null;

        return (instance, path, errors) =>
        {
            if (instance.ValueKind != JsonValueKind.Array) return;
            var index = 0;
            foreach (var item in instance.EnumerateArray())
            {
                var schema = index < first.Count ? first[index] : others;
                schema?.Check(item, $"{path}/{index++}", errors);
            }
        };
    }

    private static Rule Properties(JsonElement value, Definitions definitions)
    {
        var properties = value.EnumerateObject().Select(property => (property.Name, Schema: new JsonSchema(property.Value, definitions))).ToList();
        return (instance, path, errors) =>
        {
            if (instance.ValueKind != JsonValueKind.Object) return;
            foreach (var (name, schema) in properties)
            {
                if (instance.TryGetProperty(name, out var member)) schema.Check(member, $"{path}/{name}", errors);
            }
        };
    }

    private static Rule AdditionalProperties(JsonElement value, JsonElement parent, Definitions definitions)
    {
        var known = parent.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(property => property.Name).ToHashSet(StringComparer.Ordinal) : [];
        var schema = new JsonSchema(value, definitions);
        return (instance, path, errors) =>
        {
            if (instance.ValueKind != JsonValueKind.Object) return;
            foreach (var member in instance.EnumerateObject().Where(member => !known.Contains(member.Name)))
            {
                if (schema.constant == false) errors.Add(new(path, $"additionalProperties: {member.Name}"));
                else schema.Check(member.Value, $"{path}/{member.Name}", errors);
            }
        };
    }

    private static Rule PropertyNames(JsonSchema schema) => (instance, path, errors) =>
    {
        if (instance.ValueKind != JsonValueKind.Object) return;
        foreach (var member in instance.EnumerateObject()) schema.Check(JsonSerializer.SerializeToElement(member.Name), path, errors);
    };

    private static Rule AllOf(List<JsonSchema> schemas) => (instance, path, errors) =>
    {
        foreach (var schema in schemas) schema.Check(instance, path, errors);
    };

    private static Rule Alternatives(string keyword, List<JsonSchema> schemas, Predicate<int> enough) => (instance, path, errors) =>
    {
        var outcomes = schemas.ConvertAll(schema => schema.Errors(instance, path));
        if (enough(outcomes.Count(outcome => outcome.Count == 0))) return;

        errors.Add(new(path, keyword));
        // The alternative that got furthest into the document is the one its author meant.
        if (outcomes.FindAll(outcome => outcome.Count > 0).MaxBy(outcome => outcome.Max(error => error.Path.Length)) is { } meant) errors.AddRange(meant);
    };

    private sealed class Definitions(JsonElement root)
    {
        private const string Prefix = "#/$defs/";

        private readonly Dictionary<string, Lazy<JsonSchema>> compiled = new(StringComparer.Ordinal);

        public void Require(string reference)
        {
            if (compiled.ContainsKey(reference)) return;
            if (!reference.StartsWith(Prefix, StringComparison.Ordinal)
                || !root.TryGetProperty("$defs", out var definitions)
                || !definitions.TryGetProperty(reference[Prefix.Length..], out var definition))
            {
                throw new NotSupportedException($"JSON Schema reference '{reference}' leads nowhere known here.");
            }

            compiled[reference] = new(() => new(definition, this));
            // Compiled now, and not at the first instance, so that an unknown keyword deep inside is found at load time.
            _ = compiled[reference].Value;
        }

        public JsonSchema Get(string reference) => compiled[reference].Value;
    }
}

/// <param name="Path">JSON Pointer to the offending value.</param>
/// <param name="Rule">The keyword it breaks, and what was expected.</param>
internal sealed record SchemaError(string Path, string Rule)
{
    public override string ToString() => $"{(Path.Length == 0 ? "/" : Path)}: {Rule}";
}
