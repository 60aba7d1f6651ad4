using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Schemas;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Our validator against ajv: the same answer for every sample and for some ten thousand damaged ones.</summary>
public class JsonSchemaTests
{
    private static readonly JsonElement Outcomes = JsonDocument.Parse(Files.Bytes("Samples/schema-outcomes.json")).RootElement;

    // In the order ajv was asked; see Samples/SOURCES.md.
    private static readonly Func<JsonNode?>?[] Variants =
    [
        null,
        () => null,
        () => JsonValue.Create(7),
        () => JsonValue.Create("x"),
        () => new JsonArray(),
        () => new JsonObject(),
        () => JsonValue.Create("2026-13-01T00:00:00Z"),
        () => new JsonObject { ["ja"] = "x" },
        () => new JsonObject { ["japanese"] = "x" },
    ];

    [Fact]
    public void Judges_the_sample_credentials_as_ajv_does()
    {
        var compared = 0;
        foreach (var file in Outcomes.GetProperty("files").EnumerateObject())
        {
            using var sample = JsonDocument.Parse(Files.Bytes($"Samples/{file.Name}"));
            foreach (var outcome in file.Value.EnumerateObject())
            {
                var errors = Schema(outcome.Name).Validate(sample.RootElement);
                Assert.True(errors.Count == 0 == outcome.Value.GetBoolean(), $"{file.Name} by {outcome.Name}: {string.Join("; ", errors)}");
                compared++;
            }
        }

        Assert.Equal(111, compared);
    }

    [Fact]
    public void Judges_every_damaged_sample_as_ajv_does()
    {
        var different = new List<string>();
        var (compared, refused) = (0, 0);
        foreach (var mutation in Outcomes.GetProperty("mutations").EnumerateObject())
        {
            var schema = Schema(mutation.Value.GetProperty("schema").GetString()!);
            var text = Files.Text($"Samples/{mutation.Name}");
            foreach (var place in mutation.Value.GetProperty("cases").EnumerateObject())
            {
                for (var variant = 0; variant < Variants.Length; variant++)
                {
                    var expected = place.Value.GetString()![variant] == '1';
                    var conforms = schema.Validate(Damaged(text, place.Name, Variants[variant])).Count == 0;
                    if (conforms != expected) different.Add($"{mutation.Name}{place.Name} variant {variant}: ours {conforms}");
                    compared++;
                    refused += conforms ? 0 : 1;
                }
            }
        }

        Assert.Empty(different);
        Assert.Equal((10341, true), (compared, refused > 3000));
    }

    [Theory]
    [InlineData("""{"unheardOf": 1}""")]
    [InlineData("""{"type": "integer"}""")]
    [InlineData("""{"format": "uri"}""")]
    [InlineData("""{"$ref": "https://example.org/other.json"}""")]
    [InlineData("""{"$ref": "#/$defs/Absent"}""")]
    [InlineData("""{"properties": {"a": {"items": {"maxItems": 3}}}}""")]
    public void Refuses_a_schema_it_would_not_check_in_full(string schema) =>
        Assert.Throws<NotSupportedException>(() => JsonSchema.Parse(Encoding.UTF8.GetBytes(schema)));

    [Theory]
    [InlineData("2026-04-01T09:00:00Z", true)]
    [InlineData("2026-04-01T09:00:00.123456789+09:00", true)]
    [InlineData("2026-04-01t09:00:00z", true)]
    [InlineData("2016-12-31T23:59:60Z", true)]
    [InlineData("2026-04-01T09:00:00", false)]
    [InlineData("2026-04-01 09:00:00Z", false)]
    [InlineData("2026-02-30T09:00:00Z", false)]
    [InlineData("2026-04-01T24:00:00Z", false)]
    [InlineData("2026-04-01T09:00:60Z", false)]
    [InlineData("2026-04-01T09:00:00+24:00", false)]
    [InlineData("2026-04-01T09:00:00Z\n", false)]
    [InlineData("２026-04-01T09:00:00Z", false)]
    public void Asserts_the_format_of_instants(string text, bool conforms) => Assert.Equal(conforms, Rfc3339.IsDateTime(text));

    [Fact]
    public void A_pattern_does_not_overlook_a_last_line_feed()
    {
        var schema = JsonSchema.Parse("""{"pattern": "^a$"}"""u8.ToArray());
        Assert.Empty(schema.Validate(JsonSerializer.SerializeToElement("a")));
        Assert.Single(schema.Validate(JsonSerializer.SerializeToElement("a\n")));
    }

    private static JsonSchema Schema(string name) => SchemaLibrary.Find(name switch
    {
        "achievement" => OpenBadge3.AchievementCredentialSchema,
        "any" => OpenBadge3.AnyAchievementCredentialSchema,
        _ => OpenBadge3.EndorsementCredentialSchema,
    })!;

    private static JsonElement Damaged(string text, string pointer, Func<JsonNode?>? value)
    {
        var root = JsonNode.Parse(text)!;
        var steps = pointer[1..].Split('/').Select(step => step.Replace("~1", "/").Replace("~0", "~")).ToList();
        var holder = steps[..^1].Aggregate(root, (node, step) => node is JsonArray array ? array[Index(step)]! : node[step]!);
        if (holder is JsonArray items)
        {
            if (value is null) items.RemoveAt(Index(steps[^1]));
            else items[Index(steps[^1])] = value();
        }
        else if (value is null) holder.AsObject().Remove(steps[^1]);
        else holder[steps[^1]] = value();

        return JsonSerializer.SerializeToElement(root);
    }

    private static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);
}
