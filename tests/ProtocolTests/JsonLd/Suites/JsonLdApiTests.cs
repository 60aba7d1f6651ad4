using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.JsonLd.Rdf;

namespace LtiBadgeConnector.ProtocolTests.JsonLd.Suites;

/// <summary>The expand and toRdf suites of the JSON-LD 1.1 API, every test by its id.</summary>
public class JsonLdApiTests
{
    private const string OldMode = "JSON-LD 1.0 only: this processor reads 1.1 alone, as the contexts of credentials demand";

    private static readonly Dictionary<string, ObjectNode> Expand = Load("expand-manifest.jsonld");
    private static readonly Dictionary<string, ObjectNode> ToRdf = Load("toRdf-manifest.jsonld");

    public static TheoryData<string> ExpandIds => [.. Expand.Keys];

    public static TheoryData<string> ToRdfIds => [.. ToRdf.Keys];

    [SkippableTheory]
    [MemberData(nameof(ExpandIds))]
    public void Expands(string id)
    {
        var test = Expand[id];
        SkipOutside(test);
        if (IsNegative(test)) Refuses(test, () => Processor().Expand(Input(test), OptionsOf(test)));
        else JsonLdComparison.Same(JsonText.Parse(W3cSuite.Bytes($"W3c/json-ld-api/{test.Text("expect")}")), Processor().Expand(Input(test), OptionsOf(test)).Items);
    }

    [SkippableTheory]
    [MemberData(nameof(ToRdfIds))]
    public void Converts_to_RDF(string id)
    {
        var test = ToRdf[id];
        SkipOutside(test);
        if (IsNegative(test))
        {
            Refuses(test, () => Processor().ToRdf(Input(test), OptionsOf(test)));
            return;
        }

        var dataset = Processor().ToRdf(Input(test), OptionsOf(test));
        if (TypesOf(test).Contains("jld:PositiveSyntaxTest")) return;
        Assert.Equal(Canonical(NQuadsReader.Read(W3cSuite.Text($"W3c/json-ld-api/{test.Text("expect")}"))), Canonical(dataset.Quads));
    }

    [Fact]
    public void No_test_of_the_suites_is_missing()
    {
        Assert.Equal(385, Expand.Count);
        Assert.Equal(467, ToRdf.Count);
    }

    private static string Canonical(IReadOnlyCollection<Quad> quads) => System.Text.Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize(quads).NQuads);

    private static JsonLdProcessor Processor() => new(W3cSuite.Documents);

    private static Node Input(ObjectNode test) => JsonText.Parse(W3cSuite.Bytes($"W3c/json-ld-api/{test.Text("input")}"));

    private static JsonLdOptions OptionsOf(ObjectNode test)
    {
        var options = test["option"] as ObjectNode;
        return new()
        {
            Base = options?.Text("base") ?? W3cSuite.ApiBase + test.Text("input"),
            ExpandContext = options?.Text("expandContext") is { } file ? W3cSuite.Json($"W3c/json-ld-api/{file}")["@context"] : null,
            Direction = options?.Text("rdfDirection") switch
            {
                "i18n-datatype" => RdfDirection.I18nDatatype,
                "compound-literal" => RdfDirection.CompoundLiteral,
                _ => RdfDirection.None,
            },
        };
    }

    private static void SkipOutside(ObjectNode test)
    {
        var options = test["option"] as ObjectNode;
        Skip.If(options?.Text("processingMode") == "json-ld-1.0" || options?.Text("specVersion") == "json-ld-1.0", OldMode);
    }

    private static bool IsNegative(ObjectNode test) => TypesOf(test).Contains("jld:NegativeEvaluationTest");

    private static IEnumerable<string> TypesOf(ObjectNode test) => ((ArrayNode)test["@type"]!).Items.Select(type => type.ToString()!);

    private static void Refuses(ObjectNode test, Action action)
    {
        var refused = Assert.Throws<JsonLdException>(action);
        Assert.Equal(OurCode(test.Text("expectErrorCode")!), refused.Code);
    }

    // The codes are the standard's words; what cannot be loaded is a context we do not know, since nothing is loaded.
    private static string OurCode(string words) => words switch
    {
        "loading remote context failed" => JsonLdCodes.ContextUnknown,
        _ => words.Replace("@", "", StringComparison.Ordinal).Replace(' ', '-').ToLowerInvariant(),
    };

    private static Dictionary<string, ObjectNode> Load(string manifest) =>
        W3cSuite.Manifest($"W3c/json-ld-api/{manifest}", "sequence").ToDictionary(test => test.Text("@id")!);
}
