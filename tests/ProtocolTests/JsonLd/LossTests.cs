using System.Text;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Expansion;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.ProtocolTests.JsonLd;

/// <summary>Whatever JSON-LD leaves out of the statements is reported: it would ride along unsigned.</summary>
public class LossTests
{
    private const string Context = """{"@vocab":null,"id":"@id","type":"@type","name":"http://s/name","url":{"@id":"http://s/url","@type":"@id"},"Thing":"http://s/Thing","none":null,"byIndex":{"@id":"http://s/i","@container":"@index"}}""";

    [Theory]
    [InlineData("""{"id":"urn:a","name":"x","honours":"summa"}""", LossKind.UndefinedTerm, "honours")]
    [InlineData("""{"id":"urn:a","name":"x","none":"y"}""", LossKind.UndefinedTerm, "none")]
    [InlineData("""{"id":"urn:a","name":{"@value":"x","@future":1},"@honours":"y"}""", LossKind.ReservedTerm, "@honours")]
    [InlineData("""{"id":"urn:a","type":"Unknown"}""", LossKind.RelativeType, "Unknown")]
    [InlineData("""{"id":"urn:a","type":["Thing","@future"]}""", LossKind.RelativeType, "@future")]
    [InlineData("""{"id":"relative","name":"x"}""", LossKind.RelativeId, "relative")]
    [InlineData("""{"id":"urn:a","url":"relative"}""", LossKind.RelativeId, "relative")]
    [InlineData("""{"id":"urn:a","url":"http://a/b c"}""", LossKind.MalformedIri, "http://a/b c")]
    [InlineData("""{"id":"urn:a","name":{"@value":"x","@language":"not a tag"}}""", LossKind.LanguageMalformed, "not a tag")]
    [InlineData("""{"id":"urn:a","name":{"@value":"x","@direction":"rtl"}}""", LossKind.DirectionNotExpressed, "rtl")]
    [InlineData("""{"id":"urn:a","name":{"@value":"x","@index":"hidden"}}""", LossKind.IndexNotExpressed, "hidden")]
    [InlineData("""{"id":"urn:a","byIndex":{"hidden":"x"}}""", LossKind.IndexNotExpressed, "hidden")]
    [InlineData("""{"id":"urn:a","_:b0":"x"}""", LossKind.BlankPredicate, "_:b0")]
    [InlineData("""{"@graph":["free",{"id":"urn:a","name":"x"}]}""", LossKind.FreeFloatingValue, "\"free\"")]
    [InlineData("""{"id":"urn:a","@preserve":"x"}""", LossKind.ReservedTerm, "@preserve")]
    public void Reports_what_no_statement_holds(string document, LossKind kind, string what) =>
        Assert.Contains(new Loss(kind, what), Dataset(document).Losses);

    [Theory]
    [InlineData("""{"id":"urn:a","type":"Thing","name":["x","y"],"url":"http://b"}""")]
    [InlineData("""{"id":"urn:a","name":null,"url":"http://b"}""")]
    [InlineData("""{"name":{"@value":"x","@language":"zh-Hant-TW"},"url":{"id":"_:b1"}}""")]
    public void Reports_nothing_of_a_whole_document(string document) => Assert.Empty(Dataset(document).Losses);

    private static RdfDataset Dataset(string document)
    {
        var node = JsonText.ParseObject(Encoding.UTF8.GetBytes(document));
        return JsonLdProcessor.Offline.ToRdf(node.With("@context", JsonText.Parse(Encoding.UTF8.GetBytes(Context))));
    }
}
