using System.Diagnostics;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.JsonLd.Rdf;

namespace LtiBadgeConnector.ProtocolTests.JsonLd.Suites;

/// <summary>The RDF Dataset Canonicalization suite, every test by its id.</summary>
public class RdfCanonTests
{
    private static readonly Dictionary<string, ObjectNode> Tests =
        W3cSuite.Manifest("W3c/rdf-canon/manifest.jsonld", "entries").ToDictionary(test => test.Text("id")!);

    public static TheoryData<string> Ids => [.. Tests.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Canonicalises(string id)
    {
        var test = Tests[id];
        var quads = NQuadsReader.Read(W3cSuite.Text($"W3c/rdf-canon/{test.Text("action")}"));
        var hash = test.Text("hashAlgorithm") == "SHA384" ? HashKind.Sha384 : HashKind.Sha256;
        switch (test.Text("type"))
        {
            case "rdfc:RDFC10EvalTest":
                Assert.Equal(W3cSuite.Text($"W3c/rdf-canon/{test.Text("result")}"), System.Text.Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize(quads, hash).NQuads));
                break;
            case "rdfc:RDFC10MapTest":
                var expected = W3cSuite.Json($"W3c/rdf-canon/{test.Text("result")}").Members.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()!);
                Assert.Equal(expected, RdfCanonicalizer.Canonicalize(quads, hash).Labels);
                break;
            case "rdfc:RDFC10NegativeEvalTest":
                Assert.Equal(JsonLdCodes.DatasetPoisonous, Assert.Throws<JsonLdException>(() => RdfCanonicalizer.Canonicalize(quads, hash)).Code);
                break;
            default:
                Assert.Fail($"no rule for {test.Text("type")}");
                break;
        }
    }

    [Fact]
    public void No_test_of_the_suite_is_missing() => Assert.Equal(86, Tests.Count);

    [Theory]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(60)]
    public void A_poisonous_graph_is_refused_before_it_costs_much(int size)
    {
        var nodes = Enumerable.Range(0, size).Select(index => new RdfTerm.Blank($"n{index}")).ToList();
        var clique = nodes.SelectMany(one => nodes.Where(other => other != one).Select(other => new Quad(one, new("urn:p"), other, null))).ToList();
        var clock = Stopwatch.StartNew();
        Assert.Equal(JsonLdCodes.DatasetPoisonous, Assert.Throws<JsonLdException>(() => RdfCanonicalizer.Canonicalize(clique)).Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }
}
