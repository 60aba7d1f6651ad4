using System.Text;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.ProtocolTests.JsonLd.Suites;

namespace LtiBadgeConnector.ProtocolTests.JsonLd;

/// <summary>Badges of others, whose canonical form jsonld.js and rdf-canonize made.</summary>
public class CanonicalSampleTests
{
    private static readonly Dictionary<string, ObjectNode> Entries =
        W3cSuite.Manifest("Vectors/canonical/index.json", "entries").ToDictionary(entry => entry.Text("input")!);

    public static TheoryData<string> Inputs => [.. Entries.Keys];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Agrees_with_other_programs(string input)
    {
        var document = JsonText.ParseObject(Credentials.Files.Bytes($"Samples/{input}")).Without("proof");
        var dataset = JsonLdProcessor.Offline.ToRdf(document);
        var expected = W3cSuite.Text($"Vectors/{Entries[input].Text("nquads")}");
        Assert.Equal(expected, Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize(dataset.Quads).NQuads));
    }

    [Fact]
    public void Looks_at_every_sample() => Assert.True(Entries.Count >= 20);
}
