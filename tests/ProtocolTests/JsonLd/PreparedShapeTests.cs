using System.Text;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Proofs;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.ProtocolTests.Credentials;

namespace LtiBadgeConnector.ProtocolTests.JsonLd;

/// <summary>A prepared shape gives what the general algorithm gives, byte for byte, or nothing.</summary>
public class PreparedShapeTests
{
    private static readonly string[] Names = ["山田 花子", "O'Neill \"Mac\" \\", "a\u007fb", "\ufffe", "ｗｉｄｅ", "𝒳\n", "", "</script>", "é", "z"];

    [Fact]
    public void Equals_the_general_algorithm_for_every_definition_and_learner()
    {
        var random = new Random(20260403);
        var (documents, prepared) = (0, 0);
        for (var definition = 0; definition < 60; definition++)
        {
            var shape = ADefinition(random);
            PreparedShape? known = null;
            for (var learner = 0; learner < 12; learner++)
            {
                var document = Json(ALearner(shape, random));
                var expected = ProofHash.Canonical(JsonText.ParseObject(document));
                known ??= PreparedShape.Prepare(document, DataIntegritySigner.Places, JsonLdProcessor.Offline);
                Assert.NotNull(known);
                documents++;
                if (!known.TryCanonicalize(document, out var nquads)) continue;
                prepared++;
                Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(nquads));
            }
        }

        // Otherwise the preparation would be for nothing.
        Assert.True(prepared > documents * 9 / 10, $"{prepared} of {documents}");
    }

    [Fact]
    public void The_store_of_shapes_gives_the_same_whatever_came_before()
    {
        var random = new Random(20260404);
        var shapes = new PreparedShapes(DataIntegritySigner.Places, JsonLdProcessor.Offline);
        var definitions = Enumerable.Range(0, 5).Select(_ => ADefinition(random)).ToList();
        for (var round = 0; round < 100; round++)
        {
            var document = Json(ALearner(definitions[random.Next(definitions.Count)], random));
            Assert.Equal(ProofHash.Canonical(JsonText.ParseObject(document)), shapes.Canonicalize(document));
        }
    }

    [Fact]
    public void Leaves_two_equal_nodes_to_the_general_algorithm()
    {
        // Two identifiers that say the same are two blank nodes with one hash.
        var context = """{"@vocab":"http://s/"}""";
        byte[] Document(string one, string other) => Encoding.UTF8.GetBytes($$$"""{"@context":{{{context}}},"@id":"urn:a","has":[{"name":"{{{one}}}"},{"name":"{{{other}}}"}]}""");
        var shape = PreparedShape.Prepare(Document("x", "y"), new HashSet<string> { "has/*/name" }, JsonLdProcessor.Offline)!;

        Assert.True(shape.TryCanonicalize(Document("p", "q"), out var nquads));
        Assert.Equal(ProofHash.Canonical(JsonText.ParseObject(Document("p", "q"))), nquads);
        Assert.False(shape.TryCanonicalize(Document("p", "p"), out _));
    }

    [Theory]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"relative","name":"x"}""")]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"_:b0","name":"x"}""")]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"http://a b","name":"x"}""")]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"urn:a","name":"x","more":"y"}""")]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"urn:a", "name":"x"}""")]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"urn:a","name":"x"}}""")]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"urn:a","name":"x""")]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"urn:a","name":"\ud800"}""")]
    [InlineData("""{"@context":{"@vocab":"http://s/"},"@id":"urn:a","name":["x"]}""")]
    public void Knows_a_document_of_another_shape(string other)
    {
        var shape = PreparedShape.Prepare("""{"@context":{"@vocab":"http://s/"},"@id":"urn:b","name":"y"}"""u8.ToArray(), new HashSet<string> { "@id", "name" }, JsonLdProcessor.Offline)!;
        Assert.False(shape.TryCanonicalize(Encoding.UTF8.GetBytes(other), out _));
    }

    private static AwardDossier ADefinition(Random random)
    {
        T[] Some<T>(T[] items) => [.. items.Where(_ => random.Next(2) == 0)];
        var full = ADossier.Full();
        return full with
        {
            Issuer = random.Next(2) == 0 ? full.Issuer : new(ADossier.IssuerId, Names[random.Next(Names.Length)] + "x"),
            Achievement = full.Achievement with
            {
                Name = Names[random.Next(Names.Length)] + random.Next(1000),
                Image = random.Next(2) == 0 ? full.Achievement.Image : null,
                Tags = Some(Names),
                Outcomes = Some(["one", "two", "three"]),
                Alignments = [.. Enumerable.Range(0, random.Next(4)).Select(index => full.Achievement.Alignments[0] with { TargetName = $"Level {index}" })],
                ResultDescriptions = [.. full.Achievement.ResultDescriptions.Take(random.Next(4))],
                Related = Some([.. full.Achievement.Related]),
                Descriptors = Some([.. full.Achievement.Descriptors]),
            },
            ValidUntil = random.Next(2) == 0 ? full.ValidUntil : null,
            Recipient = full.Recipient with { Email = random.Next(3) > 0 ? full.Recipient.Email : null, Name = random.Next(3) > 0 ? full.Recipient.Name : null },
            Results = [.. full.Results.Take(random.Next(3))],
            Evidence = random.Next(2) == 0 ? full.Evidence : [],
        };
    }

    private static AwardDossier ALearner(AwardDossier definition, Random random) => definition with
    {
        CredentialUrl = $"{ADossier.Origin}/credentials/{random.Next():x}",
        AwardedAt = definition.AwardedAt.AddSeconds(random.Next(100_000)),
        ValidFrom = definition.ValidFrom.AddSeconds(random.Next(100_000)),
        ValidUntil = definition.ValidUntil?.AddSeconds(random.Next(100_000)),
        Recipient = new($"urn:uuid:{new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)}")
        {
            Email = definition.Recipient.Email is null ? null : RecipientIdentifier.OfEmail($"{random.Next()}@example.org", $"{random.Next()}"),
            Name = definition.Recipient.Name is null ? null : Names[random.Next(Names.Length)],
        },
        Results = [.. definition.Results.Select(result => result.Value is null ? result : result with { Value = $"{random.Next(100)}" })],
        Evidence = [.. definition.Evidence.Select(evidence => evidence with { Narrative = Names[random.Next(Names.Length)] })],
    };

    private static byte[] Json(AwardDossier dossier) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        new OpenBadge3Json(json).Credential(dossier);
        json.WriteEndObject();
    });
}
