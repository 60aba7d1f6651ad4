using System.Buffers.Binary;
using System.Text;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.ProtocolTests.JsonLd.Suites;

namespace LtiBadgeConnector.ProtocolTests.JsonLd;

public class JsonCanonicalizerTests
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void Gives_the_published_bytes(string name)
    {
        var expected = Convert.FromHexString(string.Concat(W3cSuite.Text($"Vectors/jcs/outhex/{name}.txt").Where(char.IsAsciiHexDigit)));
        Assert.Equal(expected, JsonCanonicalizer.Canonicalize(JsonText.Parse(W3cSuite.Bytes($"Vectors/jcs/input/{name}.json"))));
    }

    [Fact]
    public void Writes_every_number_as_ECMAScript_does()
    {
        var vectors = ((ArrayNode)W3cSuite.Json("Vectors/jcs/number-serialization.json")["vectors"]!).Items.Cast<ObjectNode>().ToList();
        Assert.Equal(2040, vectors.Count);
        Assert.All(vectors, vector =>
        {
            var value = BinaryPrimitives.ReadDoubleBigEndian(Convert.FromHexString(vector.Text("ieee754")!));
            Assert.Equal(vector.Text("expected"), Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(new NumberNode(value))));
        });
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Refuses_what_is_no_number(double value) =>
        Assert.Equal(JsonLdCodes.JsonMalformed, Assert.Throws<JsonLdException>(() => JsonCanonicalizer.Canonicalize(new NumberNode(value))).Code);

    [Fact]
    public void Refuses_half_a_surrogate_pair() => Assert.All(["\ud800", "\udc00x", "x\ud800\ud800"], text =>
        Assert.Equal(JsonLdCodes.JsonMalformed, Assert.Throws<JsonLdException>(() => JsonCanonicalizer.Canonicalize(new TextNode(text))).Code));
}
