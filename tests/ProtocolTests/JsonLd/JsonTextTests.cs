using System.Text;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.ProtocolTests.JsonLd;

public class JsonTextTests
{
    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"x":[{"a":1,"\u0061":2}]}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":1e999}""")]
    [InlineData("""{"a":1} {}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("{'a':1}")]
    [InlineData("[1")]
    [InlineData("")]
    public void Refuses_what_two_readers_could_read_differently(string json) =>
        Assert.Equal(JsonLdCodes.JsonMalformed, Assert.Throws<JsonLdException>(() => JsonText.Parse(Encoding.UTF8.GetBytes(json))).Code);

    [Fact]
    public void Refuses_bytes_that_are_no_UTF8() =>
        Assert.Equal(JsonLdCodes.JsonMalformed, Assert.Throws<JsonLdException>(() => JsonText.Parse([(byte)'"', 0xff, (byte)'"'])).Code);

    [Fact]
    public void Refuses_what_is_nested_too_deep()
    {
        var deep = Encoding.UTF8.GetBytes(new string('[', JsonText.MostDepth + 1) + new string(']', JsonText.MostDepth + 1));
        Assert.Equal(JsonLdCodes.JsonTooDeep, Assert.Throws<JsonLdException>(() => JsonText.Parse(deep)).Code);
        Assert.IsType<ArrayNode>(JsonText.Parse(deep.AsSpan(1, deep.Length - 2)));
    }

    [Fact]
    public void Refuses_what_is_too_large() =>
        Assert.Equal(JsonLdCodes.JsonTooLarge, Assert.Throws<JsonLdException>(() => JsonText.Parse(new byte[JsonText.MostBytes + 1])).Code);

    [Fact]
    public void Keeps_the_order_of_members_and_finds_each_of_many()
    {
        var json = $"{{{string.Join(',', Enumerable.Range(0, 50).Select(index => $"\"m{50 - index}\":{index}"))}}}";
        var node = JsonText.ParseObject(Encoding.UTF8.GetBytes(json));
        Assert.Equal(Enumerable.Range(0, 50).Select(index => $"m{50 - index}"), node.Members.Select(member => member.Key));
        Assert.Equal(17, ((NumberNode)node["m33"]!).Value);
        Assert.Null(node["m51"]);
    }
}
