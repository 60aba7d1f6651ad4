using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Contexts;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.ProtocolTests.JsonLd;

/// <summary>Contexts come from inside the program, unchanged, and from nowhere else.</summary>
public class ContextTests
{
    [Fact]
    public void Every_context_is_the_published_text()
    {
        var index = (ArrayNode)JsonText.Parse(ContextLibrary.Read("index.json"));
        Assert.Equal(ContextLibrary.Urls.Count, index.Count);
        Assert.All(index.Items.Cast<ObjectNode>(), entry =>
        {
            Assert.Equal(entry.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(ContextLibrary.Read(entry.Text("file")!))));
            Assert.NotNull(ContextLibrary.Instance.Find(entry.Text("url")!));
            Assert.False(string.IsNullOrEmpty(entry.Text("licence")));
        });
    }

    [Fact]
    public void The_contexts_we_issue_with_are_the_ones_the_standards_anchor()
    {
        Assert.Equal("59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734", Convert.ToHexStringLower(SHA256.HashData(ContextLibrary.Read("credentials-v2.jsonld"))));
        Assert.Equal("ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761", Convert.ToHexStringLower(SHA256.HashData(ContextLibrary.Read("ob-v3p0-3.0.3.json"))));
    }

    [Theory]
    [InlineData("\"https://example.org/context.json\"", JsonLdCodes.ContextUnknown)]
    [InlineData("[\"https://www.w3.org/ns/credentials/v2\",\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json\"]", "protected-term-redefinition")]
    [InlineData("[\"https://www.w3.org/ns/credentials/v2\",\"https://purl.imsglobal.org/spec/ob/v3p0/context.json\"]", "protected-term-redefinition")]
    [InlineData("[\"https://www.w3.org/ns/credentials/v2\",{\"name\":\"https://example.org/name\"}]", "protected-term-redefinition")]
    [InlineData("[\"https://www.w3.org/ns/credentials/v2\",null]", "invalid-context-nullification")]
    [InlineData("{\"@import\":\"https://example.org/context.json\"}", JsonLdCodes.ContextUnknown)]
    public void Refuses_with_a_code(string context, string code)
    {
        var document = new ObjectNode().With("@context", JsonText.Parse(Encoding.UTF8.GetBytes(context)));
        Assert.Equal(code, Assert.Throws<JsonLdException>(() => JsonLdProcessor.Offline.ToRdf(document)).Code);
    }

    [Theory]
    [InlineData("https://www.w3.org/2018/credentials/v1")]
    [InlineData("https://www.w3.org/ns/credentials/v2")]
    public void Later_texts_of_the_Open_Badges_context_stand_beside_either_data_model(string first)
    {
        foreach (var version in new[] { "3.0.2", "3.0.3" })
        {
            var context = JsonText.Parse(Encoding.UTF8.GetBytes($"[\"{first}\",\"https://purl.imsglobal.org/spec/ob/v3p0/context-{version}.json\"]"));
            Assert.Empty(JsonLdProcessor.Offline.ToRdf(new ObjectNode().With("@context", context)).Quads);
        }
    }

    [Fact]
    public void Contexts_made_to_cost_time_are_refused()
    {
        // Each term carries a context of its own, and reading one copies all the terms so far.
        var terms = string.Join(',', Enumerable.Range(0, 20_000).Select(index => $"\"t{index}\":{{\"@id\":\"urn:t{index}\",\"@context\":{{\"x\":\"urn:x\"}}}}"));
        var document = JsonText.Parse(Encoding.UTF8.GetBytes($"{{\"@context\":{{{terms}}}}}"));
        Assert.Equal(JsonLdCodes.ContextOverflow, Assert.Throws<JsonLdException>(() => JsonLdProcessor.Offline.ToRdf(document)).Code);
    }

    [Fact]
    public void Remembers_a_context_without_mixing_it_up_with_another()
    {
        static string Predicate(string iri)
        {
            var document = JsonText.Parse(Encoding.UTF8.GetBytes($"{{\"@context\":{{\"name\":\"{iri}\"}},\"name\":\"x\"}}"));
            return JsonLdProcessor.Offline.ToRdf(document).Quads.Single().Predicate.Value;
        }

        Assert.Equal(("urn:one", "urn:two", "urn:one"), (Predicate("urn:one"), Predicate("urn:two"), Predicate("urn:one")));
    }

    [Fact]
    public void A_document_handed_in_stands_for_its_address_only()
    {
        var given = new GivenContexts(new Dictionary<string, Node> { ["https://example.org/c"] = JsonText.Parse("""{"@context":{"name":"urn:n"}}"""u8) }, ContextLibrary.Instance);
        var processor = new JsonLdProcessor(given);
        Assert.Single(processor.ToRdf(JsonText.Parse("""{"@context":"https://example.org/c","name":"x"}"""u8)).Quads);
        Assert.Equal(JsonLdCodes.ContextUnknown, Assert.Throws<JsonLdException>(() => processor.ToRdf(JsonText.Parse("""{"@context":"https://example.org/d","name":"x"}"""u8))).Code);
    }
}
