using System.Text;
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

    private JsonSchema(JsonElement schema, Definitions definitions)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) constant = schema.GetBoolean();
        else foreach (var keyword in schema.EnumerateObject()) Compile(keyword.Name, keyword.Value, schema, definitions);
    }

    /// <summary>Whether the instance conforms to one keyword. It reports, when there is anyone to report to, or may stop at the first fault.</summary>
    private delegate bool Rule(JsonElement instance, Findings? findings);

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
        // Nearly every badge conforms: where a fault lies is worked out only once there is one.
        if (Check(instance, findings: null)) return [];
        var findings = new Findings("", []);
        Check(instance, findings);
        return findings.Errors;
    }

    private bool Check(JsonElement instance, Findings? findings)
    {
        if (constant == false) return Fault(findings, "false");
        var conforms = true;
        foreach (var rule in rules)
        {
            if (rule(instance, findings)) continue;
            if (findings is null) return false;
            conforms = false;
        }

        return conforms;
    }

    private static bool Fault(Findings? findings, string rule)
    {
        findings?.Errors.Add(new(findings.Path, rule));
        return false;
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
        return (instance, findings) => definitions.Get(reference).Check(instance, findings);
    }

    private static Rule Type(JsonElement value)
    {
        List<string> types = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(type => type.GetString()!)] : [value.GetString()!];
        if (types.Find(type => type is not ("object" or "array" or "string" or "number" or "boolean" or "null")) is { } unknown) throw new NotSupportedException($"JSON Schema type '{unknown}' is not known here.");

        var rule = $"type: expected {string.Join(" or ", types)}";
        return (instance, findings) => types.Contains(TypeOf(instance)) || Fault(findings, rule);
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

    private static Rule Enumeration(List<JsonElement> values) => (instance, findings) =>
        values.Exists(value => JsonElement.DeepEquals(value, instance)) || Fault(findings, "enum");

    private static Rule Pattern(string pattern)
    {
        // In .NET a closing $ also matches before a last line feed; in ECMAScript, whose patterns these are, it does not.
        var anchored = pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? pattern[..^1] + "(?!\\n)$" : pattern;
        var regex = new Regex(anchored, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1));
        return (instance, findings) =>
            instance.ValueKind != JsonValueKind.String || regex.IsMatch(instance.GetString()!) || Fault(findings, $"pattern: {pattern}");
    }

    private static Rule Format(string format)
    {
        Predicate<string> conforms = format switch
        {
            "date-time" => Rfc3339.IsDateTime,
            "date" => Rfc3339.IsDate,
            _ => throw new NotSupportedException($"JSON Schema format '{format}' is not known here."),
        };
        return (instance, findings) =>
            instance.ValueKind != JsonValueKind.String || conforms(instance.GetString()!) || Fault(findings, $"format: {format}");
    }

    private static Rule Required(List<string> names) => (instance, findings) =>
        instance.ValueKind != JsonValueKind.Object
        || names.Find(name => !instance.TryGetProperty(name, out _)) is not { } missing
        || Fault(findings, $"required: {missing}");

    private static Rule MinItems(int least) => (instance, findings) =>
        instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() >= least || Fault(findings, $"minItems: {least}");

    private static Rule Contains(JsonSchema schema) => (instance, findings) =>
        instance.ValueKind != JsonValueKind.Array || instance.EnumerateArray().Any(item => schema.Check(item, findings: null)) || Fault(findings, "contains");

    private static Rule Items(JsonElement value, JsonElement parent, Definitions definitions)
    {
        var first = value.ValueKind == JsonValueKind.Array ? Each(value, definitions) : [];
        var others = value.ValueKind != JsonValueKind.Array ? new JsonSchema(value, definitions)
            : parent.TryGetProperty("additionalItems", out var additional) ? new JsonSchema(additional, definitions)
            : null;

        return (instance, findings) =>
        {
            if (instance.ValueKind != JsonValueKind.Array) return true;
            var (index, conforms) = (0, true);
            foreach (var item in instance.EnumerateArray())
            {
                var schema = index < first.Count ? first[index] : others;
                conforms &= schema?.Check(item, findings?.At(index)) ?? true;
                if (!conforms && findings is null) return false;
                index++;
            }

            return conforms;
        };
    }

    private static Rule Properties(JsonElement value, Definitions definitions)
    {
        var properties = value.EnumerateObject().Select(property => (property.Name, Utf8: Encoding.UTF8.GetBytes(property.Name), Schema: new JsonSchema(property.Value, definitions))).ToList();
        return (instance, findings) =>
        {
            if (instance.ValueKind != JsonValueKind.Object) return true;
            var conforms = true;
            foreach (var (name, utf8, schema) in properties)
            {
                if (!instance.TryGetProperty(utf8, out var member)) continue;
                conforms &= schema.Check(member, findings?.At(name));
                if (!conforms && findings is null) return false;
            }

            return conforms;
        };
    }

    private static Rule AdditionalProperties(JsonElement value, JsonElement parent, Definitions definitions)
    {
        var schema = new JsonSchema(value, definitions);
        if (schema.constant == true) return (_, _) => true;

        var known = parent.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(property => property.Name).ToHashSet(StringComparer.Ordinal) : [];
        return (instance, findings) =>
        {
            if (instance.ValueKind != JsonValueKind.Object) return true;
            var conforms = true;
            foreach (var member in instance.EnumerateObject().Where(member => !known.Contains(member.Name)))
            {
                conforms &= schema.constant == false ? Fault(findings, $"additionalProperties: {member.Name}") : schema.Check(member.Value, findings?.At(member.Name));
            }

            return conforms;
        };
    }

    private static Rule PropertyNames(JsonSchema schema) => (instance, findings) =>
        instance.ValueKind != JsonValueKind.Object || instance.EnumerateObject().All(member => schema.Check(JsonSerializer.SerializeToElement(member.Name), findings));

    private static Rule AllOf(List<JsonSchema> schemas) => (instance, findings) =>
        schemas.TrueForAll(schema => schema.Check(instance, findings));

    private static Rule Alternatives(string keyword, List<JsonSchema> schemas, Predicate<int> enough) => (instance, findings) =>
    {
        if (enough(schemas.Count(schema => schema.Check(instance, findings: null)))) return true;
        if (findings is null) return false;

        // The alternative that got furthest into the document is the one its author meant.
        var meant = schemas.ConvertAll(schema => Report(schema, instance, findings.Path)).FindAll(errors => errors.Count > 0).MaxBy(errors => errors.Max(error => error.Path.Length));
        findings.Errors.AddRange([new(findings.Path, keyword), .. meant ?? []]);
        return false;
    };

    private static List<SchemaError> Report(JsonSchema schema, JsonElement instance, string path)
    {
        var findings = new Findings(path, []);
        schema.Check(instance, findings);
        return findings.Errors;
    }

    /// <summary>Where the check stands in the document, and what was wrong so far.</summary>
    private sealed record Findings(string Path, List<SchemaError> Errors)
    {
        public Findings At(object step) => this with { Path = $"{Path}/{step}" };
    }

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
