using System.Text;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.JsonLd.Rdf;

namespace LtiBadgeConnector.ProtocolTests.JsonLd;

/// <summary>Hostile names and numbers on their way into the bytes that are signed.</summary>
public class NQuadsTests
{
    [Fact]
    public void Escapes_exactly_what_canonical_N_Quads_escapes()
    {
        Assert.Equal("\\\"\\\\\\b\\t\\n\\f\\r", Written("\"\\\b\t\n\f\r"));
        Assert.Equal("\\u0000\\u0001\\u0007\\u000B\\u000E\\u001F\\u007F", Written("\u0000\u0001\u0007\u000b\u000e\u001f\u007f"));
        Assert.Equal("\\uFFFE\\uFFFF", Written("\ufffe\uffff"));
        Assert.Equal("\\uD800x\\uDC00\\uDBFF", Written("\ud800x\udc00\udbff"));
        Assert.Equal("𝒳山田\u0080\u2028\ufffd/<>'", Written("𝒳山田\u0080\u2028\ufffd/<>'"));
    }

    [Fact]
    public void A_name_reads_back_as_it_was()
    {
        foreach (var name in new[] { "O'Neill \"Mac\" \\ \r\n", "\u0000\u007f", "\ufffe\uffff", "𝒳\u200f山", "" })
        {
            var quad = new Quad(new RdfTerm.Iri("urn:a"), new("urn:n"), new RdfTerm.Literal(name, RdfNames.XsdString), null);
            var text = Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize([quad]).NQuads);
            Assert.Equal([quad], NQuadsReader.Read(text));
        }
    }

    [Fact]
    public void Sorts_by_code_point_and_not_by_UTF_16()
    {
        // U+1D4B3 is written with surrogates, which are less than U+FF5E as UTF-16 and greater as code points.
        Quad Of(string value) => new(new RdfTerm.Iri("urn:a"), new("urn:n"), new RdfTerm.Literal(value, RdfNames.XsdString), null);
        var text = Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize([Of("𝒳"), Of("～")]).NQuads);
        Assert.True(text.IndexOf('～', StringComparison.Ordinal) < text.IndexOf("𝒳", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2", "\"2\"^^<http://www.w3.org/2001/XMLSchema#float>")]
    [InlineData("2.0", "\"2\"^^<http://www.w3.org/2001/XMLSchema#float>")]
    [InlineData("2e0", "\"2\"^^<http://www.w3.org/2001/XMLSchema#float>")]
    [InlineData("-0", "\"0\"^^<http://www.w3.org/2001/XMLSchema#float>")]
    [InlineData("0.5", "\"5.0E-1\"^^<http://www.w3.org/2001/XMLSchema#float>")]
    [InlineData("1e21", "\"1.0E21\"^^<http://www.w3.org/2001/XMLSchema#float>")]
    [InlineData("123456789012345678", "\"123456789012345680\"^^<http://www.w3.org/2001/XMLSchema#float>")]
    [InlineData("\"2.50\"", "\"2.50\"^^<http://www.w3.org/2001/XMLSchema#float>")]
    public void Writes_numbers_as_JSON_LD_does(string number, string expected)
    {
        var json = """{"@context":{"credits":{"@id":"urn:c","@type":"http://www.w3.org/2001/XMLSchema#float"}},"@id":"urn:a","credits":""" + number + "}";
        var text = Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize(JsonLdProcessor.Offline.ToRdf(JsonText.Parse(Encoding.UTF8.GetBytes(json))).Quads).NQuads);
        Assert.Equal($"<urn:a> <urn:c> {expected} .\n", text);
    }

    [Theory]
    [InlineData("<urn:a> <urn:b> .")]
    [InlineData("<urn:a> _:b <urn:c> .")]
    [InlineData("\"x\" <urn:b> <urn:c> .")]
    [InlineData("<urn:a> <urn:b> \"x\\q\" .")]
    [InlineData("<urn:a> <urn:b> \"x .")]
    [InlineData("<urn:a> <urn:b> \"\\u12\" .")]
    public void Refuses_malformed_lines(string line) =>
        Assert.Equal(JsonLdCodes.QuadsMalformed, Assert.Throws<JsonLdException>(() => NQuadsReader.Read(line)).Code);

    private static string Written(string value)
    {
        var quad = new Quad(new RdfTerm.Iri("urn:a"), new("urn:n"), new RdfTerm.Literal(value, RdfNames.XsdString), null);
        return Encoding.UTF8.GetString(RdfCanonicalizer.Canonicalize([quad]).NQuads)["<urn:a> <urn:n> \"".Length..^"\" .\n".Length];
    }
}
