using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.JsonLd.Canonicalization;

/// <summary>Canonicalises documents of a few shapes, each prepared when it is met first.</summary>
/// <param name="places">Where texts differ between documents of one shape; see <see cref="PreparedShape.Prepare"/>.</param>
public sealed class PreparedShapes(IReadOnlySet<string> places, JsonLdProcessor processor)
{
    // A document of another shape is told apart by its first different byte, so a look at each costs next to nothing.
    private const int MostShapes = 64;

    private PreparedShape[] shapes = [];

    /// <returns>What the general algorithm gives, byte for byte.</returns>
    /// <exception cref="JsonLdException">The document is in error, or something in it is in no statement.</exception>
    public byte[] Canonicalize(byte[] document)
    {
        foreach (var shape in shapes)
        {
            if (shape.TryCanonicalize(document, out var prepared)) return prepared;
        }

        var dataset = processor.ToRdf(JsonText.Parse(document));
        if (dataset.Losses is [var loss, ..]) throw new JsonLdException(JsonLdCodes.TermsUndefined, loss.ToString());

        // Two threads may prepare one shape; the one that is forgotten is prepared again.
        if (PreparedShape.Prepare(document, places, processor) is { } met && met.TryCanonicalize(document, out _)) shapes = [met, .. shapes.Take(MostShapes - 1)];
        return RdfCanonicalizer.Canonicalize(dataset.Quads).NQuads;
    }
}
